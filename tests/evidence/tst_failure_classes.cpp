// Why conversations failed: counted by class and arm while the release is judged, told with every verdict, kept with
// the evidence. And of latency: the sentence, the numbers and the verdict are of one measure.
#include <QTest>

#include "tests/evidence/judge_traffic.h"

using namespace signalbox;
using namespace signalbox::evidence;
using traffic::Weight;

namespace {

ReleaseJudge errorJudge(std::optional<double> limit = {}) {
    GuardSet set;
    set.guards = {*guardFor("error_rate", limit, Action::RollBack)};
    return ReleaseJudge({.guards = set});
}

UnitOutcome failed(std::uint64_t unit, Arm arm, const std::string& why) {
    return {.unit = unit,
            .arm = arm,
            .canaryWeight = Weight::percent(50),
            .elapsed = std::chrono::milliseconds{unit * 10},
            .error = !why.empty(),
            .failure = why};
}

std::uint64_t unitsOf(const Explanation& explanation, const std::string& name, Arm arm) {
    for (const FailureClass& each : explanation.failures)
        if (each.name == name)
            return each.units.of(arm);
    return 0;
}

} // namespace

class TestFailureClasses : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void conversationsAreCountedOnce();
    void theMostFrequentIsTold();
    void hostileNamesAreBounded();
    void theyAreKept();
    void whatWasKeptBeforeIsRead();
    void damagedOnesAreRefused_data();
    void damagedOnesAreRefused();
    void otherMeasuresHaveNone();
    void afterwardsTheyGoOn();
    void latencyTellsOfOneMeasure_data();
    void latencyTellsOfOneMeasure();
};

void TestFailureClasses::conversationsAreCountedOnce() {
    ReleaseJudge judge = errorJudge();
    for (int again = 0; again < 5; ++again)
        judge.take(failed(1, Arm::Canary, again == 0 ? "timeout" : "503"));
    judge.take(failed(2, Arm::Stable, "timeout"));
    judge.take(failed(3, Arm::Canary, ""));
    const Explanation told = *judge.explain("error_rate");
    QCOMPARE(told.failures.size(), 1U);
    QCOMPARE(unitsOf(told, "timeout", Arm::Canary), 1U);
    QCOMPARE(unitsOf(told, "timeout", Arm::Stable), 1U);
}

void TestFailureClasses::theMostFrequentIsTold() {
    ReleaseJudge judge = errorJudge();
    Action action = Action::None;
    for (std::uint64_t unit = 1; unit <= 82; ++unit)
        action = std::max(action, judge.take(failed(unit, unit % 2 ? Arm::Canary : Arm::Stable,
                                                    unit % 2 == 0    ? ""
                                                    : unit % 20 == 1 ? "timeout"
                                                                     : "404 model_not_found")));
    QVERIFY(action == Action::RollBack);
    const Explanation told = *judge.explain("error_rate"); // of the moment in which it was enough
    std::uint64_t all = 0;
    for (const FailureClass& each : told.failures)
        all += each.units.canary;
    QCOMPARE(all, told.arms.canary.events);
    QCOMPARE(told.failures.front().name, std::string("404 model_not_found"));
    QVERIFY2(sentenceOf(told).ends_with(
                 std::format("{} of {} failures: 404 model_not_found.", told.failures.front().units.canary, all)),
             sentenceOf(told).c_str());
}

void TestFailureClasses::hostileNamesAreBounded() {
    ReleaseJudge judge = errorJudge();
    for (std::uint64_t unit = 1; unit <= 2000; ++unit)
        judge.take(failed(unit, Arm::Stable, "400 c" + std::to_string(unit)));
    const Explanation told = *judge.explain("error_rate");
    QCOMPARE(told.failures.size(), FailureClasses::most + 1);
    QCOMPARE(unitsOf(told, "other", Arm::Stable), 2000 - FailureClasses::most);
}

void TestFailureClasses::theyAreKept() {
    ReleaseJudge judge = errorJudge(0.02);
    for (std::uint64_t unit = 1; unit <= 300; ++unit)
        judge.take(failed(unit, unit % 2 ? Arm::Canary : Arm::Stable, unit % 50 == 1 ? "503 overloaded" : ""));
    const auto read = ReleaseJudge::fromJson(judge.toJson());
    QVERIFY(read);
    QCOMPARE(read->explain("error_rate")->failures, judge.explain("error_rate")->failures);
    QVERIFY(unitsOf(*read->explain("error_rate"), "503 overloaded", Arm::Canary) > 0);
    const Explanation told = *judge.explain("error_rate");
    QCOMPARE(explanationFromJson(explanationToJson(told)).value(), told);
}

// Evidence of a release that began under a backend without classes goes on.
void TestFailureClasses::whatWasKeptBeforeIsRead() {
    ReleaseJudge judge = errorJudge();
    judge.take(failed(1, Arm::Canary, "timeout"));
    QJsonObject kept = judge.toJson();
    const QString watches = QStringLiteral("watches");
    QJsonArray list = kept[watches].toArray();
    QVERIFY(!list.isEmpty());
    QJsonObject first = list.at(0).toObject();
    QVERIFY(first.contains(QStringLiteral("failures")));
    first.remove(QStringLiteral("failures"));
    list[0] = first;
    kept[watches] = list;
    const auto read = ReleaseJudge::fromJson(kept);
    QVERIFY(read);
    QVERIFY(read->explain("error_rate")->failures.empty());
    QCOMPARE(read->explain("error_rate")->arms.canary.events, 1U);
}

void TestFailureClasses::damagedOnesAreRefused_data() {
    QTest::addColumn<QJsonArray>("failures");
    const QJsonObject good{{QStringLiteral("class"), QStringLiteral("timeout")},
                           {QStringLiteral("canary"), 1},
                           {QStringLiteral("stable"), 0}};
    const auto with = [&good](const char* key, const QJsonValue& value) {
        QJsonObject object = good;
        object[QString::fromLatin1(key)] = value;
        return QJsonArray{object};
    };
    QTest::newRow("no object") << QJsonArray{1};
    QTest::newRow("no name") << with("class", QString());
    QTest::newRow("a long name") << with("class", QString(300, u'x'));
    QTest::newRow("less than none") << with("canary", -1);
    QTest::newRow("no number") << with("stable", QStringLiteral("many"));
    QJsonArray many;
    for (int i = 0; i < 40; ++i)
        many.append(good);
    QTest::newRow("too many") << many;
}

void TestFailureClasses::damagedOnesAreRefused() {
    QFETCH(QJsonArray, failures);
    ReleaseJudge judge = errorJudge();
    judge.take(failed(1, Arm::Canary, "timeout"));
    QJsonObject told = explanationToJson(*judge.explain("error_rate"));
    QVERIFY(explanationFromJson(told));
    told[QStringLiteral("failures")] = failures;
    QVERIFY(!explanationFromJson(told));
}

void TestFailureClasses::otherMeasuresHaveNone() {
    ReleaseJudge judge({.guards = usualGuards()});
    JudgeTraffic traffic(5, Weight::percent(50));
    for (int i = 0; i < 200; ++i) {
        auto outcome = traffic.next({.errors = 0.1}, {.errors = 0.1});
        outcome.failure = *outcome.error ? "500" : "";
        judge.take(outcome);
    }
    QVERIFY(!judge.explain("error_rate")->failures.empty());
    QVERIFY(judge.explain("latency_p95")->failures.empty() && judge.explain("cost")->failures.empty());
}

void TestFailureClasses::afterwardsTheyGoOn() {
    ReleaseJudge judge({.guards = usualGuards()});
    JudgeTraffic traffic(6, Weight::percent(50));
    for (int i = 0; i < 400; ++i)
        judge.take(traffic.next({}, {}));
    judge.observe(traffic.elapsed());
    std::uint64_t before = unitsOf(*judge.explain("error_rate"), "503", Arm::Canary);
    traffic.setWeight(Weight::all());
    for (int i = 0; i < 40; ++i) {
        auto outcome = traffic.next({}, {.errors = 0.5});
        outcome.failure = *outcome.error ? "503" : "";
        judge.take(outcome);
    }
    QVERIFY(unitsOf(*judge.explain("error_rate"), "503", Arm::Canary) > before);
}

void TestFailureClasses::latencyTellsOfOneMeasure_data() {
    QTest::addColumn<QString>("guard");
    QTest::addColumn<double>("slow"); // times stable
    QTest::addColumn<QString>("level");
    QTest::newRow("well, p50") << QStringLiteral("latency_p50") << 1.0 << QStringLiteral("p50");
    QTest::newRow("well, p95") << QStringLiteral("latency_p95") << 1.0 << QStringLiteral("p90");
    QTest::newRow("well, p99") << QStringLiteral("latency_p99") << 1.0 << QStringLiteral("p99");
    QTest::newRow("a little slower: the median shows it first") << QStringLiteral("latency_p95") << 1.3 << QString();
    QTest::newRow("much slower") << QStringLiteral("latency_p99") << 4.0 << QString();
}

// The numbers are those of the level that is named, and that level is the one that decides.
void TestFailureClasses::latencyTellsOfOneMeasure() {
    QFETCH(QString, guard);
    QFETCH(double, slow);
    QFETCH(QString, level);
    GuardSet set = usualGuards();
    set.guards = {*guardFor(guard.toStdString(), {}, Action::Pause)};
    ReleaseJudge judge({.guards = set});
    JudgeTraffic traffic(7, Weight::percent(50));
    for (int i = 0; i < 3000 && judge.judgement().action == Action::None; ++i)
        judge.take(traffic.next({}, {.slow = slow}));
    const Explanation told = judge.explainAll().front();
    QCOMPARE(told.verdict == Verdict::Worse, slow > 1);
    if (!level.isEmpty())
        QCOMPARE(QString::fromStdString(told.level), level);
    const auto named = std::ranges::find(told.levels, told.level, &LevelCounts::name);
    QVERIFY(named != told.levels.end());
    QCOMPARE(told.slowerThan, named->above);
    Both<std::uint64_t> counted;
    for (const WeightCounts& each : named->counts) {
        counted.canary += each.canary;
        counted.stable += each.stable;
    }
    QCOMPARE(told.arms.canary.events, counted.canary);
    QCOMPARE(told.arms.stable.events, counted.stable);
    if (slow > 1) {
        const auto evidenceOf = [](const LevelCounts& each) {
            RatioProcess process(each.grid, 1, each.promised);
            process.restore(each.counts);
            return process.logEvidence();
        };
        for (const LevelCounts& each : told.levels)
            QVERIFY2(evidenceOf(each) <= evidenceOf(*named), each.name.c_str());
        QVERIFY2(sentenceOf(told).contains(" was slower than "), sentenceOf(told).c_str());
    }
}

QTEST_APPLESS_MAIN(TestFailureClasses)
#include "tst_failure_classes.moc"
