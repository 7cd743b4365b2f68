// The judge of a release: what is caught, what is left alone, what survives, and that every verdict can be computed
// again from its JSON.
#include <bit>

#include <QJsonDocument>
#include <QTest>

#include "tests/evidence/judge_traffic.h"

using namespace signalbox;
using namespace signalbox::evidence;
using traffic::Weight;
using namespace std::chrono_literals;

namespace {

Verdict verdictOf(const ReleaseJudge& judge, std::string_view guard) {
    for (const GuardVerdict& each : judge.judgement().guards)
        if (each.guard == guard)
            return each.verdict;
    return Verdict::NoData;
}

QByteArray textOf(const ReleaseJudge& judge) {
    return QJsonDocument(judge.toJson()).toJson(QJsonDocument::Compact);
}

bool sameBits(double a, double b) {
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
}

// Units until this action, or one more than `most`.
int unitsUntil(Action action, ReleaseJudge& judge, JudgeTraffic& traffic, const Behaviour& stable,
               const Behaviour& canary, int most) {
    for (int i = 1; i <= most; ++i)
        if (judge.take(traffic.next(stable, canary)) == action)
            return i;
    return most + 1;
}

} // namespace

class TestReleaseJudge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theArticlesIncidentIsRolledBack();
    void healthyReleasesAreLeftAlone();
    void anOutageOfBothIsNotThisVersion();
    void anOutageOfTheCanaryIsSeenAtOnce();
    void hangingRequestsCountWhileTheyHang();
    void slowAndDearCanariesPause();
    void worseStays();
    void goesOnWithTheSameBits();
    void everyVerdictCanBeComputedAgain();
};

void TestReleaseJudge::theArticlesIncidentIsRolledBack() {
    std::vector<int> units;
    for (std::uint64_t seed = 1; seed <= 101; ++seed) {
        ReleaseJudge judge({.guards = usualGuards()});
        JudgeTraffic traffic(seed, Weight::percent(5));
        const int until = unitsUntil(Action::RollBack, judge, traffic, {}, {.errors = 0.03}, 40'000);
        units.push_back(until);
        QVERIFY(until <= 40'000);
        QVERIFY(judge.judgement().action == Action::RollBack);
        QCOMPARE(judge.judgement().because, std::string("error_rate"));
    }
    std::ranges::sort(units);
    QVERIFY2(units[50] < 5000, qPrintable(QString::number(units[50]))); // 3,767 by the e-process alone, α 0.01
}

void TestReleaseJudge::healthyReleasesAreLeftAlone() {
    constexpr int releases = 300;
    int rolledBack = 0;
    int paused = 0;
    int held = 0;
    for (std::uint64_t seed = 1; seed <= releases; ++seed) {
        ReleaseJudge judge({.guards = usualGuards()});
        JudgeTraffic traffic(1000 + seed, Weight::percent(5));
        for (const std::uint32_t percent : {5U, 10U, 25U, 50U}) {
            traffic.setWeight(Weight::percent(percent));
            judge.enterStep(traffic.elapsed());
            for (int i = 0; i < 1500; ++i)
                judge.take(traffic.next({}, {}));
        }
        const auto judgement = judge.judgement();
        rolledBack += judgement.action == Action::RollBack ? 1 : 0;
        paused += judgement.action == Action::Pause ? 1 : 0;
        QCOMPARE(judgement.stepUnits, 1500U);
        for (const std::string& hold : judgement.holds)
            qInfo("%s", hold.c_str());
        held += judgement.holds.empty() ? 0 : 1;
    }
    QVERIFY2(held <= 300 * 0.001 + 3 * std::sqrt(300 * 0.001), qPrintable(QString::number(held)));
    QVERIFY2(rolledBack <= 300 * 0.01 + 3 * std::sqrt(300 * 0.01), qPrintable(QString::number(rolledBack)));
    QVERIFY2(paused <= 300 * 0.05 + 3 * std::sqrt(300 * 0.05), qPrintable(QString::number(paused)));
}

void TestReleaseJudge::anOutageOfBothIsNotThisVersion() {
    ReleaseJudge judge({.guards = usualGuards()});
    JudgeTraffic traffic(7, Weight::percent(25));
    for (int i = 0; i < 2000; ++i)
        judge.take(traffic.next({}, {}));
    const auto before = judge.judgement().revision;
    bool said = false;
    for (int i = 0; i < 3000; ++i) {
        judge.take(traffic.next({.errors = 0.6}, {.errors = 0.6}));
        said = said || verdictOf(judge, "error_rate") == Verdict::NotThisVersion;
    }
    QVERIFY(said);
    QVERIFY2(judge.judgement().action == Action::None, judge.judgement().because.c_str());
    QVERIFY(judge.judgement().revision > before);
    QVERIFY(judge.judgement().notThisVersion);
    QVERIFY(!judge.judgement().holds.empty());
    const auto explanation = judge.explain("error_rate");
    QVERIFY(explanation);
    QVERIFY(QString::fromStdString(sentenceOf(*explanation)).contains(QStringLiteral("not this version")));
    for (int i = 0; i < 3000; ++i) // the provider is back
        judge.take(traffic.next({}, {}));
    QVERIFY(!judge.judgement().notThisVersion);
    QVERIFY(judge.judgement().action == Action::None);
}

void TestReleaseJudge::anOutageOfTheCanaryIsSeenAtOnce() {
    GuardSet guards = usualGuards();
    guards.rollBackAlpha = 1e-9; // the fast path alone
    ReleaseJudge judge({.guards = guards});
    JudgeTraffic traffic(8, Weight::percent(50));
    for (int i = 0; i < 500; ++i)
        judge.take(traffic.next({}, {}));
    int failed = 0;
    Action action = Action::None;
    while (action == Action::None && failed < 100) {
        const auto outcome = traffic.next({}, {.errors = 1});
        failed += outcome.arm == Arm::Canary ? 1 : 0;
        action = judge.take(outcome);
    }
    QVERIFY(action == Action::RollBack);
    QVERIFY2(failed <= 16, qPrintable(QString::number(failed)));
    QVERIFY(judge.explain("error_rate")->method == Method::Outage);
}

// Nobody answers, nothing ever ends: there are no errors and no latencies to count, only requests that grow older.
void TestReleaseJudge::hangingRequestsCountWhileTheyHang() {
    ReleaseJudge judge({.guards = usualGuards()});
    JudgeTraffic traffic(9, Weight::percent(5));
    for (int i = 0; i < 500; ++i)
        judge.take(traffic.next({}, {}));
    int hung = 0;
    Action action = Action::None;
    while (action == Action::None && hung < 50) {
        auto outcome = traffic.next({}, {});
        if (outcome.arm == Arm::Canary) {
            outcome.report = Report::Hanging;
            outcome.error.reset();
            outcome.cost.reset();
            outcome.latency = 10s;
            ++hung;
        }
        action = std::max(action, judge.take(outcome));
    }
    QVERIFY(action != Action::None);
    QVERIFY2(hung <= 4, qPrintable(QString::number(hung)));
    // The one that comes back late is not counted a second time.
    ReleaseJudge other({.guards = usualGuards()});
    auto outcome = traffic.next({}, {});
    outcome.arm = Arm::Canary;
    outcome.report = Report::Hanging;
    outcome.latency = 10s;
    outcome.error.reset();
    other.take(outcome);
    outcome.report = Report::Finished;
    outcome.latency = 12s;
    other.take(outcome);
    QCOMPARE(other.explain("latency_p95")->arms.canary.events, 1U);
}

void TestReleaseJudge::slowAndDearCanariesPause() {
    ReleaseJudge slow({.guards = usualGuards()});
    JudgeTraffic first(10, Weight::percent(25));
    QVERIFY(unitsUntil(Action::Pause, slow, first, {}, {.slow = 1.5}, 4000) <= 4000);
    QVERIFY(slow.judgement().action == Action::Pause);
    QCOMPARE(slow.judgement().because, std::string("latency_p95"));
    QCOMPARE(slow.explain("latency_p95")->levels.size(), 3U);
    ReleaseJudge dear({.guards = usualGuards()});
    JudgeTraffic second(11, Weight::percent(25));
    QVERIFY(unitsUntil(Action::Pause, dear, second, {}, {.dear = 1.6}, 4000) <= 4000);
    QCOMPARE(dear.judgement().because, std::string("cost"));
    // The worse comes on top: a roll back after a pause, never a pause after a roll back.
    QVERIFY(unitsUntil(Action::RollBack, dear, second, {}, {.errors = 0.2, .dear = 1.6}, 4000) <= 4000);
    QVERIFY(dear.judgement().action == Action::RollBack);
}

void TestReleaseJudge::worseStays() {
    ReleaseJudge judge({.guards = usualGuards()});
    JudgeTraffic traffic(12, Weight::percent(25));
    QVERIFY(unitsUntil(Action::RollBack, judge, traffic, {}, {.errors = 0.05}, 10'000) <= 10'000);
    const auto then = judge.explain("error_rate");
    for (int i = 0; i < 20'000; ++i)
        QVERIFY(judge.take(traffic.next({.errors = 0.05}, {.errors = 0})) != Action::RollBack);
    QVERIFY(verdictOf(judge, "error_rate") == Verdict::Worse);
    QVERIFY(judge.judgement().action == Action::RollBack);
    QVERIFY(*judge.explain("error_rate") == *then);
}

// A restart every 700 outcomes, through text, against a run without: weights change, time passes, units come again.
void TestReleaseJudge::goesOnWithTheSameBits() {
    GuardSet guards = usualGuards();
    guards.guards.push_back(*guardFor("signal:approved", {}, Action::Notify));
    ReleaseJudge whole({.candidate = sha256("b"), .baseline = sha256("a"), .guards = guards});
    ReleaseJudge broken({.candidate = sha256("b"), .baseline = sha256("a"), .guards = guards});
    JudgeTraffic traffic(13, Weight::percent(5));
    for (int i = 0; i < 14'000; ++i) {
        if (i % 3500 == 0) {
            traffic.setWeight(Weight::percent(i < 3500 ? 5 : i < 7000 ? 10 : 25));
            whole.enterStep(traffic.elapsed());
            broken.enterStep(traffic.elapsed());
        }
        if (i == 12'000) {
            whole.observe(traffic.elapsed());
            broken.observe(traffic.elapsed());
        }
        auto outcome = traffic.next({.signal = 0.2}, {.slow = 1.02, .signal = 0.2});
        outcome.unit %= 4000;
        outcome.version = sha256(outcome.arm == Arm::Canary ? "b" : "a");
        QVERIFY(whole.take(outcome) == broken.take(outcome));
        if (i % 700 == 699) {
            const auto parsed = QJsonDocument::fromJson(textOf(broken)).object();
            auto restored = ReleaseJudge::fromJson(parsed);
            QVERIFY2(restored, restored ? "" : restored.error().message.c_str());
            broken = std::move(*restored);
        }
    }
    QCOMPARE(textOf(broken), textOf(whole));
    QVERIFY(whole.explainAll() == broken.explainAll());
    QVERIFY(whole.judgement() == broken.judgement());
}

void TestReleaseJudge::everyVerdictCanBeComputedAgain() {
    int worse = 0;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        GuardSet guards = usualGuards();
        guards.guards.push_back(*guardFor("signal:approved", {}, Action::Notify));
        ReleaseJudge judge({.guards = guards});
        JudgeTraffic traffic(2000 + seed, Weight::percent(25));
        const Behaviour canary{.errors = seed % 2 == 0 ? 0.04 : 0.005,
                               .slow = seed % 3 == 0 ? 1.4 : 1,
                               .dear = seed % 5 == 0 ? 1.5 : 1,
                               .signal = seed % 7 == 0 ? 0.05 : 0.2};
        for (int i = 0; i < 3000; ++i)
            judge.take(traffic.next({.signal = 0.2}, canary));
        for (const Explanation& explanation : judge.explainAll()) {
            const auto text = QJsonDocument(explanationToJson(explanation)).toJson();
            const auto read = explanationFromJson(QJsonDocument::fromJson(text).object());
            QVERIFY(read);
            QVERIFY(*read == explanation);
            QVERIFY2(sameBits(reproduce(*read), explanation.value),
                     qPrintable(QString::fromStdString(sentenceOf(*read))));
            if (explanation.verdict == Verdict::Worse) {
                ++worse;
                QVERIFY(explanation.value >= explanation.bound);
                QVERIFY(explanation.firstEvent && explanation.lastEvent);
            }
        }
    }
    QVERIFY(worse >= 30);
}

QTEST_APPLESS_MAIN(TestReleaseJudge)
#include "tst_release_judge.moc"
