// A release that nobody watches, through the real daemon, the real gateway and the rehearsal server: what is worse is
// rolled back, what is healthy arrives, and an outage of the provider, which hits both versions, moves nothing.
#include <cmath>

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>
#include <QUrl>

#include "core/base/canonical_json.h"
#include "core/evidence/explanation.h"
#include "tests/server/daemon_process.h"
#include "tests/support/load_client.h"
#include "tests/support/places.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

namespace {

constexpr double perSecond = 500;

// The real signalbox-rehearsal serving models, with faults.
class Rehearsal {
public:
    ~Rehearsal() { stop(); }

    [[nodiscard]] bool start(const QStringList& faults) {
        QStringList arguments{
            u"serve"_s, u"--seed"_s, u"7"_s, u"--latency-ms"_s, u"2"_s, u"--port"_s, QString::number(m_port)};
        m_process.start(test::programPath(u"signalbox-rehearsal"_s), arguments + faults);
        if (!m_process.waitForStarted() || !m_process.waitForReadyRead(10'000))
            return false;
        const QByteArray line = m_process.readLine();
        const auto said = parseJsonObject({line.constData(), static_cast<std::size_t>(line.size())});
        m_url = said ? (*said)["url"_L1].toString() : QString();
        m_port = QUrl(m_url).port();
        return m_port > 0;
    }

    void stop() {
        m_process.terminate();
        if (m_process.state() != QProcess::NotRunning && !m_process.waitForFinished(5'000))
            m_process.kill();
    }

    // The same address, other behaviour.
    [[nodiscard]] bool restart(const QStringList& faults) {
        stop();
        return start(faults);
    }

    [[nodiscard]] std::string url() const { return m_url.toStdString(); }

private:
    QProcess m_process;
    QString m_url;
    int m_port = 0;
};

QJsonObject nightPlan(const QJsonArray& more, int observeSeconds, int stepSeconds) {
    QJsonArray guardrails{
        QJsonObject{{u"metric"_s, u"error_rate"_s}, {u"limit"_s, 0.02}, {u"action"_s, u"roll_back"_s}}};
    for (const QJsonValue& one : more)
        guardrails.append(one);
    QJsonArray steps;
    for (const int weight : {25, 50, 100})
        steps.append(QJsonObject{{u"weight"_s, weight}, {u"minimum_time"_s, stepSeconds}});
    return {{u"steps"_s, steps},
            {u"advance"_s, u"automatic"_s},
            {u"evidence"_s, u"needed"_s},
            {u"promise"_s, 6},
            {u"observe_time"_s, observeSeconds},
            {u"guardrails"_s, guardrails},
            {u"runbook"_s, u"Look at the last refusals first."_s}};
}

} // namespace

class TestNightAlone : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();

    void whatIsWorseIsRolledBack();
    void whatIsHealthyArrives();
    void anOutageOfTheProviderMovesNothing();
    void aChangeOfWhatIsApprovedWaitsForAPerson();

private:
    void begin(const QStringList& faults, double rate = perSecond);
    void healthyRelease();
    void releaseInAnOutage();
    void startRelease(const QJsonArray& moreGuardrails = {}, int observeSeconds = 3, int stepSeconds = 0);

    [[nodiscard]] QJsonObject status() const { return m_daemon->get("/api/v1/agents/refunds/release").json(); }

    [[nodiscard]] QJsonObject release() const { return status()["state"_L1]["release"_L1].toObject(); }

    [[nodiscard]] QString stable() const { return status()["state"_L1]["stable"_L1]["version"_L1].toString(); }

    [[nodiscard]] QJsonObject evidence() const {
        return m_daemon->get("/api/v1/releases/" + m_release + "/evidence").json();
    }

    // A comparison may be wrong about one healthy release in a hundred, by design; not about two in a row. The other
    // ways of being worse may not be wrong at all here.
    [[nodiscard]] bool wasUnlucky() const {
        if (QTest::currentTestFailed() || !release().isEmpty() ||
            status()["state"_L1]["last_ending"_L1].toString() != u"rolled_back"_s)
            return false;
        const QJsonObject guard = evidence()["guards"_L1][0].toObject();
        qInfo("%s", qPrintable(guard["sentence"_L1].toString()));
        const auto read = evidence::explanationFromJson(guard["explanation"_L1].toObject());
        return read && read->method == evidence::Method::Ratio;
    }

    // What has been asked and seen so far, for a machine that is slower than was thought.
    [[nodiscard]] QString howFar() const {
        return u"%1 requests; %2"_s.arg(m_load->count()).arg(evidence()["guards"_L1][0]["sentence"_L1].toString());
    }

    // Actors of the audit log about the agent, oldest first, without what made the workspace known.
    [[nodiscard]] QStringList actors() const {
        QStringList all;
        for (const QJsonValue& row : m_daemon->get("/api/v1/audit?agent=refunds&limit=100").json()["rows"_L1].toArray())
            all.prepend(row["actor"_L1].toString());
        return all;
    }

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Rehearsal> m_rehearsal;
    std::unique_ptr<DaemonProcess> m_daemon;
    std::unique_ptr<tests::LoadClient> m_load;
    std::string m_release;
    bool m_heldInOutage = false;
    int m_stepInOutage = 0;
};

void TestNightAlone::begin(const QStringList& faults, double rate) {
    m_directory = std::make_unique<QTemporaryDir>();
    m_rehearsal = std::make_unique<Rehearsal>();
    QVERIFY(m_rehearsal->start(faults));
    m_daemon = std::make_unique<DaemonProcess>(m_directory->filePath(u"workspace"_s), m_directory->filePath(u"state"_s),
                                               m_rehearsal->url());
    QVERIFY2(m_daemon->start(), m_daemon->errors().constData());
    if (rate <= 0)
        return;
    m_load = std::make_unique<tests::LoadClient>(m_daemon->gatewayPort(), "refunds",
                                                 "I want my money back for order 4711.", rate, 16);
    m_load->start();
}

void TestNightAlone::startRelease(const QJsonArray& moreGuardrails, int observeSeconds, int stepSeconds) {
    const HttpAnswer started = m_daemon->post("/api/v1/agents/refunds/releases",
                                              {{u"version"_s, u"2.2.0"_s},
                                               {u"revision"_s, status()["state"_L1]["revision"_L1]},
                                               {u"reason"_s, u"before going home"_s},
                                               {u"plan"_s, nightPlan(moreGuardrails, observeSeconds, stepSeconds)}});
    QVERIFY2(started.status == 200, started.body.c_str());
    m_release = started.json()["after"_L1]["release"_L1]["id"_L1].toString().toStdString();
}

void TestNightAlone::cleanup() {
    m_load.reset();
    if (m_daemon) {
        QVERIFY(m_daemon->get("/api/v1/audit/verify").json()["good"_L1].toBool());
        m_daemon->terminate();
        QCOMPARE(m_daemon->waitForEnd(), 0);
    }
    m_daemon.reset();
    m_rehearsal.reset();
}

void TestNightAlone::whatIsWorseIsRolledBack() {
    begin({u"--fail"_s, u"2.1.0=0.005"_s, u"--fail"_s, u"2.2.0=0.03"_s});
    startRelease({}, 30); // should the comparison be unlucky, the hard limit has time to see it
    QTRY_VERIFY2_WITH_TIMEOUT(release().isEmpty(), qPrintable(howFar()), 120'000);
    QCOMPARE(stable(), u"2.1.0"_s);
    QCOMPARE(actors().last(), u"guardrail error_rate"_s);
    // No person was asked: one started it, the rest did themselves.
    QCOMPARE(actors().count(u"owner"_s), 1);
    const QJsonObject shown = evidence();
    QCOMPARE(shown["because"_L1].toString(), u"error_rate"_s);
    const auto read = evidence::explanationFromJson(shown["guards"_L1][0]["explanation"_L1].toObject());
    QVERIFY(read);
    QCOMPARE(evidence::reproduce(*read), read->value);
    qInfo("worse after %llu requests of the canary and %llu of stable: %s",
          static_cast<unsigned long long>(read->arms.canary.requests),
          static_cast<unsigned long long>(read->arms.stable.requests),
          qPrintable(shown["guards"_L1][0]["sentence"_L1].toString()));
    const QJsonObject alert = m_daemon->get("/api/v1/alerts").json()["alerts"_L1][0].toObject();
    QCOMPARE(alert["deed"_L1].toString(), u"rolled_back"_s);
    QCOMPARE(alert["runbook"_L1].toString(), u"Look at the last refusals first."_s);
    // Quarantined: it does not come back by itself.
    QCOMPARE(status()["state"_L1]["quarantine"_L1][0]["version"_L1]["version"_L1].toString(), u"2.2.0"_s);
}

void TestNightAlone::healthyRelease() {
    begin({u"--fail"_s, u"2.1.0=0.005"_s, u"--fail"_s, u"2.2.0=0.005"_s});
    startRelease();
    QTRY_VERIFY_WITH_TIMEOUT(release().isEmpty(), 90'000);
}

void TestNightAlone::whatIsHealthyArrives() {
    healthyRelease();
    if (wasUnlucky()) {
        cleanup();
        healthyRelease();
    }
    QCOMPARE(stable(), u"2.2.0"_s);
    QCOMPARE(status()["state"_L1]["last_ending"_L1].toString(), u"completed"_s);
    QCOMPARE(actors().count(u"owner"_s), 1);
    QVERIFY(m_daemon->get("/api/v1/alerts").json()["alerts"_L1].toArray().isEmpty());
}

void TestNightAlone::releaseInAnOutage() {
    begin({u"--fail"_s, u"*=0.005"_s});
    QTRY_VERIFY_WITH_TIMEOUT(m_load->count() > 1'000, 20'000); // stable has a past
    startRelease();
    QTRY_VERIFY_WITH_TIMEOUT(evidence()["step_units"_L1].toInteger() > 200, 20'000);
    QVERIFY(m_rehearsal->restart({u"--fail"_s, u"*=0.5"_s}));
    QTRY_VERIFY_WITH_TIMEOUT(evidence()["not_this_version"_L1].toBool() || release().isEmpty(), 30'000);
    const QString holds = QString::fromUtf8(QJsonDocument(evidence()["holds"_L1].toArray()).toJson());
    m_heldInOutage = holds.contains(u"it is not this version but something that they share"_s);
    m_stepInOutage = release()["step"_L1].toInt();
    const std::size_t before = m_load->count();
    QTRY_VERIFY_WITH_TIMEOUT(m_load->count() > before + 2'000, 30'000); // through much more of it
}

void TestNightAlone::anOutageOfTheProviderMovesNothing() {
    releaseInAnOutage();
    if (wasUnlucky()) {
        cleanup();
        releaseInAnOutage();
    }
    QVERIFY(m_heldInOutage);
    QVERIFY(!release().isEmpty());
    QCOMPARE(release()["step"_L1].toInt(), m_stepInOutage);
    QVERIFY(!actors().contains(u"guardrail error_rate"_s));
}

// More is approved and less is flagged: whether that is good is not for a guardrail to say, so it asks.
void TestNightAlone::aChangeOfWhatIsApprovedWaitsForAPerson() {
    begin({u"--fail"_s, u"*=0.0"_s}, 0);
    startRelease({QJsonObject{{u"metric"_s, u"signal:approved"_s}, {u"action"_s, u"pause"_s}},
                  QJsonObject{{u"metric"_s, u"signal:fraud_flag"_s}, {u"action"_s, u"pause"_s}}},
                 3, 60); // the step's evidence is of errors: a signal that is no clearer needs more time
    const QByteArray question = R"({"model":"refunds","messages":[{"role":"user","content":"My money back?"}]})";
    int asked = 0;
    for (; asked < 3'000 && !release()["paused"_L1].toBool(); ++asked) {
        const HttpAnswer answer =
            send(m_daemon->gatewayPort(), {.method = "POST",
                                           .path = "/v1/chat/completions",
                                           .headers = {{"content-type", "application/json"},
                                                       {"x-signalbox-unit", "customer-" + std::to_string(asked)}},
                                           .body = question.toStdString()});
        QCOMPARE(answer.status, 200);
        const bool canary = answer.header("x-signalbox-version") == "2.2.0";
        // Seventeen of twenty are approved instead of twelve; the fraud desk flags one of fifty instead of one of ten.
        const int draw = asked * 7919 % 100;
        QJsonArray signals;
        if (draw < (canary ? 85 : 60))
            signals.append(u"approved"_s);
        if (draw % 50 < (canary ? 1 : 5))
            signals.append(u"fraud_flag"_s);
        if (signals.isEmpty())
            continue;
        const QJsonObject body{{u"request_id"_s, QString::fromStdString(answer.header("x-signalbox-request-id"))},
                               {u"signals"_s, signals}};
        QCOMPARE(send(m_daemon->gatewayPort(), {.method = "POST",
                                                .path = "/v1/feedback",
                                                .headers = {{"content-type", "application/json"}},
                                                .body = QJsonDocument(body).toJson().toStdString()})
                     .status,
                 202);
    }
    QVERIFY2(release()["paused"_L1].toBool(),
             m_daemon->get("/api/v1/releases/" + m_release + "/evidence").body.c_str());
    const QString why = release()["pause_reason"_L1].toString();
    qInfo("paused after %d requests: %s", asked, qPrintable(why));
    QVERIFY2(why.contains(u"changed: 2.2.0 had it in "_s) && why.startsWith(u"Signal \""_s), qPrintable(why));
    QCOMPARE(stable(), u"2.1.0"_s);
    QVERIFY(!release().isEmpty());             // neither rolled back nor moved on
    QVERIFY(release()["step"_L1].toInt() < 2); // of steps 0 to 2: before it answered everything
}

QTEST_GUILESS_MAIN(TestNightAlone)
#include "tst_night_alone.moc"
