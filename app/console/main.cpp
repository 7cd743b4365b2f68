#include <cstdio>

#include <QApplication>
#include <QTemporaryDir>
#include <QTimer>
#include <QTranslator>

#include "app/console/opener.h"
#include "app/console/options.h"
#include "app/console/pages.h"
#include "app/console/tour.h"
#include "core/client/console_log.h"
#include "ui/base/icons.h"
#include "ui/shell/main_window.h"
#include "ui/shell/stall_watchdog.h"
#include "ui/shell/welcome_page.h"

namespace {

using namespace Qt::StringLiterals;
using namespace signalbox;
using console::Opener;
using ui::shell::MainWindow;
using ui::shell::RecentBackend;
using ui::shell::WelcomePage;

void say(std::FILE* where, const QString& text) {
    std::fputs((text + u'\n').toLocal8Bit().constData(), where);
}

void connectWindow(MainWindow& window, Opener& opener) {
    WelcomePage& welcome = window.welcome();
    QObject::connect(&welcome, &WelcomePage::sampleRequested, &opener, &Opener::openSample);
    QObject::connect(&welcome, &WelcomePage::folderRequested, &opener, &Opener::openFolder);
    QObject::connect(&welcome, &WelcomePage::cancelled, &opener, &Opener::cancel);
    QObject::connect(
        &welcome, &WelcomePage::connectRequested, &opener,
        [&opener](const QString& url, const QString& token) { opener.connectTo(QUrl(url), token.toStdString()); });
    QObject::connect(&welcome, &WelcomePage::recentRequested, &opener, [&opener](const RecentBackend& recent) {
        if (recent.kind == RecentBackend::Kind::Folder)
            opener.openFolder(recent.where);
        else
            opener.connectWithFile(QUrl(recent.where), recent.tokenFile);
    });
    QObject::connect(&opener, &Opener::busy, &welcome, &WelcomePage::showBusy);
    QObject::connect(
        &opener, &Opener::opened, &window,
        [&window](client::BackendMirror& mirror, const std::string& agent) { window.addBackend(mirror, agent); });
    QObject::connect(&opener, &Opener::failed, &window, [&window](const Error& error) {
        window.showWelcome();
        window.welcome().showError(error);
    });
}

void openWhatWasAsked(const console::Options& options, Opener& opener) {
    if (options.sample)
        opener.openSample();
    else if (!options.workspace.isEmpty())
        opener.openFolder(options.workspace);
    else if (!options.url.isEmpty())
        opener.connectWithFile(options.url, options.tokenFile);
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    QApplication::setOrganizationName(u"signalbox"_s);
    QApplication::setApplicationName(u"signalbox"_s);
    QApplication::setApplicationDisplayName(u"Signalbox"_s);
    QApplication::setApplicationVersion(QStringLiteral(SIGNALBOX_VERSION));
    QGuiApplication::setDesktopFileName(u"org.signalbox.Signalbox"_s);
    QApplication::setWindowIcon(ui::pictureIcon(u":/org.signalbox.Signalbox.svg"_s));
    const auto options = console::readOptions(QApplication::arguments());
    if (!options) {
        say(stderr, QString::fromStdString(options.error().message + " " + options.error().hint));
        return 2;
    }
    if (options->help || options->version) {
        say(stdout, options->help ? console::helpText() : u"signalbox "_s + QApplication::applicationVersion());
        return 0;
    }
    QTranslator words;
    if (words.load(QLocale(), u"signalbox"_s, u"_"_s, u":/i18n"_s))
        QApplication::installTranslator(&words);
    if (options->scheme)
        ui::applyTheme(*options->scheme);
    else
        ui::followDesktopTheme();

    SystemClock clock;
    QTemporaryDir tourDirectory; // a tour leaves nothing behind
    const bool tour = !options->tour.isEmpty();
    auto log = client::ConsoleLog::open(tour ? tourDirectory.filePath(u"log"_s) : QString(), clock);
    if (!log)
        say(stderr, QString::fromStdString(log.error().message));
    Opener opener;
    if (tour)
        opener.setSampleDirectory(tourDirectory.filePath(u"sample"_s));
    client::ConsoleLog* own = log ? log->get() : nullptr;
    MainWindow window(console::pages(own), own);
    ui::shell::StallWatchdog watchdog(tour ? std::chrono::hours(1)
                                           : std::chrono::milliseconds(100)); // pictures take long
    connectWindow(window, opener);
    window.show();
    std::unique_ptr<console::Tour> guide;
    if (tour)
        guide = std::make_unique<console::Tour>(window, watchdog, options->tour, options->size,
                                                [&] { openWhatWasAsked(*options, opener); });
    else
        QTimer::singleShot(0, &window, [&] { openWhatWasAsked(*options, opener); });
    return QApplication::exec();
}
