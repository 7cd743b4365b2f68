// The sample as a new user meets it: its own callers are enough to take every step of its first release as soon as the
// step allows it, and nothing stops the healthy candidate. Five times as many callers and a fifth of every time, so
// that a minute of the test stands for five of a person; conversations are counted as they are.
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "core/client/backend_mirror.h"
#include "core/client/embedded_backend.h"
#include "core/client/sample_rehearsal.h"
#include "tests/support/places.h"

using namespace signalbox;
using namespace Qt::StringLiterals;

namespace {

constexpr int faster = 5;
constexpr qint64 limit = 5 * 60'000 / faster; // milliseconds to 100 %

template <class T, class Ask> std::optional<T> answerOf(Ask ask) {
    std::optional<Result<T>> answer;
    ask([&answer](Result<T> result) { answer = std::move(result); });
    if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 15'000) || !*answer)
        return std::nullopt;
    return std::move(**answer);
}

} // namespace

class SampleRamp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void itBeginsWithAPast();
    void reachesAllByItsOwnCallers_data();
    void reachesAllByItsOwnCallers();
    void cleanupTestCase();

private:
    [[nodiscard]] release::AgentState state(const std::string& agent) const { return m_mirror->agent(agent)->state; }

    void command(const std::string& agent, const std::string& verb, protocol::CommandMessage message);
    void takeStepsAsAllowed(const std::string& agent);

    QTemporaryDir m_directory;
    std::unique_ptr<client::SampleRehearsal> m_rehearsal;
    std::unique_ptr<client::EmbeddedBackend> m_backend;
    std::unique_ptr<client::BackendSession> m_session;
    std::unique_ptr<client::BackendMirror> m_mirror;
};

void SampleRamp::initTestCase() {
    const QString bin = test::programPath({});
    client::RehearsalSettings settings{.program = bin + u"/signalbox-rehearsal"_s, .agents = {}};
    settings.requestsPerSecond *= faster;
    m_rehearsal = std::make_unique<client::SampleRehearsal>(settings);
    QSignalSpy served(m_rehearsal.get(), &client::SampleRehearsal::serverReady);
    m_rehearsal->startServer();
    QTRY_COMPARE_WITH_TIMEOUT(served.size(), 1, 15'000);
    m_backend = std::make_unique<client::EmbeddedBackend>(
        client::EmbeddedSettings{.workspace = m_directory.filePath(u"workspace"_s),
                                 .stateDirectory = m_directory.filePath(u"state"_s),
                                 .sample = true,
                                 .samplePast = true,
                                 .providers = {{u"rehearsal"_s, m_rehearsal->serverUrl().toString()}},
                                 .program = bin + u"/signalboxd"_s});
    QSignalSpy ready(m_backend.get(), &client::EmbeddedBackend::ready);
    m_backend->start();
    QTRY_COMPARE_WITH_TIMEOUT(ready.size(), 1, 30'000);
    m_rehearsal->startTraffic(m_backend->endpoint().gateway);
    m_session = std::make_unique<client::BackendSession>(m_backend->endpoint().control, m_backend->endpoint().token);
    m_mirror = std::make_unique<client::BackendMirror>(*m_session);
    m_session->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_mirror->isFresh() && m_mirror->agent("refunds"), 15'000);
}

// A release of before, in History and to roll back to; everybody can see that it is the sample's.
void SampleRamp::itBeginsWithAPast() {
    QCOMPARE(state("refunds").stable.name(), "2.1.0");
    QVERIFY(!state("refunds").release);
    QVERIFY(state("refunds").lastEnding == release::Ending::Completed);
    QVERIFY(m_mirror->agent("refunds")->rollBackTarget);
    QCOMPARE(m_mirror->agent("refunds")->rollBackTarget->name(), "2.0.0");
    const auto rows = answerOf<std::vector<protocol::Deployment>>(
        [&](auto done) { m_session->fetchDeployments("refunds", this, done); });
    QVERIFY(rows);
    const auto of = [&](std::string_view version) {
        return std::ranges::find_if(*rows, [&](const auto& row) { return row.version == version; });
    };
    QVERIFY(of("2.0.0") != rows->end());
    QVERIFY(of("2.1.0") != rows->end());
    QCOMPARE(of("2.1.0")->actor, "sample");
    QVERIFY(of("2.1.0")->reason.contains("sample history"));
    const auto checked = answerOf<protocol::AuditVerification>([&](auto done) { m_session->verifyAudit(this, done); });
    QVERIFY(checked && checked->good);
}

void SampleRamp::command(const std::string& agent, const std::string& verb, protocol::CommandMessage message) {
    message.revision = state(agent).revision;
    message.reason = "as the page says";
    m_session->command(agent, verb, std::move(message), this, [](const Result<protocol::CommandResult>& result) {
        if (!result && result.error().code != "revision_conflict") // the step before was heard of late
            qWarning("%s", result.error().message.c_str());
    });
}

void SampleRamp::takeStepsAsAllowed(const std::string& agent) {
    const protocol::AgentStatus& status = *m_mirror->agent(agent);
    const bool moves = status.state.release && status.state.release->phase != release::Phase::Observing;
    if (moves && std::ranges::all_of(status.holds, &release::Hold::satisfied))
        command(agent, "advance", {});
}

void SampleRamp::reachesAllByItsOwnCallers_data() {
    QTest::addColumn<std::string>("agent");
    QTest::addColumn<std::string>("candidate");
    QTest::newRow("refunds, watched by conversations") << std::string("refunds") << std::string("2.2.0");
    QTest::newRow("summariser, first as a shadow") << std::string("summariser") << std::string("1.1.0");
}

void SampleRamp::reachesAllByItsOwnCallers() {
    QFETCH(std::string, agent);
    QFETCH(std::string, candidate);
    auto plan = answerOf<release::Plan>([&](auto done) { m_session->fetchPlan(agent, this, done); });
    QVERIFY(plan);
    QVERIFY(plan->evidence == release::MinimumEvidence::Needed); // what makes few callers wait
    plan->shadowTime /= faster;
    plan->observeTime /= faster;
    for (release::Step& step : plan->steps)
        step.minimumTime /= faster;

    QElapsedTimer clock;
    clock.start();
    protocol::CommandMessage start;
    start.version = candidate;
    start.plan = plan;
    command(agent, "start", std::move(start));
    QTRY_VERIFY_WITH_TIMEOUT(state(agent).release.has_value(), 10'000);
    const auto followed = connect(m_mirror.get(), &client::BackendMirror::agentChanged, this,
                                  [&](const QString&) { takeStepsAsAllowed(agent); });
    const bool reached = QTest::qWaitFor(
        [&] { return !state(agent).release || state(agent).release->phase == release::Phase::Observing; },
        static_cast<int>(limit));
    const qint64 took = clock.elapsed();
    QString open;
    for (const release::Hold& hold : m_mirror->agent(agent)->holds)
        open += QString::fromStdString(hold.text) + u"; "_s;
    qInfo("%s at 100 %% after %.1f s, which stand for %.0f", candidate.c_str(), static_cast<double>(took) / 1000,
          static_cast<double>(took * faster) / 1000);
    QVERIFY2(reached, qPrintable(open));
    QVERIFY2(state(agent).release, "a guardrail fired on the healthy candidate");
    QTRY_VERIFY_WITH_TIMEOUT(state(agent).stable.name() == candidate, static_cast<int>(limit));
    disconnect(followed);
    QVERIFY(state(agent).lastEnding == release::Ending::Completed);
    const auto alerts = answerOf<protocol::AlertList>([&](auto done) { m_session->fetchAlerts(this, done); });
    QVERIFY(alerts);
    QVERIFY2(alerts->alerts.empty(), alerts->alerts.empty() ? "" : alerts->alerts.front().sentence.c_str());
}

void SampleRamp::cleanupTestCase() {
    m_mirror.reset();
    m_session.reset();
    m_backend.reset();
    m_rehearsal.reset();
}

QTEST_GUILESS_MAIN(SampleRamp)
#include "tst_sample_ramp.moc"
