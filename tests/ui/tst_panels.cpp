// The way back is never covered: whatever panel or question the console shows, one press of the red button and one key
// roll back. And panels keep what was typed, and follow what becomes of the agent.

#include <QAction>
#include <QApplication>
#include <QFileDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

#include "core/client/console_log.h"
#include "core/protocol/drill_message.h"
#include "tests/releases/caution_stage.h"
#include "tests/ui/all_pages.h"
#include "tests/ui/full_backend.h"
#include "tests/ui/page_checks.h"
#include "ui/base/notice.h"
#include "ui/base/quarantine_line.h"
#include "ui/drills/drill_panel.h"
#include "ui/releases/candidate_box.h"
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

// Both themes and two sizes, when pictures are asked for.
void shootAll(MainWindow& window, const QString& name, bool large) {
    if (qEnvironmentVariableIsEmpty("SIGNALBOX_SHOTS"))
        return;
    const QSize before = window.size();
    for (const auto scheme : {ui::Scheme::Dark, ui::Scheme::Light}) {
        ui::applyTheme(scheme);
        window.resize(large ? QSize(1440, 900) : before);
        QVERIFY(QTest::qWaitFor([&] { return window.width() >= (large ? 1440 : before.width()); }));
        QCoreApplication::sendPostedEvents();
        tests::shoot(window, u"panel-%1-%2"_s.arg(QString(name).replace(u' ', u'-')).arg(window.width()));
    }
    window.resize(before);
}

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
        question(
            "lift a quarantine",
            [] {
                auto status = ramping();
                status.state.quarantine = {{version("2.0.0"), "errors at 3 %", morning()}};
                return status;
            },
            Verb::Unquarantine),
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
        {"promote", [] { return readyToGoOn(); }, [](Console& console) { console.bar().trigger(Verb::Promote); }, says},
        {"palette", running, [](Console& console) { console.window.openPalette(); },
         [](Console& console) { return console.window.palette().isVisible(); }},
        {"export", running,
         [](Console& console) {
             console.view().pages().showPage(u"history"_s);
             QAbstractButton* button = nullptr;
             (void)QTest::qWaitFor([&] {
                 for (auto* one : console.view().pages().findChildren<QAbstractButton*>())
                     if (one->accessibleName() == u"Export the deployments"_s && one->isVisible() && one->isEnabled())
                         button = one;
                 return button != nullptr;
             });
             if (button != nullptr)
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
        QPushButton* button = console.bar().button(Verb::RollBack);
        QTRY_VERIFY(button->width() >= button->sizeHint().width()); // it is laid out, and nothing of it is cut
        shootAll(console.window, QString::fromLatin1(panel.name), byKey);
        QVERIFY2(QApplication::activeModalWidget() == nullptr, "something modal stands in front of the way back");
        QCOMPARE(console.window.size(), QSize(1100, 700));
        QVERIFY(button->isVisible() && button->isEnabled());
        const QRect place(button->mapTo(&console.window, QPoint()), button->size());
        QVERIFY(console.window.rect().contains(place));
        for (const QPoint at : {place.center(), place.topLeft() + QPoint(4, 4), place.bottomRight() - QPoint(4, 4)})
            QCOMPARE(console.window.childAt(at), static_cast<QWidget*>(button));
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

    // Start panel, Versions and palette ask the same question; the reason goes with the version.
    void aQuarantineIsLiftedWhereItIsShown_data() {
        QTest::addColumn<QString>("where");
        for (const char* where : {"start panel", "versions", "palette", "menu"})
            QTest::newRow(where) << QString::fromLatin1(where);
    }

    void aQuarantineIsLiftedWhereItIsShown() {
        QFETCH(const QString, where);
        auto status = idle();
        status.state.quarantine = {{version("2.2.0"), "errors at 3 %", morning()}};
        status.state.lastGood = status.rollBackTarget = version("2.0.0");
        Console console;
        QVERIFY(console.start(status));
        if (where == u"start panel"_s) {
            console.view().openStartPanel();
            console.view().startPanel()->quarantine().button().click();
        } else if (where == u"versions"_s) {
            console.view().pages().showPage(u"versions"_s);
            ui::QuarantineLine* line = nullptr;
            const auto seen = [&] {
                auto* tree = console.view().pages().findChild<QTreeView*>(u"versionTree"_s);
                if (tree != nullptr && tree->model()->rowCount() > 1)
                    tree->setCurrentIndex(tree->model()->index(1, 0)); // 2.3.0 is the newest
                for (auto* one : console.view().pages().findChildren<ui::QuarantineLine*>())
                    line = one;
                return line != nullptr && line->isVisible();
            };
            QTRY_VERIFY(seen());
            tests::shoot(console.window, u"versions-quarantine"_s);
            line->button().click();
        } else if (where == u"palette"_s) {
            console.window.openPalette();
            auto& model = console.window.palette().model();
            std::function<void()> run;
            for (int row = 0; row < model.rowCount({}); ++row)
                if (model.entry(row).text == u"refunds: Lift the quarantine of 2.2.0…"_s)
                    run = model.entry(row).run;
            console.window.palette().close();
            QVERIFY(run);
            run();
        } else {
            console.bar().action(Verb::Unquarantine)->trigger();
        }
        QTRY_VERIFY(asks(console));
        ReasonPanel& question = *console.bar().question();
        QCOMPARE(question.title(), u"Lift the quarantine of 2.2.0"_s);
        QVERIFY(!question.goButton().isEnabled()); // it needs a reason
        question.reason().setText(u"the test was wrong"_s);
        tests::shoot(console.window, u"lift-"_s + QString(where).replace(u' ', u'-'));
        question.goButton().click();
        QTRY_COMPARE(console.backend.commands.size(), 1U);
        QVERIFY(console.backend.commands[0].path.endsWith(u"/agents/refunds/unquarantine"_s));
        QCOMPARE(console.backend.commands[0].body[u"version"_s].toString(), u"2.2.0"_s);
        QCOMPARE(console.backend.commands[0].body[u"reason"_s].toString(), u"the test was wrong"_s);
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
