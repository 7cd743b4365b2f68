// The deployment history follows from the audit log, and can be built again from it; progress survives; a damaged file
// is set aside.
#include <filesystem>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "core/release/state.h"
#include "core/storage/deployment_history.h"
#include "core/storage/step_progress.h"

using namespace signalbox;
using namespace signalbox::storage;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

agents::VersionRef ref(const std::string& version) {
    return {agents::SemVer::parse(version).value(), sha256(version)};
}

release::AgentState idle(const std::string& agent, const std::string& stable) {
    release::AgentState state;
    state.agent = agent;
    state.revision = 1;
    state.stable = ref(stable);
    return state;
}

release::AgentState ramping(const std::string& agent, const std::string& stable, const std::string& candidate,
                            int step) {
    release::AgentState state = idle(agent, stable);
    release::Release release;
    release.id = "r1";
    release.candidate = ref(candidate);
    release.baseline = ref(stable);
    release.plan = release::defaultPlan();
    release.phase = release::Phase::Ramping;
    release.step = step;
    state.release = release;
    return state;
}

} // namespace

class TestHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void rowsFollowTheLog();
    void otherEntriesChangeNothing();
    void catchingUpIsTheSameAtAnyPace();
    void anotherLogIsTakenFromTheStart();
    void differencesAreFound();
    void progressSurvives();
    void damagedFilesAreSetAside();

private:
    [[nodiscard]] std::unique_ptr<HistoryFile> openFile() const { return HistoryFile::open(m_file).value(); }

    void record(const std::string& action, const release::AgentState& after) {
        m_clock.advance(1min);
        QVERIFY(m_log->append({"operator", action, after.agent, "because", "", {}, release::stateToJson(after)},
                              audit::Sign::Now));
    }

    void recordARelease() {
        record("agent.adopt", idle("refunds", "2.1.0"));
        record("release.start", ramping("refunds", "2.1.0", "2.2.0", 0));
        record("release.pause", ramping("refunds", "2.1.0", "2.2.0", 0));
        record("release.advance", ramping("refunds", "2.1.0", "2.2.0", 1));
        record("release.roll_back", idle("refunds", "2.1.0"));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::filesystem::path m_file;
    ManualClock m_clock;
    std::unique_ptr<audit::Log> m_log;
};

void TestHistory::init() {
    m_log.reset();
    m_directory = std::make_unique<QTemporaryDir>();
    m_file = m_directory->filePath(u"history.sqlite"_s).toStdString();
    m_log = audit::Log::open(m_directory->filePath(u"audit.sqlite"_s).toStdString(), "test", m_clock).value();
}

void TestHistory::rowsFollowTheLog() {
    recordARelease();
    const auto file = openFile();
    DeploymentHistory history(*file);
    QVERIFY(history.catchUp(*m_log));
    const auto rows = history.rows("refunds").value();
    // Newest first: all to 2.1.0 again; two canary steps with their stable halves; the beginning.
    QCOMPARE(rows.size(), 6U);
    const WallTime start = fromIso("2026-01-01T00:00:00.000Z").value();
    const auto expect = [&](std::size_t index, const char* version, traffic::Role role, unsigned percent, int from,
                            int until) {
        const DeploymentRow& row = rows[index];
        QCOMPARE(row.version, version);
        QVERIFY(row.role == role);
        QCOMPARE(row.weight.thousandths(), percent * 10);
        QVERIFY(row.from == start + std::chrono::minutes(from));
        QCOMPARE(row.until.has_value(), until > 0);
        if (until > 0)
            QVERIFY(row.until == start + std::chrono::minutes(until));
        QCOMPARE(row.sequence, static_cast<std::uint64_t>(from));
        QCOMPARE(row.actor, "operator");
    };
    expect(5, "2.1.0", traffic::Role::Stable, 100, 1, 2);
    expect(4, "2.1.0", traffic::Role::Stable, 95, 2, 4);
    expect(3, "2.2.0", traffic::Role::Canary, 5, 2, 4);
    expect(2, "2.1.0", traffic::Role::Stable, 90, 4, 5);
    expect(1, "2.2.0", traffic::Role::Canary, 10, 4, 5);
    expect(0, "2.1.0", traffic::Role::Stable, 100, 5, 0);
    QCOMPARE(rows[0].action, "release.roll_back");
    QVERIFY(history.checkAgainst(m_log->read(0, 100).value()));
    QVERIFY(history.rows("nobody").value().empty());
}

void TestHistory::otherEntriesChangeNothing() {
    QVERIFY(m_log->append({"operator", "version.publish", "refunds", "", "", {}, {{u"version"_s, u"2.2.0"_s}}},
                          audit::Sign::Now));
    record("agent.adopt", idle("refunds", "2.1.0"));
    QVERIFY(m_log->append({"operator", "backend.start", "", "", "", {}, {}}, audit::Sign::Now));
    record("agent.adopt", idle("'; DROP TABLE deployments; --", "1.0.0"));
    const auto file = openFile();
    DeploymentHistory history(*file);
    QVERIFY(history.catchUp(*m_log));
    QCOMPARE(history.rows("refunds").value().size(), 1U);
    QCOMPARE(history.rows("'; DROP TABLE deployments; --").value().size(), 1U);
    QCOMPARE(history.lastSequence().value(), 4U);
    QVERIFY(history.checkAgainst(m_log->read(0, 100).value()));
}

void TestHistory::catchingUpIsTheSameAtAnyPace() {
    {
        const auto file = openFile();
        DeploymentHistory stepwise(*file);
        for (int round = 0; round < 120; ++round) {
            recordARelease();
            if (round % 7 == 0)
                QVERIFY(stepwise.catchUp(*m_log));
        }
        QVERIFY(stepwise.catchUp(*m_log));
        QVERIFY(stepwise.catchUp(*m_log)); // again is harmless
        QVERIFY(stepwise.checkAgainst(m_log->read(0, 1000).value()));
    }
    const auto reopened = openFile();
    QCOMPARE(DeploymentHistory(*reopened).lastSequence().value(), 600U);
    const auto fresh = HistoryFile::open(m_file.string() + "2").value();
    DeploymentHistory atOnce(*fresh);
    QVERIFY(atOnce.catchUp(*m_log));
    QVERIFY(atOnce.rows("refunds", 5000).value() == DeploymentHistory(*reopened).rows("refunds", 5000).value());
}

void TestHistory::anotherLogIsTakenFromTheStart() {
    recordARelease();
    const auto file = openFile();
    DeploymentHistory history(*file);
    QVERIFY(history.catchUp(*m_log));
    m_log.reset();
    m_log = audit::Log::open(m_directory->filePath(u"other.sqlite"_s).toStdString(), "test", m_clock).value();
    record("agent.adopt", idle("refunds", "3.0.0"));
    QVERIFY(history.catchUp(*m_log));
    QCOMPARE(history.rows("refunds").value().size(), 1U);
    QCOMPARE(history.rows("refunds").value().front().version, "3.0.0");
    QVERIFY(history.checkAgainst(m_log->read(0, 10).value()));
}

void TestHistory::differencesAreFound() {
    recordARelease();
    const auto file = openFile();
    DeploymentHistory history(*file);
    for (const auto& sql :
         {u"UPDATE deployments SET weight = 50 WHERE id = 5"_s, u"UPDATE deployments SET version = '9.9.9'"_s,
          u"DELETE FROM deployments WHERE id = 6"_s, u"UPDATE deployments SET until = NULL WHERE id = 1"_s,
          u"UPDATE deployments SET actor = 'somebody else' WHERE id = 2"_s,
          u"INSERT INTO deployments SELECT 99, agent, version, role, weight, since, until, actor, reason, "
          "action, sequence FROM deployments WHERE id = 1"_s}) {
        QVERIFY(file->run(u"DELETE FROM deployments"_s) && file->run(u"DELETE FROM marks"_s));
        QVERIFY(history.catchUp(*m_log));
        QVERIFY(history.checkAgainst(m_log->read(0, 100).value()));
        QVERIFY(file->run(sql));
        const auto checked = history.checkAgainst(m_log->read(0, 100).value());
        QVERIFY2(!checked, qPrintable(sql));
        QCOMPARE(checked.error().code, "history_differs");
    }
}

void TestHistory::progressSurvives() {
    {
        const auto file = openFile();
        StepProgress progress(*file);
        QVERIFY(progress.noteProgress("refunds", "r1", 5s));
        QVERIFY(progress.noteProgress("refunds", "r1", 10s));
        QVERIFY(progress.noteProgress("router", "r2", 1ms));
        QVERIFY(progress.noteProgress("gone", "r3", 1h));
        QVERIFY(progress.forget("gone"));
    }
    const auto file = openFile();
    QVERIFY(!file->wasReset());
    const auto noted = StepProgress(*file).all().value();
    QVERIFY((noted == std::map<std::string, Progress>{{"refunds", {"r1", 10s}}, {"router", {"r2", 1ms}}}));
}

void TestHistory::damagedFilesAreSetAside() {
    recordARelease();
    {
        const auto file = openFile();
        QVERIFY(DeploymentHistory(*file).catchUp(*m_log));
    }
    for (const std::string& content : {std::string("not a database at all"), std::string(8192, '\xAA')}) {
        std::ofstream(m_file, std::ios::binary | std::ios::trunc) << content;
        const auto file = openFile();
        QVERIFY(file->wasReset());
        QVERIFY(std::filesystem::exists(m_file.string() + ".damaged"));
        DeploymentHistory history(*file);
        QVERIFY(history.catchUp(*m_log));
        QCOMPARE(history.rows("refunds").value().size(), 6U);
    }
    {
        const auto file = openFile();
        QVERIFY(file->run(u"PRAGMA user_version = 999"_s)); // of a later version of the program
    }
    QVERIFY(openFile()->wasReset());
    QVERIFY(!HistoryFile::open(m_directory->path().toStdString()));
    QVERIFY(!HistoryFile::open("/nowhere/history.sqlite"));
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
