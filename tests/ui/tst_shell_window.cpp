// The whole window against a backend over a real connection: choosing, rolling back, conflicts, a lost link, names for
// the screen reader, hostile text. Set SIGNALBOX_SHOTS to a folder to get pictures.

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/client/console_log.h"
#include "tests/support/console_pages.h"
#include "tests/ui/accessible_walk.h"
#include "tests/ui/blank_page.h"
#include "tests/ui/fake_backend.h"
#include "tests/ui/status_values.h"
#include "ui/base/empty_state.h"
#include "ui/base/notice.h"
#include "ui/base/theme.h"
#include "ui/releases/candidate_box.h"
#include "ui/releases/caution_panel.h"
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

std::vector<PageFactory> blankPages() {
    return {blankPage(QStringLiteral("live"), QStringLiteral("Live")),
            blankPage(QStringLiteral("versions"), QStringLiteral("Versions"))};
}

agents::Version published(const std::string& text) {
    agents::Version version;
    version.agent = "refunds";
    version.version = agents::SemVer::parse(text).value();
    version.author = "Maria <b>Lopez</b>";
    version.changelog = "Shorter answers.\n<img src=x>\u202E";
    return version;
}

protocol::CommandResult resultOf(const protocol::AgentStatus& after) {
    protocol::CommandResult result;
    result.before = result.after = after.state;
    result.revision = after.state.revision;
    result.sequence = 41;
    result.effectiveAfterMs = 3;
    result.status = after;
    return result;
}

// Everything of one console.
struct Console {
    FakeBackend backend;
    QTemporaryDir directory;
    SystemClock clock;
    std::unique_ptr<client::ConsoleLog> log = client::ConsoleLog::open(directory.path(), clock).value();
    client::BackendSession session{backend.url(), "token"};
    client::BackendMirror mirror{session};
    MainWindow window{blankPages(), log.get()};

    bool start() {
        backend.agents.agents = {idle("intake", "1.4.0"), ramping(), idle("summariser", "1.0.0")};
        backend.agents.teams = {{.name = "support", .title = "Support team", .agents = {"intake", "refunds"}}};
        backend.versions = {published("2.2.0"), published("2.1.0")};
        window.show();
        window.addBackend(mirror);
        session.start();
        return QTest::qWaitFor([&] { return view().agent() == "refunds"; });
    }

    [[nodiscard]] BackendView& view() const { return *window.currentView(); }

    [[nodiscard]] ReleaseBar& bar() const { return view().bar(); }
};

void shoot(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("SIGNALBOX_SHOTS");
    if (folder.isEmpty())
        return;
    for (const auto scheme : {ui::Scheme::Light, ui::Scheme::Dark}) {
        ui::applyTheme(scheme);
        QCoreApplication::sendPostedEvents();
        widget.grab().save(QDir(folder).filePath(
            name + (scheme == ui::Scheme::Dark ? QStringLiteral("-dark.png") : QStringLiteral("-light.png"))));
    }
    ui::applyTheme(ui::Scheme::Light);
}

} // namespace

class TestShellWindow : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void initTestCase() { ui::applyTheme(ui::Scheme::Light); }

    void agentWithAReleaseIsShownFirst() {
        Console console;
        QVERIFY(console.backend.isListening());
        QVERIFY(console.start());
        QTRY_COMPARE(console.bar().button(Verb::RollBack)->text(), QStringLiteral("Roll back to 2.1.0"));
        QVERIFY(console.bar().button(Verb::RollBack)->isEnabled());
        shoot(console.window, QStringLiteral("ramping"));
        console.bar().trigger(Verb::BreakGlass);
        shoot(console.window, QStringLiteral("promote-question"));
    }

    void oneClickRollsBackAndIsLogged() {
        Console console;
        QVERIFY(console.start());
        console.backend.answer = [](const FakeBackend::Command&) {
            return Result<protocol::CommandResult>(resultOf(rolledBack()));
        };
        QTest::keyClick(&console.window, Qt::Key_Backspace, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_COMPARE(console.backend.commands.size(), 1U);
        QVERIFY(console.backend.commands[0].path.endsWith(QStringLiteral("/agents/refunds/roll-back")));
        QCOMPARE(console.backend.commands[0].body.value(QStringLiteral("version")).toString(), QStringLiteral("2.1.0"));
        QTRY_COMPARE(console.bar().notice()->text(), QStringLiteral("2.1.0 answered every new request after 3 ms"));
        QVERIFY(!console.mirror.agent("refunds")->observed.canary);
        const auto entries = tests::consoleEntries(*console.log, 1);
        QCOMPARE(entries.size(), 1U);
        QCOMPARE(entries.front().action.action, std::string("release.roll_back"));
        QCOMPARE(entries.front().action.outcome, std::string("done"));
        QCOMPARE(entries.front().action.backendSequence, 41U);
        shoot(console.window, QStringLiteral("rolled-back"));
    }

    void conflictIsShownInline() {
        Console console;
        QVERIFY(console.start());
        console.backend.answer = [](const FakeBackend::Command&) -> Result<protocol::CommandResult> {
            return failure(Errc::Conflict, "revision_conflict", "refunds changed since: paused by <b>omar</b>.",
                           "Decide again.");
        };
        console.bar().button(Verb::Pause)->click();
        QTRY_VERIFY(console.bar().notice()->text().contains(QStringLiteral("<b>omar</b>")));
        QCOMPARE(console.backend.commands.at(0).body.value(QStringLiteral("revision")).toInteger(), 7);
        const auto entries = tests::consoleEntries(*console.log, 1);
        QCOMPARE(entries.size(), 1U);
        QCOMPARE(entries.front().action.outcome, std::string("revision_conflict"));
        QVERIFY(console.bar().button(Verb::Pause)->isEnabled());
    }

    void lostLinkIsSaidAndDisables() {
        Console console;
        QVERIFY(console.start());
        console.backend.stop();
        QTRY_VERIFY_WITH_TIMEOUT(!console.mirror.isFresh(), 10'000);
        QTRY_VERIFY(!console.bar().button(Verb::RollBack)->isEnabled());
        QVERIFY(console.bar().button(Verb::RollBack)->toolTip().contains(QStringLiteral("stale since")));
        shoot(console.window, QStringLiteral("stale"));
    }

    void startPanelStartsWhatItSays() {
        Console console;
        QVERIFY(console.start());
        auto free = idle();
        free.state.revision = 9;
        console.backend.sendAgent(free);
        QTRY_VERIFY(console.bar().button(Verb::Start)->isVisible());
        console.bar().button(Verb::Start)->click();
        StartPanel* dialog = console.view().startPanel();
        QVERIFY(dialog != nullptr);
        QTRY_COMPARE(dialog->startButton().text(), QStringLiteral("Start 2.2.0 at 5 %"));
        QTRY_VERIFY(dialog->startButton().isEnabled());
        QCOMPARE(dialog->candidates().count(), 2); // the stable version is listed, and is no candidate
        QCOMPARE(dialog->candidates().itemText(1), QStringLiteral("2.1.0 · is the stable version"));
        for (const QLabel* label : dialog->findChildren<QLabel*>())
            QVERIFY(label->textFormat() == Qt::PlainText || !Qt::mightBeRichText(label->text()));
        QCOMPARE(unnamedWidgets(*dialog).join(u';'), QString());
        shoot(*dialog, QStringLiteral("release-dialog"));
        console.backend.answer = [](const FakeBackend::Command&) -> Result<protocol::CommandResult> {
            return failure(Errc::Refused, "refused", "Somebody was faster.");
        };
        dialog->startButton().click();
        QTRY_COMPARE(console.backend.commands.size(), 1U);
        QTRY_VERIFY(dialog->startButton().isEnabled()); // it stays open with the error
        console.backend.answer = [](const FakeBackend::Command&) {
            return Result<protocol::CommandResult>(resultOf(ramping()));
        };
        const QPointer<StartPanel> watched(dialog);
        dialog->startButton().click();
        QTRY_VERIFY(!watched || !watched->isVisible());
        QCOMPARE(console.backend.commands.at(1).body.value(QStringLiteral("version")).toString(),
                 QStringLiteral("2.2.0"));
    }

    void anotherVersionIsQueuedBehindTheRunningOne() {
        Console console;
        QVERIFY(console.start());
        console.bar().trigger(Verb::Queue);
        StartPanel* dialog = console.view().startPanel();
        QVERIFY(dialog != nullptr);
        QTRY_COMPARE(dialog->candidates().count(), 2);
        QCOMPARE(dialog->candidates().itemText(0), QStringLiteral("2.2.0 · is being released"));
        QCOMPARE(dialog->candidates().currentIndex(), -1); // nothing can be started
        QVERIFY(!dialog->startButton().isEnabled());
        QVERIFY(!dialog->startButton().toolTip().isEmpty());
        dialog->setVersions({published("2.3.0"), published("2.1.0")});
        QTRY_COMPARE(dialog->startButton().text(), QStringLiteral("Queue 2.3.0 behind 2.2.0"));
        QVERIFY(dialog->startButton().isEnabled());
        shoot(*dialog, QStringLiteral("queue-dialog"));
        auto after = ramping();
        after.state.revision = 8;
        after.state.queued = release::Queued{};
        after.state.queued->candidate = version("2.3.0");
        after.state.queued->plan = after.state.release->plan;
        console.backend.answer = [after](const FakeBackend::Command&) {
            protocol::CommandResult result = resultOf(after);
            result.before.queued.reset();
            return Result<protocol::CommandResult>(result);
        };
        dialog->startButton().click();
        QTRY_COMPARE(console.backend.commands.size(), 1U);
        const QJsonObject body = console.backend.commands[0].body;
        QCOMPARE(body[QStringLiteral("plan")][QStringLiteral("when_running")].toString(), QStringLiteral("queue"));
        QTRY_COMPARE(console.bar().notice()->text(), QStringLiteral("2.3.0 waits in the queue."));
    }

    void cautionsFitASmallWindow() {
        Console console;
        QVERIFY(console.start());
        console.window.resize(1100, 700);
        auto status = ramping();
        status.conversations = 12;
        status.state.queued = release::Queued{};
        status.state.queued->candidate = version("2.3.0");
        status.state.queued->plan = status.state.release->plan;
        status.state.queued->by = "maria";
        console.backend.sendAgent(status);
        QTRY_COMPARE(console.bar().button(Verb::RollBack)->text(),
                     QStringLiteral("Roll back to 2.1.0 · moves 12 conversations"));
        shoot(console.window, QStringLiteral("small-queue"));
        status.state.release->paused = true;
        status.state.freeze = release::Freeze{.reason = "2.1.0 fails too: error rate 4.1 %", .actor = "guardrail"};
        status.holds = release::holdsOf(status.state);
        console.backend.sendAgent(status);
        QTRY_VERIFY(console.bar().caution().button(Verb::Unfreeze)->isVisible());
        shoot(console.window, QStringLiteral("small-frozen"));
        QCOMPARE(console.window.size(), QSize(1100, 700));
    }

    void brokenGlassIsLogged() {
        Console console;
        QVERIFY(console.start());
        console.backend.answer = [](const FakeBackend::Command&) {
            return Result<protocol::CommandResult>(resultOf(ramping(1)));
        };
        console.bar().trigger(Verb::BreakGlass);
        ReasonPanel* dialog = console.bar().question();
        QVERIFY(dialog != nullptr);
        QCOMPARE(unnamedWidgets(*dialog).join(u';'), QString());
        dialog->reason().setText(QStringLiteral("the fix"));
        dialog->goButton().click();
        dialog->goButton().click();
        QTRY_COMPARE(console.backend.commands.size(), 1U);
        QVERIFY(console.backend.commands[0].path.endsWith(QStringLiteral("/advance")));
        QVERIFY(console.backend.commands[0].body.value(QStringLiteral("break_glass")).toBool());
        QTRY_VERIFY(!console.bar().notice()->text().isEmpty()); // answered
        const auto entries = tests::consoleEntries(*console.log, 1);
        QCOMPARE(entries.size(), 1U);
        QCOMPARE(entries.front().action.action, std::string("release.advance.glass_broken"));
        QCOMPARE(entries.front().action.reason, std::string("the fix"));
    }

    void everythingHasAName() {
        Console console;
        QCOMPARE(unnamedWidgets(console.window).join(u';'), QString());
        shoot(console.window, QStringLiteral("welcome"));
        QVERIFY(console.start());
        QCOMPARE(unnamedWidgets(console.window).join(u';'), QString());
        const Sidebar& sidebar = console.window.sidebar();
        QVERIFY(!sidebar.currentIndex().data(Qt::AccessibleTextRole).toString().isEmpty());
    }

    void paletteReachesEveryVerb() {
        Console console;
        QVERIFY(console.start());
        QTRY_VERIFY(!console.view().versions().empty());
        QTest::keyClick(&console.window, Qt::Key_K, Qt::ControlModifier);
        QVERIFY(console.window.palette().isVisible());
        QStringList texts;
        PaletteModel& model = console.window.palette().model();
        for (int row = 0; row < model.rowCount({}); ++row)
            texts << model.entry(row).text;
        for (const char* wanted : {"refunds: Roll back to 2.1.0", "refunds: Pause", "Go to intake", "Page Versions"})
            QVERIFY2(texts.contains(QString::fromUtf8(wanted)), wanted);
        shoot(console.window, QStringLiteral("palette"));
        console.backend.answer = [](const FakeBackend::Command&) {
            return Result<protocol::CommandResult>(resultOf(ramping()));
        };
        QCOMPARE(model.entry(0).deed, QString()); // nobody rolls back by opening a list and pressing Return
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("paus"));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QTRY_COMPARE(console.backend.commands.size(), 1U);
        QVERIFY(console.backend.commands[0].path.endsWith(QStringLiteral("/pause")));
    }

    void pagesByKeyboard() {
        Console console;
        QVERIFY(console.start());
        QTest::keyClick(&console.window, Qt::Key_2, Qt::ControlModifier);
        QCOMPARE(console.view().pages().currentId(), QStringLiteral("versions"));
    }

    void aClosedBackendLeavesNothingBehind() {
        Console console;
        QVERIFY(console.start());
        QSignalSpy closed(&console.window, &MainWindow::closeRequested);
        for (auto* action : console.window.actions())
            if (action->text() == u"Close this backend"_s)
                action->trigger();
        QCOMPARE(closed.size(), 1);
        QVERIFY(console.window.currentView() == nullptr);
        QVERIFY(console.window.welcome().isVisible());
        console.backend.sendAgent(ramping(1)); // the mirror goes on, nobody shows it
        QTRY_COMPARE(console.mirror.agent("refunds")->state.release->step, 1);
        console.window.close();
    }
};

QTEST_MAIN(TestShellWindow)
#include "tst_shell_window.moc"
