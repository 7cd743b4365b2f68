// Hostile text in every place where somebody else writes: names, changelogs, prompts, reasons, tickets, errors. Every
// page and dialog shows it as plain visible text, and none grows because of it. Set SIGNALBOX_SHOTS for pictures.

#include <QComboBox>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

#include "core/client/console_log.h"
#include "tests/ui/all_pages.h"
#include "tests/ui/full_backend.h"
#include "tests/ui/page_checks.h"
#include "tests/ui/text_walk.h"
#include "ui/base/notice.h"
#include "ui/compare/compare_view.h"
#include "ui/releases/candidate_box.h"
#include "ui/releases/release_bar.h"
#include "ui/releases/start_panel.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/welcome_page.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace signalbox::ui::shell;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

namespace {

// Markup, an argument of a translated sentence, a shortcut's mark, direction controls, a terminal's escapes, an emoji
// of several parts, a stack of combining marks and a word that no line can hold.
std::string hostile() {
    std::string text = "<b>bold</b><img src=x onerror=run()>&amp;%1%2&File"
                       "\xE2\x80\xAE"
                       "desrever\xE2\x81\xA6\xE2\x80\x8B\x1b[31mred\x1b[0m\x07\r\n\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F"
                       "\x91\xA7 z";
    for (int i = 0; i < 40; ++i)
        text += i % 2 == 0 ? "\xCC\x81" : "\xCD\x96";
    return text + " " + std::string(10'000, 'w');
}

struct Console {
    FakeBackend backend;
    QTemporaryDir directory;
    SystemClock clock;
    std::unique_ptr<client::ConsoleLog> log = client::ConsoleLog::open(directory.path(), clock).value();
    client::BackendSession session{backend.url(), "token"};
    client::BackendMirror mirror{session};
    MainWindow window{allPages(log.get()), log.get()};

    bool start() {
        fill(backend, hostile(), hostile());
        client::ConsoleAction action;
        action.agent = "refunds"; // the page lists what is about its agent
        action.action = action.backend = action.reason = action.outcome = hostile();
        log->record(action, &window, {});
        window.resize(1100, 700);
        window.show();
        window.addBackend(mirror);
        session.start();
        // It opens at the agent with the alert, whose name is hostile too.
        const bool opened = QTest::qWaitFor([&] { return view().agent() == hostile(); });
        window.findChild<ui::shell::Sidebar*>()->choose(0, "refunds");
        return opened && QTest::qWaitFor([&] { return view().agent() == "refunds" && !view().versions().empty(); });
    }

    [[nodiscard]] BackendView& view() const { return *window.currentView(); }

    [[nodiscard]] bool shows(const QString& text) const { return TextWalk(window).seen().join(u'\n').contains(text); }
};

} // namespace

class TestHostileText : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void init() {
        m_console = std::make_unique<Console>();
        QVERIFY(m_console->backend.isListening());
        QVERIFY(m_console->start());
    }

    void cleanup() { m_console.reset(); }

    void everyPage_data() {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("shown"); // only when what the page fetched has come
        QTest::newRow("live") << u"live"_s << u"of 237"_s;
        QTest::newRow("versions") << u"versions"_s << u"· ticket <b>bold</b>"_s;
        QTest::newRow("compare") << u"compare"_s << u"Only the texts are compared"_s;
        QTest::newRow("shadow") << u"shadow"_s << u"1,204"_s;
        QTest::newRow("history") << u"history"_s << u" started a release of "_s;
    }

    void everyPage() {
        QFETCH(QString, page);
        QFETCH(QString, shown);
        Console& console = *m_console;
        console.view().pages().showPage(page);
        QTRY_VERIFY2_WITH_TIMEOUT(console.shows(shown), qPrintable(shown), 20'000);
        QTRY_VERIFY(console.shows(u"<b>bold</b><img src=x onerror=run()>&amp;%1%2&File⟨U+202E⟩"_s));
        QTRY_VERIFY(console.shows(u"Keep this backend's files as they are"_s)); // the banner takes its room
        check(page);
        for (QTabWidget* tabs : console.view().pages().findChildren<QTabWidget*>()) {
            for (int i = 1; i < tabs->count(); ++i) {
                tabs->setCurrentIndex(i);
                auto* table = tabs->currentWidget()->findChild<QTableView*>();
                QTRY_VERIFY(table->model()->rowCount() > 0);
                table->setCurrentIndex(table->model()->index(0, 0));
                check(page + QString::number(i));
            }
        }
    }

    void theStartDialog() {
        Console& console = *m_console;
        console.view().openStartPanel(u"2.2.0"_s);
        StartPanel* dialog = console.view().startPanel();
        QTRY_VERIFY(dialog->candidates().count() > 0);
        QTRY_VERIFY(dialog->startButton().toolTip().contains(u"is being released"_s));
        dialog->showError({Errc::Refused, "refused", hostile(), hostile()});
        tests::shoot(*dialog, u"hostile-dialog"_s);
        const TextWalk walk(*dialog);
        QVERIFY2(walk.unsafe().isEmpty(), qPrintable(walk.unsafe().join(u'\n')));
        QVERIFY2(dialog->minimumSizeHint().width() <= 1100,
                 qPrintable(QString::number(dialog->minimumSizeHint().width())));
        dialog->reject();
    }

    void answersErrorsAndThePalette() {
        Console& console = *m_console;
        console.backend.answer = [](const FakeBackend::Command&) -> Result<protocol::CommandResult> {
            return failure(Errc::Refused, hostile(), hostile(), hostile());
        };
        console.view().bar().trigger(Verb::RollBack);
        QTRY_VERIFY(console.view().bar().notice()->text().contains(u"Rolling back did not work."_s));
        check(u"refused"_s);
        console.window.openPalette();
        check(u"palette"_s);
        console.window.palette().close();
        console.window.showWelcome();
        console.window.welcome().setRecent({{RecentBackend::Kind::Folder, QString::fromStdString(hostile()), {}}});
        console.window.welcome().showError({Errc::Io, "x", hostile(), hostile()});
        check(u"welcome"_s);
    }

private:
    void check(const QString& name) {
        const MainWindow& window = m_console->window;
        QCoreApplication::sendPostedEvents();
        tests::shoot(m_console->window, u"hostile-"_s + name);
        const TextWalk walk(window);
        QVERIFY2(walk.unsafe().isEmpty(), qPrintable(walk.unsafe().join(u'\n')));
        QCOMPARE(window.size(), QSize(1100, 700));
        const QSize least = window.minimumSizeHint();
        QVERIFY2(least.width() <= 1100 && least.height() <= 700,
                 qPrintable(u"%1: needs %2 × %3"_s.arg(name).arg(least.width()).arg(least.height())));
    }

    std::unique_ptr<Console> m_console;
};

QTEST_MAIN(TestHostileText)
#include "tst_hostile_text.moc"
