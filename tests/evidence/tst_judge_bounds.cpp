// What bounds the judge: certainty from few values, memory, and stored evidence that was damaged.
#include <cmath>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "core/evidence/limit_window.h"
#include "core/evidence/outage_run.h"
#include "core/evidence/unit_register.h"
#include "tests/evidence/judge_traffic.h"

using namespace signalbox;
using namespace signalbox::evidence;
using traffic::Weight;

class TestJudgeBounds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFewEqualValuesAreNoCertainty();
    void aTroubledProviderIsNoOutageOfTheCanary_data();
    void aTroubledProviderIsNoOutageOfTheCanary();
    void aLimitThatBothAreNearBlamesNobody_data();
    void aLimitThatBothAreNearBlamesNobody();
    void aVersionWithinTheLimitStaysAfterItsRelease_data();
    void aVersionWithinTheLimitStaysAfterItsRelease();
    void anOutageHoldsFromWindowToWindow();
    void memoryIsBounded();
    void theRegisterThinsAlike();
    void damagedEvidenceIsRefused();
};

// Tool calls: nearly always one. Thirty canary units with one call each have no variance at all.
void TestJudgeBounds::aFewEqualValuesAreNoCertainty() {
    int paused = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        GuardSet set;
        set.guards = {*guardFor("tool_calls", {}, Action::Pause)};
        ReleaseJudge judge({.guards = set});
        JudgeTraffic traffic(100 + seed, Weight::percent(5));
        for (int i = 0; i < 4000; ++i) {
            auto outcome = traffic.next({.signal = 0.03}, {.signal = 0.03});
            outcome.kind = UnitKind::Single;
            outcome.toolCalls = outcome.signals.empty() ? 1 : 2;
            judge.take(outcome);
        }
        paused += judge.judgement().action == Action::Pause ? 1 : 0;
    }
    QVERIFY2(paused <= 200 * 0.05 + 3 * std::sqrt(200 * 0.05), qPrintable(QString::number(paused)));
}

void TestJudgeBounds::aTroubledProviderIsNoOutageOfTheCanary_data() {
    QTest::addColumn<double>("troubled"); // share of both arms' requests that fail
    QTest::addColumn<double>("weight");
    for (const double troubled : {0.05, 0.2, 0.5, 0.7, 0.9})
        for (const double weight : {0.05, 0.25, 0.5})
            QTest::addRow("%g %% of both fail at %g %%", troubled * 100, weight * 100) << troubled << weight;
}

// A provider in trouble fails both arms alike. Among some thousand requests the canary's failures then come in a row
// now and then, which no version that fails one request in two hundred would show.
void TestJudgeBounds::aTroubledProviderIsNoOutageOfTheCanary() {
    QFETCH(double, troubled);
    QFETCH(double, weight);
    simulation::Random random(static_cast<std::uint64_t>(troubled * 1000 + weight * 10));
    int blamed = 0;
    for (int trouble = 0; trouble < 2000; ++trouble) {
        OutageRun run(0.005);
        bool seen = false;
        for (int i = 0; i < 3300 && !seen; ++i) {
            const Arm arm = random.chance(weight) ? Arm::Canary : Arm::Stable;
            run.take(arm, random(), random.chance(i < 300 ? 0.005 : troubled));
            seen = run.state() == OutageRun::State::Outage;
        }
        blamed += seen ? 1 : 0;
    }
    QVERIFY2(blamed == 0, qPrintable(QString::number(blamed)));
}

void TestJudgeBounds::aLimitThatBothAreNearBlamesNobody_data() {
    QTest::addColumn<double>("share"); // of both arms' requests that fail
    QTest::addColumn<double>("weight");
    for (const double share : {0.02, 0.03, 0.1})
        for (const double weight : {0.25, 0.5})
            QTest::addRow("%g %% of both fail at %g %%", share * 100, weight * 100) << share << weight;
}

// A release may stand for a day, which is 144 windows, and each is looked at after every request.
void TestJudgeBounds::aLimitThatBothAreNearBlamesNobody() {
    QFETCH(double, share);
    QFETCH(double, weight);
    simulation::Random random(static_cast<std::uint64_t>(share * 1000 + weight * 10));
    GuardSet set;
    LimitWindow window(0.02, set);
    constexpr int windows = 1200;
    constexpr int perWindow = 600;
    const std::chrono::milliseconds between = set.limitWindow / perWindow;
    int blamed = 0;
    for (int i = 0; i < windows * perWindow; ++i) {
        window.take(random.chance(weight) ? Arm::Canary : Arm::Stable, random(), random.chance(share), i * between);
        if (window.state() != LimitWindow::State::Passed)
            continue;
        ++blamed;
        window = LimitWindow(0.02, set);
    }
    QVERIFY2(blamed == 0, qPrintable(QString::number(blamed)));
}

void TestJudgeBounds::aVersionWithinTheLimitStaysAfterItsRelease_data() {
    QTest::addColumn<double>("share");
    for (const double share : {0.005, 0.01, 0.015, 0.019})
        QTest::addRow("%g %%", share * 100) << share;
}

// Ten days of observing at a request a second, without a stable to compare with. Then one that is worse is seen.
void TestJudgeBounds::aVersionWithinTheLimitStaysAfterItsRelease() {
    QFETCH(double, share);
    simulation::Random random(static_cast<std::uint64_t>(share * 1e4));
    LimitWindow window(0.02, {});
    window.judgeAlone();
    std::chrono::seconds now{0};
    const auto passedAfter = [&](double failing, int requests) {
        int taken = 0;
        while (taken < requests && window.state() != LimitWindow::State::Passed) {
            window.take(Arm::Canary, random(), random.chance(failing), now += std::chrono::seconds(1));
            ++taken;
        }
        return taken;
    };
    QCOMPARE(passedAfter(share, 864'000), 864'000);
    const int bad = passedAfter(0.2, 2'000);
    QVERIFY2(bad < 600, qPrintable(QString::number(bad)));
}

// The first requests of the next ten minutes say nothing yet, so what was known of the provider still holds.
void TestJudgeBounds::anOutageHoldsFromWindowToWindow() {
    GuardSet set;
    set.guards = {*guardFor("error_rate", 0.02, Action::RollBack)};
    set.baseline.rates["error_rate"] = 0.005;
    ReleaseJudge judge({.guards = set});
    JudgeTraffic traffic(12, Weight::percent(5)); // a request a second
    for (int i = 0; i < 2000; ++i)
        judge.take(traffic.next({}, {}));
    int left = 20'000; // until it is known for what it is
    for (; left > 0 && !judge.judgement().notThisVersion; --left)
        judge.take(traffic.next({.errors = 0.3}, {.errors = 0.3}));
    QVERIFY(left > 0);
    int forgotten = 0;
    for (int i = 0; i < 20'000; ++i) {
        judge.take(traffic.next({.errors = 0.3}, {.errors = 0.3}));
        forgotten += judge.judgement().notThisVersion ? 0 : 1;
    }
    QVERIFY2(forgotten == 0, qPrintable(QString::number(forgotten)));
    QVERIFY2(judge.judgement().action == Action::None, judge.judgement().because.c_str());
    left = 20'000;
    for (; left > 0 && judge.judgement().notThisVersion; --left) // the provider is back
        judge.take(traffic.next({}, {}));
    QVERIFY(left > 0);
}

void TestJudgeBounds::memoryIsBounded() {
    GuardSet set = usualGuards();
    ReleaseJudge judge({.guards = set});
    JudgeTraffic traffic(8, Weight::percent(50));
    for (int i = 0; i < 150'000; ++i)
        judge.take(traffic.next({.errors = 0.5}, {.errors = 0.5}));
    const auto size = QJsonDocument(judge.toJson()).toJson(QJsonDocument::Compact).size();
    QVERIFY2(size < 3'000'000, qPrintable(QString::number(size)));
    const auto units = judge.explain("error_rate")->arms;
    const auto total = static_cast<double>(units.stable.units + units.canary.units);
    QVERIFY2(std::abs(total / 150'000 - 1) < 0.05, qPrintable(QString::number(total)));
    QVERIFY(judge.judgement().action == Action::None);
}

// What leaves the sample never comes back, and the sample stays what it is after a restart.
void TestJudgeBounds::theRegisterThinsAlike() {
    UnitRegister units(1000);
    for (std::uint64_t unit = 1; unit <= 100'000; ++unit)
        (void)units.see(unit);
    QVERIFY(units.size() <= 1000 && units.size() > 400);
    UnitRegister restored(1000);
    QVERIFY(restored.fromJson(units.toJson()));
    int again = 0;
    for (std::uint64_t unit = 1; unit <= 100'000; ++unit) {
        QVERIFY(units.see(unit) != Sighting::First);
        QCOMPARE(restored.holds(unit), units.holds(unit));
        again += units.holds(unit) ? 1 : 0;
    }
    QCOMPARE(static_cast<std::size_t>(again), units.size());
    UnitRegister small(10);
    QVERIFY(!small.fromJson(units.toJson())); // more than it may hold
}

// Every single field taken away, and every one replaced by nonsense: an error, never a crash or half a judge.
void TestJudgeBounds::damagedEvidenceIsRefused() {
    ReleaseJudge judge({.guards = usualGuards()});
    JudgeTraffic traffic(9, Weight::percent(25));
    for (int i = 0; i < 3000; ++i)
        judge.take(traffic.next({}, {.errors = 0.05}));
    const QJsonObject good = judge.toJson();
    QVERIFY(ReleaseJudge::fromJson(good));
    QVERIFY(!ReleaseJudge::fromJson({}));
    const QStringList mayBeAbsent = {
        QStringLiteral("candidate"),  QStringLiteral("baseline"),
        QStringLiteral("last_ms"),    QStringLiteral("step_need"),
        QStringLiteral("arm_counts"), QStringLiteral("canary_units")}; // older evidence has none
    for (const QString& key : good.keys()) {
        QJsonObject less = good;
        less.remove(key);
        if (!mayBeAbsent.contains(key))
            QVERIFY2(!ReleaseJudge::fromJson(less), qPrintable(key));
        QJsonObject wrong = good;
        wrong[key] = QJsonArray{1, QStringLiteral("x"), QJsonObject{}};
        if (key != QStringLiteral("last_ms"))
            QVERIFY2(!ReleaseJudge::fromJson(wrong), qPrintable(key));
    }
    const QJsonArray watches = good[QStringLiteral("watches")].toArray();
    for (qsizetype i = 0; i < watches.size(); ++i)
        for (const QString& key : watches[i].toObject().keys()) {
            QJsonObject watch = watches[i].toObject();
            watch[key] = QStringLiteral("?");
            QJsonArray changed = watches;
            changed[i] = watch;
            QJsonObject wrong = good;
            wrong[QStringLiteral("watches")] = changed;
            QVERIFY2(!ReleaseJudge::fromJson(wrong), qPrintable(key));
        }
}

QTEST_APPLESS_MAIN(TestJudgeBounds)
#include "tst_judge_bounds.moc"
