#include <algorithm>
#include <cstdio>
#include <initializer_list>
#include <span>
#include <string_view>

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
    QObject::connect(&welcome, &WelcomePage::workspaceWanted, &opener, &Opener::makeWorkspace);
    QObject::connect(&welcome, &WelcomePage::cancelled, &opener, &Opener::cancel);
    QObject::connect(
        &welcome, &WelcomePage::connectRequested, &opener,
        [&opener](const QString& url, const QString& token) { opener.connectTo(QUrl(url), token.toStdString()); });
    QObject::connect(&welcome, &WelcomePage::recentRequested, &window, [&window, &opener](const RecentBackend& recent) {
        if (!window.showOpen(recent))
            opener.openRecent(recent);
    });
    QObject::connect(&welcome, &WelcomePage::recentRemoved, &opener, &Opener::forget);
    QObject::connect(&opener, &Opener::busy, &welcome, &WelcomePage::showBusy);
    QObject::connect(&opener, &Opener::opened, &window,
                     [&window](client::BackendMirror& mirror, const std::string& agent, const RecentBackend& origin) {
                         window.addBackend(mirror, agent, origin);
                     });
    QObject::connect(&opener, &Opener::failed, &window, [&window](const Error& error) {
        window.showWelcome();
        window.welcome().showError(error);
    });
    QObject::connect(
        &opener, &Opener::ended, &window,
        [&window](const client::BackendMirror* mirror, const Error& error) { window.setEnded(*mirror, error); });
    QObject::connect(&opener, &Opener::said, &window, &MainWindow::say);
    QObject::connect(&window, &MainWindow::startAgainRequested, &opener, &Opener::startAgain);
    QObject::connect(&window, &MainWindow::tokenReplaced, &opener, &Opener::rememberToken);
    QObject::connect(&window, &MainWindow::closeRequested, &opener, &Opener::close);
    QObject::connect(&window, &MainWindow::closed, &opener, &Opener::end);
    QObject::connect(&opener, &Opener::finished, &window, [] { QCoreApplication::quit(); });
}

void openWhatWasAsked(const console::Options& options, Opener& opener) {
    if (options.sample)
        opener.openSample();
    else if (!options.workspace.isEmpty())
        opener.openFolder(options.workspace);
    else if (!options.url.isEmpty())
        opener.openRecent(
            {.kind = RecentBackend::Kind::Url, .where = options.url.toString(), .tokenFile = options.tokenFile});
}

// Help and version need no display.
bool saysItself(int argc, char** argv) {
    const std::span words(argv, static_cast<std::size_t>(argc));
    const auto given = [&words](const std::initializer_list<std::string_view>& names) {
        return std::ranges::any_of(words, [&names](const char* word) { return std::ranges::contains(names, word); });
    };
    const bool help = given({"--help", "-h", "--help-all"});
    if (!help && !given({"--version", "-v"}))
        return false;
    const QCoreApplication application(argc, argv);
    say(stdout, help ? console::helpText() : u"signalbox "_s + QCoreApplication::applicationVersion());
    return true;
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication::setOrganizationName(u"signalbox"_s);
    QCoreApplication::setApplicationName(u"signalbox"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SIGNALBOX_VERSION));
    if (saysItself(argc, argv))
        return 0;
    QApplication application(argc, argv);
    QApplication::setQuitOnLastWindowClosed(false); // what was started is ended first, behind the closed window
    QApplication::setApplicationDisplayName(u"Signalbox"_s);
    QGuiApplication::setDesktopFileName(u"org.signalbox.Signalbox"_s);
    QApplication::setWindowIcon(ui::pictureIcon(u":/org.signalbox.Signalbox.svg"_s));
    const auto options = console::readOptions(QApplication::arguments());
    if (!options) {
        say(stderr, QString::fromStdString(options.error().message + " " + options.error().hint));
        return 2;
    }
    QTranslator words;
    if (words.load(QLocale(), u"signalbox"_s, u"_"_s, u":/i18n"_s))
        QApplication::installTranslator(&words);
    const bool tour = !options->tour.isEmpty();
    if (options->scheme)
        ui::applyTheme(*options->scheme);
    else
        ui::useTheme(tour ? ui::ThemeChoice::Desktop : ui::rememberedTheme());

    SystemClock clock;
    QTemporaryDir tourDirectory; // a tour leaves nothing behind
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
                                                console::TourDeeds{.open = [&] { openWhatWasAsked(*options, opener); },
                                                                   .stopModel = [&] { opener.stopSampleModel(); }});
    else
        QTimer::singleShot(0, &window, [&] { openWhatWasAsked(*options, opener); });
    return QApplication::exec();
}
