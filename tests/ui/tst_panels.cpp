// The way back is never covered: whatever panel or question the console shows, one press of the red button and one key
// roll back. And panels keep what was typed, and follow what becomes of the agent.

#include <QApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include "core/client/console_log.h"
#include "tests/releases/caution_stage.h"
#include "tests/ui/all_pages.h"
#include "tests/ui/full_backend.h"
#include "tests/ui/page_checks.h"
#include "ui/base/notice.h"
#include "ui/drills/drill_panel.h"
#include "ui/releases/caution_panel.h"
#include "ui/releases/release_bar.h"
#include "ui/releases/start_panel.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/main_window.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace signalbox::ui::shell;
using namespace signalbox::uitest;
using namespace Qt::StringLiterals;

namespace {

struct Console {
    FakeBackend backend;
    QTemporaryDir directory;
    SystemClock clock;
    std::unique_ptr<client::ConsoleLog> log = client::ConsoleLog::open(directory.path(), clock).value();
    client::BackendSession session{backend.url(), "token"};
    client::BackendMirror mirror{session};
    MainWindow window{allPages(log.get()), log.get()};

    bool start(const protocol::AgentStatus& status, const QSize& size = {1100, 700}) {
        fill(backend, "as agreed", "intake");
        backend.agents.agents = {status, idle("intake", "1.4.0")};
        backend.bodies[u"/drills"_s] = protocol::encode(protocol::DrillList{});
        backend.versions = {publishedWith("2.3.0", "2.2.0", "as agreed"), publishedWith("2.2.0", "2.1.0", "as agreed"),
                            publishedWith("2.1.0", "2.0.0", "as agreed")};
        window.resize(size);
        window.show();
        window.addBackend(mirror);
        session.start();
        if (!QTest::qWaitForWindowActive(&window) ||
            !QTest::qWaitFor([&] { return mirror.isFresh() && mirror.agents().size() == 2; }))
            return false;
        window.chooseAgent(0, "refunds");
        return QTest::qWaitFor([&] { return bar().button(Verb::RollBack)->isEnabled(); });
    }

    [[nodiscard]] BackendView& view() const { return *window.currentView(); }

    [[nodiscard]] ReleaseBar& bar() const { return view().bar(); }

    [[nodiscard]] bool rolledBack() const {
        return std::ranges::any_of(backend.commands, [](const FakeBackend::Command& command) {
            return command.path.endsWith(u"/agents/refunds/roll-back"_s);
        });
    }
};

// Every way of the console to ask for something or to show a panel.
struct Panel {
    const char* name;
    std::function<protocol::AgentStatus()> status;
    std::function<void(Console&)> open;
    std::function<bool(Console&)> isOpen;
};

bool asks(Console& console) {
    return console.bar().question() != nullptr && console.bar().question()->isVisible();
}

Panel question(const char* name, std::function<protocol::AgentStatus()> status, Verb verb) {
    return {name, std::move(status), [verb](Console& console) { console.bar().trigger(verb); }, asks};
}

bool says(Console& console) {
    return console.bar().notice()->isVisible();
}

std::vector<Panel> panels() {
    const auto running = [] { return ramping(); };
    std::vector<Panel> all{
        {"nothing", running, [](Console&) {}, [](Console&) { return true; }},
        {"start of another release", running, [](Console& console) { console.view().openStartPanel(); },
         [](Console& console) { return console.view().startPanel()->isVisible(); }},
        {"start by an idle agent",
         [] {
             auto status = idle();
             status.state.lastGood = status.rollBackTarget = version("2.0.0");
             return status;
         },
         [](Console& console) { console.bar().button(Verb::Start)->click(); },
         [](Console& console) { return console.view().startPanel()->isVisible(); }},
        {"drill", running, [](Console& console) { console.view().openDrillPanel(); },
         [](Console& console) { return console.view().drillPanel()->isVisible(); }},
        question("break the glass", running, Verb::BreakGlass),
        question("freeze", running, Verb::Freeze),
        question("unfreeze", frozen, Verb::Unfreeze),
        question("step in a freeze window", inWindow, Verb::Promote),
        {"failed gate", gated,
         [](Console& console) { console.bar().caution().findChild<QPushButton*>(u"gate-failed"_s)->click(); }, asks},
        {"second page of the glass", running,
         [](Console& console) {
             console.bar().trigger(Verb::BreakGlass);
             console.bar().question()->reason().setText(u"the fix"_s);
             console.bar().question()->goButton().click();
         },
         asks},
        {"promote", running, [](Console& console) { console.bar().trigger(Verb::Promote); }, says},
        {"palette", running, [](Console& console) { console.window.openPalette(); },
         [](Console& console) { return console.window.palette().isVisible(); }},
        {"export", running,
         [](Console& console) {
             console.view().pages().showPage(u"history"_s);
             for (auto* button : console.view().pages().findChildren<QAbstractButton*>())
                 if (button->accessibleName() == u"Export the deployments"_s && button->isVisible())
                     button->click();
         },
         [](Console& console) { return console.window.findChild<QFileDialog*>() != nullptr; }}};
    return all;
}

} // namespace

class TestPanels : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() {
        ui::applyTheme(ui::Scheme::Light);
        QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    }

    void rollBackIsNeverCovered_data() {
        QTest::addColumn<std::size_t>("index");
        QTest::addColumn<bool>("byKey");
        const auto all = panels();
        for (std::size_t i = 0; i < all.size(); ++i) {
            QTest::addRow("%s, by mouse", all[i].name) << i << false;
            QTest::addRow("%s, by key", all[i].name) << i << true;
        }
    }

    void rollBackIsNeverCovered() {
        QFETCH(const std::size_t, index);
        QFETCH(const bool, byKey);
        const Panel panel = panels()[index];
        Console console;
        QVERIFY(console.start(panel.status()));
        panel.open(console);
        QTRY_VERIFY(panel.isOpen(console));
        tests::shoot(console.window, u"panel-"_s + QString::fromLatin1(panel.name).replace(u' ', u'-'));
        QVERIFY2(QApplication::activeModalWidget() == nullptr, "something modal stands in front of the way back");
        QCOMPARE(console.window.size(), QSize(1100, 700));
        QPushButton* button = console.bar().button(Verb::RollBack);
        QVERIFY(button->isVisible() && button->isEnabled());
        const QRect place(button->mapTo(&console.window, QPoint()), button->size());
        QVERIFY(console.window.rect().contains(place));
        for (const QPoint at : {place.center(), place.topLeft() + QPoint(4, 4), place.bottomRight() - QPoint(4, 4)})
            QCOMPARE(console.window.childAt(at), button);
        if (byKey)
            QTest::keyClick(QApplication::focusWindow() != nullptr ? QApplication::focusWindow()
                                                                   : console.window.windowHandle(),
                            Qt::Key_Backspace, Qt::ControlModifier | Qt::ShiftModifier);
        else
            QTest::mouseClick(console.window.windowHandle(), Qt::LeftButton, Qt::NoModifier, place.center());
        QTRY_VERIFY(console.rolledBack());
    }

    void whatWasTypedIsKept() {
        Console console;
        QVERIFY(console.start(ramping()));
        console.view().openStartPanel(u"2.3.0"_s);
        QPointer<StartPanel> panel = console.view().startPanel();
        QTRY_VERIFY(panel->startButton().isEnabled());
        auto* reason = panel->findChild<QLineEdit*>(u"reason"_s);
        QVERIFY(reason != nullptr);
        reason->setText(u"as agreed"_s);
        console.view().pages().showPage(u"versions"_s);
        QVERIFY(!panel->isVisible() && console.view().pages().isVisible());
        console.window.chooseAgent(0, "intake");
        console.window.chooseAgent(0, "refunds");
        console.view().openStartPanel();
        QCOMPARE(console.view().startPanel(), panel.data());
        QVERIFY(panel->isVisible() && !console.view().pages().isVisible());
        QCOMPARE(reason->text(), u"as agreed"_s);
        QCOMPARE(panel->candidates().currentText(), u"2.3.0"_s);
        // Of another agent it is another panel.
        console.window.chooseAgent(0, "intake");
        QVERIFY(!panel->isVisible());
        console.view().openStartPanel();
        QTRY_VERIFY(!panel);
        QCOMPARE(console.view().startPanel()->agent(), std::string("intake"));
    }

    void thePanelFollowsTheAgent() {
        Console console;
        QVERIFY(console.start(ramping()));
        console.view().openStartPanel(u"2.3.0"_s);
        StartPanel* panel = console.view().startPanel();
        QTRY_COMPARE(panel->startButton().text(), u"Queue 2.3.0 behind 2.2.0"_s);
        auto after = uitest::rolledBack();
        after.state.revision = 12;
        console.backend.sendAgent(after);
        QTRY_COMPARE(panel->startButton().text(), u"Start 2.3.0 at 5 %"_s);
        panel->startButton().click();
        QTRY_COMPARE(console.backend.commands.size(), 1U);
        QCOMPARE(console.backend.commands[0].body[u"revision"_s].toInteger(), 12); // that which is shown
    }

    void escapeGivesThePageBack() {
        Console console;
        QVERIFY(console.start(ramping()));
        for (const bool drill : {false, true}) {
            if (drill)
                console.view().openDrillPanel();
            else
                console.view().openStartPanel();
            QVERIFY(!console.view().pages().isVisible());
            QTest::keyClick(console.window.windowHandle(), Qt::Key_Escape);
            QTRY_VERIFY(console.view().pages().isVisible());
        }
    }
};

QTEST_MAIN(TestPanels)
#include "tst_panels.moc"
