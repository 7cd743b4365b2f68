// A canary that nobody can use is gone within 30 of its requests, whatever its way of being unusable; one that is no
// worse than stable stays. Over the whole table of what upstreams do, at every weight, through the judge of a release.
#include <format>
#include <map>
#include <random>

#include <QTest>

#include "core/evidence/release_judge.h"
#include "core/server/guard_sets.h"
#include "tests/gateway/fixture.h"
#include "tests/models/answer_table.h"

using namespace signalbox;
using namespace signalbox::server;
using metrics::Outcome;

namespace {

constexpr int mostRequests = 30; // of the canary
constexpr int before = 400;      // requests that both answer well

// One release at a weight; every request is a conversation of its own.
class Stage {
public:
    explicit Stage(int percent, unsigned seed = 1) : m_weight(traffic::Weight::percent(percent)), m_random(seed) {
        release::Release release;
        release.id = "refunds.1";
        release.candidate = gateway::arm({.version = "2.0.0"}).version;
        release.baseline = gateway::arm({}).version;
        release.plan = release::defaultPlan();
        release.phase = release::Phase::Ramping;
        release.step = 0;
        m_candidate = release.candidate.digest;
        m_baseline = release.baseline.digest;
        m_judge.emplace(
            evidence::Opening{.candidate = m_candidate, .baseline = m_baseline, .guards = guardSetOf(release, {})});
        m_judge->enterStep(std::chrono::milliseconds{0});
    }

    // One request, whoever it falls to. True: it fell to the canary.
    bool ask(Outcome stable, Outcome canary) {
        const bool isCanary = std::uniform_int_distribution(0, 999)(m_random) < int(m_weight.thousandths());
        metrics::Observation seen;
        seen.agent = "refunds";
        seen.role = isCanary ? traffic::Role::Canary : traffic::Role::Stable;
        seen.digest = isCanary ? m_candidate : m_baseline;
        seen.weight = isCanary ? m_weight : m_weight.rest();
        seen.unit = m_random();
        seen.outcome = isCanary ? canary : stable;
        seen.status = 200;
        seen.latency = std::chrono::milliseconds{300};
        m_elapsed += std::chrono::milliseconds{50};
        m_action = std::max(m_action, m_judge->take(outcomeOf(seen, m_elapsed)));
        return isCanary;
    }

    void observe() { m_judge->observe(m_elapsed); }

    [[nodiscard]] bool isGone() const { return m_action == evidence::Action::RollBack; }

    [[nodiscard]] bool isQuiet() const { return m_action == evidence::Action::None; }

    // How many requests the canary had until it was gone; `most`: it was not.
    int askUntilGone(Outcome stable, Outcome canary, int most) {
        int asked = 0;
        while (!isGone() && asked < most)
            asked += ask(stable, canary) ? 1 : 0;
        return asked;
    }

private:
    traffic::Weight m_weight;
    std::mt19937_64 m_random;
    Digest m_candidate;
    Digest m_baseline;
    std::optional<evidence::ReleaseJudge> m_judge;
    std::chrono::milliseconds m_elapsed{0};
    evidence::Action m_action = evidence::Action::None;
};

bool isUnusable(Outcome outcome) {
    return outcome != Outcome::Success && outcome != Outcome::Cancelled;
}

void rowsOfAllOutcomes() {
    QTest::addColumn<int>("outcome");
    std::map<std::string, Outcome> rows{{"connection lost", Outcome::UpstreamLost}, {"too late", Outcome::Timeout}};
    for (const models::TableRow& row : models::answerTable())
        rows[row.name] = row.outcome;
    for (const auto& [name, outcome] : rows)
        QTest::newRow(name.c_str()) << static_cast<int>(outcome);
}

} // namespace

class TestUnusableCanary : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void isGone_data() { rowsOfAllOutcomes(); }

    void isGone();

    void whatStableDoesTooIsNotHeldAgainstIt_data() { rowsOfAllOutcomes(); }

    void whatStableDoesTooIsNotHeldAgainstIt();
    void manyWaysAtOnce();
    void nonsenseHarmsNobody_data();
    void nonsenseHarmsNobody();
    void afterwardsNonsenseProvesNothing();
    void aNewWayOfRefusingIsFoundBesideNonsense();
};

void TestUnusableCanary::isGone() {
    QFETCH(int, outcome);
    const auto canary = static_cast<Outcome>(outcome);
    for (const int percent : {5, 10, 25, 50}) {
        for (const int well : {0, before}) { // from the first request, or after a good time
            Stage stage(percent);
            for (int i = 0; i < well; ++i)
                stage.ask(Outcome::Success, Outcome::Success);
            const int asked = stage.askUntilGone(Outcome::Success, canary, 10 * mostRequests);
            if (isUnusable(canary))
                QVERIFY2(stage.isGone() && asked <= mostRequests, std::format("{} %: {}", percent, asked).c_str());
            else
                QVERIFY(stage.isQuiet());
        }
    }
}

// Where both do the same, either it is compared and quiet, or it is called an outage of both: never a roll back.
void TestUnusableCanary::whatStableDoesTooIsNotHeldAgainstIt() {
    QFETCH(int, outcome);
    const auto both = static_cast<Outcome>(outcome);
    Stage stage(25);
    stage.askUntilGone(both, both, 10 * mostRequests);
    QVERIFY(!stage.isGone());
    if (blameOf(both) != metrics::Blame::Version)
        QVERIFY(stage.isQuiet());
}

void TestUnusableCanary::manyWaysAtOnce() {
    Stage stage(10);
    std::mt19937 random(7);
    int asked = 0;
    while (!stage.isGone() && asked < 10 * mostRequests) {
        auto outcome = Outcome::Success;
        while (!isUnusable(outcome))
            outcome = static_cast<Outcome>(random() % metrics::outcomeKinds);
        asked += stage.ask(Outcome::Success, outcome) ? 1 : 0;
    }
    QVERIFY2(stage.isGone() && asked <= mostRequests, qPrintable(QString::number(asked)));
}

void TestUnusableCanary::nonsenseHarmsNobody_data() {
    QTest::addColumn<int>("percent");
    for (const int percent : {1, 10, 30, 60, 95})
        QTest::addRow("%d %% of the callers", percent) << percent;
}

// Callers who send what no provider takes fall on both arms by their weight.
void TestUnusableCanary::nonsenseHarmsNobody() {
    QFETCH(int, percent);
    int gone = 0;
    for (unsigned seed = 1; seed <= 60; ++seed) {
        Stage stage(25, seed);
        std::mt19937 random(seed);
        for (int i = 0; i < 1'500; ++i) {
            const bool nonsense = random() % 100 < unsigned(percent);
            const Outcome outcome = nonsense ? Outcome::ClientError : Outcome::Success;
            stage.ask(outcome, outcome);
        }
        gone += stage.isQuiet() ? 0 : 1;
    }
    QVERIFY2(gone <= 2, qPrintable(QString::number(gone))); // of 60, at 1 %
}

void TestUnusableCanary::afterwardsNonsenseProvesNothing() {
    Stage stage(50);
    for (int i = 0; i < before; ++i)
        stage.ask(i % 50 == 0 ? Outcome::ClientError : Outcome::Success, Outcome::Success);
    stage.observe();
    for (int i = 0; i < before; ++i)
        stage.ask(Outcome::Success, Outcome::ClientError);
    QVERIFY(stage.isQuiet());
    stage.askUntilGone(Outcome::Success, Outcome::Rejected, mostRequests);
    QVERIFY(stage.isGone());
}

void TestUnusableCanary::aNewWayOfRefusingIsFoundBesideNonsense() {
    Stage stage(50);
    for (int i = 0; i < before; ++i) {
        const Outcome outcome = i % 10 == 0 ? Outcome::ClientError : Outcome::Success;
        stage.ask(outcome, outcome);
    }
    QVERIFY(stage.isQuiet());
    std::mt19937 random(3);
    int asked = 0;
    while (!stage.isGone() && asked < 10 * mostRequests)
        asked += stage.ask(random() % 10 == 0 ? Outcome::ClientError : Outcome::Success, Outcome::ClientError) ? 1 : 0;
    QVERIFY2(stage.isGone() && asked <= mostRequests, qPrintable(QString::number(asked)));
}

QTEST_APPLESS_MAIN(TestUnusableCanary)
#include "tst_unusable_canary.moc"
