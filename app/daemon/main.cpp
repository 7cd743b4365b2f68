// signalboxd: serves one workspace. Wiring only; everything it does is in core/server.
#include <atomic>
#include <iostream>
#include <unistd.h>

#include <QCoreApplication>
#include <QJsonDocument>

#include "app/daemon/options.h"
#include "app/daemon/service_manager.h"
#include "app/daemon/stop_signals.h"
#include "app/daemon/token_command.h"
#include "core/base/findings.h"
#include "core/protocol/error_body.h"
#include "core/server/backend.h"

namespace {

using namespace signalbox;
using namespace std::chrono_literals;

constexpr int failed = 1;
constexpr int wrongUsage = 2;
constexpr int alreadyServed = 3;
constexpr auto grace = 10s; // for requests in flight

void say(const Error& error) {
    std::cerr << "signalboxd: " << textOf(error) << std::endl;
}

// For people on stderr; whoever started this program and reads its one line gets the error there instead.
void sayNotStarted(const Error& error) {
    say(error);
    if (::isatty(STDOUT_FILENO) == 0)
        std::cout << QJsonDocument(protocol::encodeError(error)).toJson(QJsonDocument::Compact).toStdString()
                  << std::endl;
}

int serve(QCoreApplication& application, const daemon::Options& options) {
    using Hangup = daemon::StopSignals::Hangup;
    daemon::StopSignals stopSignals(options.stay ? Hangup::Ignored : Hangup::Stops);
    server::Backend backend(options.settings);
    std::atomic<bool> superseded = false;
    backend.whenSuperseded([&] {
        superseded = true;
        QMetaObject::invokeMethod(&application, &QCoreApplication::quit, Qt::QueuedConnection);
    });
    if (auto started = backend.start(); !started) {
        if (started.error().code == "already_served") { // its endpoint file says where to go
            say(started.error());
            return alreadyServed;
        }
        sayNotStarted(started.error());
        return failed;
    }
    if (const auto warning = backend.warning())
        say(*warning);
    for (const Error& plan : backend.catalogue().badPlans())
        say(plan);
    for (const auto& [agent, notice] : backend.notices())
        say(notice);
    std::cout << protocol::endpointLine(backend.endpoint()) << std::endl;
    daemon::notifyServiceManager("READY=1");
    stopSignals.onStop([&] {
        daemon::notifyServiceManager("STOPPING=1");
        application.quit();
    });
    const int code = QCoreApplication::exec();
    backend.stop(superseded ? 0s : grace);
    if (superseded) {
        say({Errc::Conflict,
             "superseded",
             "The lock of the state directory was taken away; another process may serve it.",
             "Nothing more was changed from here. See who serves the directory now.",
             {}});
        return alreadyServed;
    }
    return code;
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("signalboxd"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SIGNALBOX_VERSION));
    const auto options = signalbox::daemon::readOptions(QCoreApplication::arguments());
    if (!options) {
        say(options.error());
        return wrongUsage;
    }
    if (!options->tokenCommand.isEmpty())
        return signalbox::daemon::runTokenCommand(options->tokenCommand, options->settings.stateDirectory,
                                                  options->tokenName, options->tokenRole);
    return serve(application, *options);
}
