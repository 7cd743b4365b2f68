// The sidebar's tree and the palette's list under the model tester, fuzzy matching, the status words.

#include <random>

#include <QAbstractItemModelTester>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

#include "tests/releases/caution_stage.h"
#include "tests/ui/status_values.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/fuzzy.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/stall_watchdog.h"
#include "ui/shell/status_line.h"

using namespace signalbox;
using namespace signalbox::ui::shell;
using namespace signalbox::uitest;

namespace {

SidebarBackend production() {
    return {.name = QStringLiteral("production"),
            .link = client::LinkState::Connected,
            .agents = {idle("intake", "1.4.0"), ramping(), idle("summariser", "1.0.0")},
            .teams = {{.name = "support", .title = "Support team", .agents = {"intake", "refunds", "gone"}}}};
}

PaletteEntry entry(const char* text) {
    PaletteEntry made;
    made.text = QString::fromUtf8(text);
    return made;
}

} // namespace

class TestShellModels : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void sidebarTree() {
        SidebarModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setBackends({production()});
        QCOMPARE(model.rowCount({}), 1);
        const QModelIndex root = model.index(0, 0, {});
        QCOMPARE(model.rowCount(root), 2); // the team and the agent outside of it
        QCOMPARE(model.rowCount(model.index(0, 0, root)), 2);
        const QModelIndex refunds = model.indexOf(0, "refunds");
        QVERIFY(refunds.data(SidebarModel::CanaryRole).toBool());
        QVERIFY(refunds.data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("canary")));
        QVERIFY(!model.indexOf(0, "gone").isValid());
        QVERIFY(!model.indexOf(1, "refunds").isValid());
        QCOMPARE(model.firstAgent(0).data(SidebarModel::AgentRole).toString(), QStringLiteral("intake"));
    }

    void sidebarUpdatesInPlace() {
        SidebarModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setBackends({production()});
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        auto next = production();
        next.agents[1] = idle();
        model.setBackends({next});
        QCOMPARE(reset.count(), 0);
        QCOMPARE(changed.count(), 1);
        model.setBackends({next});
        QCOMPARE(changed.count(), 1);
        next.agents.pop_back();
        model.setBackends({next});
        QCOMPARE(reset.count(), 1);
    }

    void sidebarSurvivesAnything() {
        constexpr unsigned seed = 20261122;
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        SidebarModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        for (int round = 0; round < 300; ++round) {
            std::vector<SidebarBackend> backends(random() % 3);
            for (auto& backend : backends) {
                backend.name = QString::number(random() % 5);
                for (auto i = random() % 6; i > 0; --i)
                    backend.agents.push_back(idle("agent" + std::to_string(random() % 5)));
                for (auto i = random() % 3; i > 0; --i)
                    backend.teams.push_back(
                        {"team" + std::to_string(i), "", {"agent" + std::to_string(random() % 5), "agent1"}});
            }
            model.setBackends(backends);
        }
    }

    void sidebarKeepsTheChosenAgent() {
        Sidebar sidebar;
        QSignalSpy chosen(&sidebar, &Sidebar::agentChosen);
        sidebar.setBackends({production()});
        sidebar.choose(0, "refunds");
        QCOMPARE(chosen.count(), 1);
        auto next = production();
        next.agents.push_back(idle("zeta"));
        sidebar.setBackends({next});
        QCOMPARE(sidebar.currentIndex().data(SidebarModel::AgentRole).toString(), QStringLiteral("refunds"));
        QTest::keyClick(&sidebar, Qt::Key_Up);
        QCOMPARE(chosen.count(), 2);
    }

    void hostileNamesShowAsText() {
        SidebarModel model;
        auto backend = production();
        backend.agents = {idle("<img src=x>\u202E")};
        backend.teams = {};
        model.setBackends({backend});
        const QString shown = model.firstAgent(0).data().toString();
        QVERIFY(shown.contains(QStringLiteral("<img src=x>")));
        QVERIFY(!shown.contains(QChar(0x202E)));
        // The name that is sent back stays as the backend spells it.
        QCOMPARE(model.firstAgent(0).data(SidebarModel::AgentRole).toString(), QStringLiteral("<img src=x>\u202E"));
    }

    void theSidebarMarksAgentsWithAnOpenAlert() {
        SidebarModel model;
        auto backend = production();
        backend.alarmed = {"intake"};
        model.setBackends({backend});
        const QModelIndex agent = model.indexOf(0, "intake");
        QCOMPARE(agent.data(SidebarModel::AttentionRole).toInt(), 4);
        QVERIFY(agent.data(Qt::AccessibleTextRole).toString().contains(u"an alert is open"_s));
        QVERIFY(agent.data(Qt::ToolTipRole).toString().contains(u"nobody has acknowledged it"_s));
        QCOMPARE(model.indexOf(0, "refunds").data(SidebarModel::AttentionRole).toInt(), 0);
        backend.alarmed.clear();
        model.setBackends({backend});
        QCOMPARE(agent.data(SidebarModel::AttentionRole).toInt(), 0);
    }

    void theSidebarSaysFrozenAndWhy() {
        SidebarModel model;
        model.setBackends({{u"production"_s, client::LinkState::Connected, false, {frozen()}, {}}});
        const QModelIndex agent = model.firstAgent(0);
        QCOMPARE(agent.data(SidebarModel::AttentionRole).toInt(), 3);
        QVERIFY(agent.data(Qt::AccessibleTextRole).toString().contains(u"frozen: 2.1.0 fails too"_s));
        QVERIFY(agent.data(Qt::ToolTipRole).toString().contains(u"2.1.0 fails too"_s));
    }

    void fuzzy() {
        QVERIFY(fuzzyScore(u"rb", u"Roll back to 2.1.0").has_value());
        QVERIFY(!fuzzyScore(u"xyz", u"Roll back to 2.1.0").has_value());
        QVERIFY(!fuzzyScore(u"kcab", u"back").has_value());
        QVERIFY(fuzzyScore(u"", u"anything").has_value());
        QVERIFY(!fuzzyScore(u"a", u"").has_value());
        QVERIFY(*fuzzyScore(u"roll", u"Roll back") > *fuzzyScore(u"roll", u"Read over all"));
        QVERIFY(*fuzzyScore(u"refunds", u"refunds: Pause") >= *fuzzyScore(u"refunds", u"refunds: Step back"));
        QVERIFY(*fuzzyScore(u"pr", u"Promote") > *fuzzyScore(u"pr", u"Open release"));
        QVERIFY(fuzzyScore(QString(10'000, u'a'), QString(100'000, u'a')) == std::nullopt);
    }

    void paletteFilters() {
        PaletteModel model;
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setEntries({entry("refunds: Pause"), entry("refunds: Promote"), entry("Go to router")});
        model.setFilter(QStringLiteral("rout"));
        QCOMPARE(model.rowCount({}), 1);
        model.setFilter(QStringLiteral("refunds pro"));
        QCOMPARE(model.entry(0).text, QStringLiteral("refunds: Promote"));
        model.setFilter(QString());
        QCOMPARE(model.rowCount({}), 3);
        model.setFilter(QStringLiteral("§"));
        QCOMPARE(model.rowCount({}), 0);
    }

    void paletteFindsByWords_data() {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("first"); // empty: nothing is meant before somebody has chosen
        const auto row = [](const char* typed, const char* first) {
            QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(first);
        };
        row("", "Go to refunds");
        row("r", "Go to refunds");
        row("re", "Go to refunds");
        row("read", "Read everything again");
        row("again everything", "Read everything again");
        row("everyth", "Read everything again");
        row("roll", "refunds: Roll back to 2.1.0");
        row("back roll", "refunds: Roll back to 2.1.0");
        row("refunds", "Go to refunds");
        row("ref pau", "refunds: Pause");
        row("pau ref", "refunds: Pause");
        row("PROM", "refunds: Promote 2.2.0 to 100 %");
        row("versions page", "Page Versions");
        row("vers", "Page Versions");
        row("colours da", "Dark colours");
        row("backend open", "Open another backend");
        row("undo", "Undo: 2.2.0 was rolled back");
        row("2.1.0", "");
        row("100 %", "");
        row("rolled", "");
        row("ro", "Page Versions");
    }

    void paletteFindsByWords() {
        QFETCH(QString, typed);
        QFETCH(QString, first);
        const auto deed = [](const char* agent, const char* name) {
            PaletteEntry made = entry(agent);
            made.deed = QString::fromUtf8(name);
            made.text += made.deed;
            return made;
        };
        PaletteEntry undo = entry("Undo: 2.2.0 was rolled back");
        undo.deed = u"Undo"_s;
        PaletteModel model;
        model.setEntries({deed("refunds: ", "Roll back to 2.1.0"), deed("refunds: ", "Pause"),
                          deed("refunds: ", "Promote 2.2.0 to 100 %"), undo, entry("Go to refunds"),
                          entry("Go to intake"), entry("Page Live"), entry("Page Versions"),
                          entry("Read everything again"), entry("Light colours"), entry("Dark colours"),
                          entry("Open another backend")});
        model.setFilter(typed);
        const int row = model.firstChoice();
        QCOMPARE(row < 0 ? QString() : model.entry(row).text, first);
        QVERIFY(model.rowCount({}) > 0);
    }

    void paletteByKeyboardAlone() {
        QWidget window;
        window.resize(800, 600);
        CommandPalette palette(&window);
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        QStringList ran;
        std::vector<PaletteEntry> entries{entry("one"), entry("two"), entry("three")};
        for (auto& made : entries)
            made.run = [&ran, text = made.text] { ran << text; };
        entries[0].enabled = false;
        palette.open(entries);
        QTest::keyClick(&palette.field(), Qt::Key_Return);
        QVERIFY(ran.isEmpty()); // disabled
        QVERIFY(palette.isVisible());
        QTest::keyClicks(&palette.field(), QStringLiteral("thr"));
        QTest::keyClick(&palette.field(), Qt::Key_Return);
        QCOMPARE(ran, QStringList{QStringLiteral("three")});
        QVERIFY(!palette.isVisible());
        palette.open(entries);
        QTest::keyClick(&palette.field(), Qt::Key_Escape);
        QVERIFY(!palette.isVisible());
    }

    void statusWords() {
        client::Link link;
        link.state = client::LinkState::Connected;
        link.roundTrip = std::chrono::milliseconds(12);
        QCOMPARE(linkText(QStringLiteral("production"), link), QStringLiteral("production: connected, 12 ms"));
        link.state = client::LinkState::Stale;
        link.retryIn = std::chrono::milliseconds(2100);
        QVERIFY(linkText(QStringLiteral("p"), link).contains(QStringLiteral("stale since")));
        QVERIFY(linkText(QStringLiteral("p"), link).endsWith(QStringLiteral("retrying in 3 s")));
        AuditSeen audit{.size = 1204};
        QCOMPARE(auditText(audit), QStringLiteral("audit: 1,204 entries"));
        audit.verified = protocol::AuditVerification{true, 1204, {}, {}};
        QCOMPARE(auditText(audit), QStringLiteral("audit verified to 1,204"));
        audit.size += 3;
        QCOMPARE(auditText(audit), QStringLiteral("audit verified to 1,204, 3 newer to check"));
        audit.size -= 3;
        audit.verified->good = false;
        QVERIFY(auditText(audit).contains(QStringLiteral("does not verify")));
    }

    void watchdogSeesAStall() {
        StallWatchdog watchdog(std::chrono::hours(1));
        QTRY_VERIFY(watchdog.maximum() < std::chrono::milliseconds(120));
        watchdog.reset();
        const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(150);
        while (std::chrono::steady_clock::now() < until) { // the loop does not run meanwhile
        }
        QTRY_VERIFY(watchdog.maximum() >= std::chrono::milliseconds(100));
    }
};

QTEST_MAIN(TestShellModels)
#include "tst_shell_models.moc"
