// What made traffic safer while the disk took nothing is in force and on record after every kind of end, and recording
// goes on by itself. The disk of the real daemon is full in that no file can grow any more: what has its room keeps it.
#include <csignal>
#include <sys/resource.h>

#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QTest>

#include "core/audit/log.h"
#include "tests/server/daemon_process.h"
#include "tests/server/guarded_release.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

const QString holder = u"holder"_s;

enum class End { Healed, Full, Killed }; // asked to end with room again, asked to end without, kill -9

} // namespace
Q_DECLARE_METATYPE(End)

class FullDiskTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<StubUpstream> m_upstream;
    std::unique_ptr<DaemonProcess> m_daemon;

    [[nodiscard]] QString path(const QString& name) const { return m_directory->filePath(name); }

    void limitFiles(rlim_t size) const {
        const rlimit limit{size, RLIM_INFINITY};
        QCOMPARE(::prlimit(static_cast<pid_t>(m_daemon->pid()), RLIMIT_FSIZE, &limit, nullptr), 0);
    }

    // A reader keeps SQLite from beginning its write-ahead file anew, where there would be room.
    void holdRoom() const {
        if (QSqlDatabase::contains(holder))
            return;
        QSqlDatabase reader = QSqlDatabase::addDatabase(u"QSQLITE"_s, holder);
        reader.setDatabaseName(path(u"state/audit.log"_s));
        QVERIFY(reader.open());
        QSqlQuery query(reader);
        QVERIFY(query.exec(u"BEGIN"_s) && query.exec(u"SELECT count(*) FROM sqlite_master"_s) && query.next());
    }

    void fill() const {
        holdRoom();
        const auto size = static_cast<rlim_t>(QFileInfo(path(u"state/audit.log-wal"_s)).size());
        QVERIFY2(size > 80'000, "the log would still find room below the spill's");
        limitFiles(size);
    }

    void heal() const {
        QSqlDatabase::removeDatabase(holder);
        limitFiles(RLIM_INFINITY);
    }

    [[nodiscard]] QJsonObject refunds() const { return m_daemon->get("/api/v1/agents/refunds/release").json(); }

    [[nodiscard]] QJsonObject backend() const { return m_daemon->get("/api/v1/backend").json(); }

    [[nodiscard]] QJsonObject alert(const QString& guard) const {
        const QJsonArray alerts = m_daemon->get("/api/v1/alerts").json().value("alerts"_L1).toArray();
        for (const QJsonValue& one : alerts)
            if (one["guard"_L1].toString() == guard)
                return one.toObject();
        return {};
    }

    [[nodiscard]] QList<QJsonObject> entries(const QString& action) const {
        const QJsonArray rows = m_daemon->get("/api/v1/audit?limit=50").json().value("rows"_L1).toArray();
        QList<QJsonObject> found;
        for (const QJsonValue& row : rows)
            if (row["action"_L1].toString() == action)
                found.append(row.toObject());
        return found;
    }

    [[nodiscard]] HttpAnswer command(const std::string& path, QJsonObject more = {}) const {
        more.insert(u"revision"_s, refunds()["state"_L1]["revision"_L1]);
        more.insert(u"reason"_s, u"of the test"_s);
        return m_daemon->post(path, more);
    }

    // 2.2.0 of refunds on half of the traffic.
    void begin(const QJsonObject& plan) const {
        const HttpAnswer answer =
            command("/api/v1/agents/refunds/releases", {{u"version"_s, u"2.2.0"_s}, {u"plan"_s, plan}});
        QVERIFY2(answer.status == 200, answer.body.c_str());
    }

    void ask(int count) const {
        for (int i = 0; i < count; ++i)
            static_cast<void>(
                send(m_daemon->gatewayPort(),
                     {"POST",
                      "/v1/chat/completions",
                      {{"Content-Type", "application/json"}, {"x-signalbox-unit", "u" + std::to_string(i)}},
                      R"({"model":"refunds","messages":[{"role":"user","content":"Hello"}]})"}));
    }

    void endAndStart(End end) const {
        if (end == End::Healed)
            heal();
        if (end == End::Killed) {
            m_daemon->kill();
        } else {
            m_daemon->terminate();
            QCOMPARE(m_daemon->waitForEnd(), 0);
        }
        QVERIFY2(m_daemon->start(), m_daemon->errors().constData());
    }

    void checkRolledBack(const QString& actor, const QJsonObject& before) const {
        const QJsonObject state = refunds()["state"_L1].toObject();
        QCOMPARE(state, before["state"_L1].toObject());
        QVERIFY(state["release"_L1].isNull());
        QCOMPARE(state["quarantine"_L1][0]["version"_L1]["version"_L1].toString(), u"2.2.0"_s);
        QVERIFY(refunds()["observed_matches"_L1].toBool());
        QVERIFY(!refunds().contains("unrecorded"_L1));
        QCOMPARE(backend()["unrecorded"_L1].toInt(), 0);
        QVERIFY(!backend()["audit_degraded"_L1].toBool());
        const auto told = entries(u"release.roll_back"_s);
        QCOMPARE(told.size(), 1);
        QVERIFY2(told[0]["actor"_L1].toString().startsWith(actor), qPrintable(told[0]["actor"_L1].toString()));
        QCOMPARE(told[0]["time"_L1], state["last_change"_L1]["at"_L1]); // when it was done, not when it was written
        QVERIFY(told[0]["entry"_L1]["after"_L1]["recorded_late"_L1].toBool());
        QCOMPARE(entries(u"audit.interrupted"_s).size(), 1);
        const audit::Verification verified = audit::verify(path(u"state/audit.log"_s).toStdString());
        QVERIFY2(verified.good, verified.message.c_str());
    }

private Q_SLOTS:

    void initTestCase() { QVERIFY(std::signal(SIGXFSZ, SIG_IGN) != SIG_ERR); } // children inherit it

    void cleanup() { QSqlDatabase::removeDatabase(holder); }

    void init() {
        m_directory = std::make_unique<QTemporaryDir>();
        m_upstream = std::make_unique<StubUpstream>();
        m_daemon = std::make_unique<DaemonProcess>(path(u"workspace"_s), path(u"state"_s), m_upstream->url());
        QVERIFY2(m_daemon->start(), m_daemon->errors().constData());
    }

    void aRollBackOutlivesTheEnd_data() {
        QTest::addColumn<End>("end");
        QTest::newRow("with room again") << End::Healed;
        QTest::newRow("on the full disk") << End::Full;
        QTest::newRow("killed") << End::Killed;
    }

    void aRollBackOutlivesTheEnd() {
        QFETCH(End, end);
        begin(plan(u"notify"_s));
        fill();
        const HttpAnswer answer = command("/api/v1/agents/refunds/roll-back");
        QVERIFY2(answer.status == 200, answer.body.c_str());
        QVERIFY2(answer.json()["warning"_L1]["message"_L1].toString().contains(u"kept beside the log"_s),
                 answer.body.c_str());
        QCOMPARE(answer.json()["status"_L1]["unrecorded"_L1].toInt(), 1);
        const QJsonObject before = refunds();
        QCOMPARE(before["unrecorded"_L1].toInt(), 1);
        QCOMPARE(backend()["unrecorded"_L1].toInt(), 1);
        QVERIFY(backend()["audit_degraded"_L1].toBool());
        QVERIFY2(alert(u"audit_log"_s)["sentence"_L1].toString().contains(u"could not be written"_s),
                 m_daemon->get("/api/v1/alerts").body.c_str());
        const QJsonValue id = alert(u"audit_log"_s)["id"_L1];
        endAndStart(end);
        checkRolledBack(u"owner"_s, before);
        QCOMPARE(alert(u"audit_log"_s)["id"_L1], id);
    }

    void aGuardrailsRollBackOutlivesTheEnd_data() { aRollBackOutlivesTheEnd_data(); }

    void aGuardrailsRollBackOutlivesTheEnd() {
        QFETCH(End, end);
        begin(plan(u"roll_back"_s, 0.1));
        fill();
        m_upstream->failEvery("2.2.0", 2);
        QTRY_VERIFY_WITH_TIMEOUT((ask(100), refunds()["state"_L1]["release"_L1].isNull()), 30'000);
        const QJsonObject before = refunds();
        QCOMPARE(before["unrecorded"_L1].toInt(), 1);
        const QJsonObject raised = alert(u"error_rate"_s);
        QCOMPARE(raised["deed"_L1].toString(), u"rolled_back"_s);
        QVERIFY(!alert(u"audit_log"_s).isEmpty());
        endAndStart(end);
        checkRolledBack(u"guardrail error_rate"_s, before);
        QCOMPARE(alert(u"error_rate"_s), raised);
    }

    void recordingGoesOnByItself() {
        begin(quickPlan());
        fill();
        QCOMPARE(command("/api/v1/agents/refunds/roll-back").status, 200);
        QCOMPARE(command("/api/v1/agents/refunds/undo").status, 507); // forward only what can be recorded
        const QJsonObject before = refunds();
        heal();
        QElapsedTimer timer;
        timer.start();
        QTRY_COMPARE_WITH_TIMEOUT(backend()["unrecorded"_L1].toInt(), 0, 5'000);
        QVERIFY2(timer.elapsed() < 1'500, std::to_string(timer.elapsed()).c_str());
        checkRolledBack(u"owner"_s, before);
        QCOMPARE(command("/api/v1/agents/refunds/undo").status, 200);
        m_daemon->kill();
        QVERIFY2(m_daemon->start(), m_daemon->errors().constData());
        QVERIFY(!refunds()["state"_L1]["release"_L1].isNull()); // what was kept is not done again
        QCOMPARE(entries(u"release.roll_back"_s).size(), 1);
    }

    // Nothing was made safer, so nothing waits: only what was refused is possible again.
    void aRefusalHealsAsWell() {
        fill();
        const HttpAnswer refused =
            command("/api/v1/agents/refunds/releases", {{u"version"_s, u"2.2.0"_s}, {u"plan"_s, quickPlan()}});
        QCOMPARE(refused.json()["error"_L1]["code"_L1].toString(), u"not_recorded"_s);
        QVERIFY(backend()["audit_degraded"_L1].toBool());
        heal();
        QTRY_VERIFY_WITH_TIMEOUT(!backend()["audit_degraded"_L1].toBool(), 5'000);
        begin(quickPlan());
    }

    // Everything that makes safer, one after the other, and the disk heals and fills in between.
    void allThatMakesSaferIsKeptInOrder() {
        begin(quickPlan());
        const std::string release =
            "/api/v1/releases/" + refunds()["state"_L1]["release"_L1]["id"_L1].toString().toStdString();
        QCOMPARE(command(release + "/advance").status, 200);
        fill();
        QCOMPARE(command(release + "/pause").status, 200);
        QCOMPARE(command(release + "/step-back").status, 200);
        m_daemon->kill();
        QVERIFY2(m_daemon->start(), m_daemon->errors().constData());
        QCOMPARE(entries(u"release.pause"_s).size(), 1);
        QCOMPARE(entries(u"release.step_back"_s).size(), 1);
        QVERIFY(refunds()["state"_L1]["release"_L1]["paused"_L1].toBool());
        limitFiles(static_cast<rlim_t>(QFileInfo(path(u"state/audit.log-wal"_s)).size()));
        QCOMPARE(command(release + "/abort").status, 200);
        const QJsonObject before = refunds();
        m_daemon->kill();
        QVERIFY2(m_daemon->start(), m_daemon->errors().constData());
        QCOMPARE(refunds()["state"_L1], before["state"_L1]);
        QCOMPARE(entries(u"release.abort"_s).size(), 1);
        QVERIFY(m_daemon->get("/api/v1/audit/verify").json()["good"_L1].toBool());
    }

    void aStartThatCannotBeSaysWhy() {
        m_daemon->terminate();
        QCOMPARE(m_daemon->waitForEnd(), 0);
        rlimit own{};
        QCOMPARE(::getrlimit(RLIMIT_FSIZE, &own), 0);
        const rlimit none{0, own.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &none), 0);
        const bool started = m_daemon->start();
        const QByteArray said = m_daemon->errors();
        QCOMPARE(::setrlimit(RLIMIT_FSIZE, &own), 0);
        QVERIFY(!started);
        QVERIFY2(said.startsWith("signalboxd: ") && said.contains("File too large") && said.count('\n') <= 2,
                 said.constData());
    }
};

QTEST_GUILESS_MAIN(FullDiskTest)
#include "tst_full_disk.moc"
