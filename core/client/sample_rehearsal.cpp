#include "core/client/sample_rehearsal.h"

#include <QJsonObject>
#include <QTimer>

#include "core/base/canonical_json.h"
#include "core/client/child_process.h"
#include "core/client/embedded_backend.h"

namespace signalbox::client {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto rehearsalLimit = 15s;

Error childError(const char* what, const QString& words) {
    std::string message = what;
    if (!words.isEmpty())
        message += ": " + words.toStdString();
    return {Errc::Unavailable, "rehearsal_ended", message + ".",
            "Open the sample again. Without it the sample's agents get no answers or no traffic."};
}

} // namespace

class SampleRehearsal::Private {
public:
    explicit Private(RehearsalSettings wanted) : settings(std::move(wanted)) {}

    [[nodiscard]] QString program() const {
        return settings.program.isEmpty() ? findProgram(u"signalbox-rehearsal"_s) : settings.program;
    }

    RehearsalSettings settings;
    ChildProcess server;
    ChildProcess traffic;
    QUrl url;
    bool hasTraffic = false;
    bool stopping = false;
    bool stoppingTraffic = false;
    bool stoppingServer = false;
};

SampleRehearsal::SampleRehearsal(RehearsalSettings settings, QObject* parent)
    : QObject(parent),
      d(std::make_unique<Private>(std::move(settings))) {
    connect(&d->server, &ChildProcess::firstLine, this, [this](const QByteArray& line) {
        const auto object = parseJsonObject({line.constData(), static_cast<std::size_t>(line.size())});
        d->url = object ? QUrl(object->value("url"_L1).toString()) : QUrl();
        if (!d->url.isValid() || d->url.isEmpty()) {
            Q_EMIT failed(childError("The rehearsal server said something unexpected", {}));
            return;
        }
        Q_EMIT serverReady(d->url);
    });
    connect(&d->server, &ChildProcess::ended, this, [this](int, const QString& words) {
        d->url.clear();
        if (d->stopping)
            tellWhenStopped();
        else if (!d->stoppingServer)
            Q_EMIT failed(childError("The rehearsal server is not there", words));
    });
    connect(&d->traffic, &ChildProcess::firstLine, this, [this] {
        d->hasTraffic = true;
        Q_EMIT trafficChanged(true);
    });
    connect(&d->traffic, &ChildProcess::ended, this, [this](int code, const QString& words) {
        d->hasTraffic = false;
        Q_EMIT trafficChanged(false);
        if (d->stopping)
            tellWhenStopped();
        else if (code != 0 && !d->stoppingTraffic)
            Q_EMIT failed(childError("The traffic source is not there", words));
    });
}

SampleRehearsal::~SampleRehearsal() {
    d->stopping = true;
}

void SampleRehearsal::startServer() {
    d->stopping = d->stoppingServer = false;
    d->server.start(d->program(), {u"serve"_s, u"--port"_s, u"0"_s, u"--seed"_s, QString::number(d->settings.seed)},
                    rehearsalLimit);
}

void SampleRehearsal::startTraffic(const QUrl& gateway) {
    QStringList arguments{u"traffic"_s,
                          u"--gateway"_s,
                          gateway.toString(QUrl::StripTrailingSlash),
                          u"--rate"_s,
                          QString::number(d->settings.requestsPerSecond),
                          u"--customers"_s,
                          QString::number(d->settings.customers),
                          u"--seed"_s,
                          QString::number(d->settings.seed)};
    if (!d->settings.agents.isEmpty())
        arguments << u"--agents"_s << d->settings.agents;
    d->stopping = d->stoppingTraffic = false;
    d->traffic.start(d->program(), arguments, rehearsalLimit);
}

void SampleRehearsal::stopTraffic() {
    d->stoppingTraffic = true;
    d->traffic.stop();
}

void SampleRehearsal::stopServer() {
    d->stoppingServer = true;
    d->server.stop();
}

void SampleRehearsal::stop() {
    d->stopping = true;
    d->traffic.stop();
    d->server.stop();
    if (!d->traffic.isRunning() && !d->server.isRunning())
        QMetaObject::invokeMethod(this, &SampleRehearsal::stopped, Qt::QueuedConnection);
}

void SampleRehearsal::tellWhenStopped() {
    if (!d->traffic.isRunning() && !d->server.isRunning())
        Q_EMIT stopped();
}

QUrl SampleRehearsal::serverUrl() const {
    return d->url;
}

bool SampleRehearsal::hasTraffic() const {
    return d->hasTraffic;
}

} // namespace signalbox::client
