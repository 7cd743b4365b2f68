// What may be asked of models: each limit by itself, what is under way, hours and clocks that go back.
#include <QTest>

#include "core/models/budget.h"

using namespace signalbox;
using namespace signalbox::models;
using namespace std::chrono_literals;

class TestBudget : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestsAreCounted();
    void moneyUnderWayCounts();
    void anHourEnds();
    void goesOnAfterARestart();
    void onlySoManyAtOnce();
    void aRateAllowsASecondsWorth();
};

void TestBudget::requestsAreCounted() {
    Budget budget({.requestsPerHour = 3});
    for (int i = 0; i < 3; ++i) {
        QVERIFY(budget.shortage(1h, 1, 0) == Shortage::None);
        budget.begin(0);
        budget.end(0, 1'000'000);
    }
    QVERIFY(budget.shortage(1h, 1, 0) == Shortage::Requests);
    Budget two({.requestsPerHour = 3}, {.began = 1h, .requests = 2});
    QVERIFY(two.shortage(1h, 2, 0) == Shortage::Requests); // both or none
    QVERIFY(two.shortage(1h, 1, 0) == Shortage::None);
}

void TestBudget::moneyUnderWayCounts() {
    Budget budget({.moneyPerHour = 100});
    QVERIFY(budget.shortage(1h, 1, 100) == Shortage::None);
    QVERIFY(budget.shortage(1h, 1, 101) == Shortage::Money);
    budget.begin(60);
    QVERIFY(budget.shortage(1h, 1, 41) == Shortage::Money);
    QVERIFY(budget.shortage(1h, 1, 40) == Shortage::None);
    budget.end(60, 10); // cheaper than it could have been
    QVERIFY(budget.shortage(1h, 1, 90) == Shortage::None);
    QVERIFY(budget.shortage(1h, 1, 91) == Shortage::Money);
    Budget none({});
    none.begin(1'000);
    none.end(1'000, 1'000);
    QVERIFY(none.shortage(1h, 1'000'000, 1'000'000) == Shortage::None);
}

void TestBudget::anHourEnds() {
    Budget budget({.moneyPerHour = 100, .requestsPerHour = 1});
    QVERIFY(budget.shortage(5h, 1, 0) == Shortage::None);
    budget.begin(50);
    QVERIFY(budget.shortage(6h - 1ms, 1, 0) == Shortage::Requests);
    QVERIFY(budget.shortage(6h, 1, 51) == Shortage::Money); // what is still under way falls into the new one
    QVERIFY(budget.shortage(6h, 1, 50) == Shortage::None);
    budget.end(50, 50);
    QVERIFY(budget.shortage(6h, 1, 51) == Shortage::Money);
    QVERIFY(budget.shortage(5h, 1, 100) == Shortage::None); // the clock was set back
}

void TestBudget::goesOnAfterARestart() {
    Budget first({.requestsPerHour = 2});
    QVERIFY(first.shortage(7h, 1, 0) == Shortage::None);
    first.begin(0);
    first.end(0, 9);
    const BudgetHour expected{.began = 7h, .requests = 1, .spent = 9};
    QVERIFY(first.hour() == expected);
    Budget second({.requestsPerHour = 2}, first.hour());
    QVERIFY(second.shortage(7h + 30min, 2, 0) == Shortage::Requests);
    QVERIFY(second.shortage(8h, 2, 0) == Shortage::None);
}

void TestBudget::onlySoManyAtOnce() {
    Budget budget({.atOnce = 2});
    budget.begin(0);
    QVERIFY(budget.hasPlace());
    budget.begin(0);
    QVERIFY(!budget.hasPlace());
    budget.end(0, 0);
    QVERIFY(budget.hasPlace());
    QCOMPARE(budget.running(), std::size_t{1});
}

void TestBudget::aRateAllowsASecondsWorth() {
    const Monotonic start{1h};
    Rate rate(3, start);
    const auto takes = [&rate](Monotonic now) {
        int taken = 0;
        for (; rate.hasTurn(now); ++taken)
            rate.take();
        return taken;
    };
    QCOMPARE(takes(start), 3);
    QCOMPARE(takes(start + 334ms), 1);
    QCOMPARE(takes(start + 1h), 3);
    Rate slow(0.5, start);
    QVERIFY(!slow.hasTurn(start));
    QVERIFY(slow.hasTurn(start + 1s));
}

QTEST_APPLESS_MAIN(TestBudget)
#include "tst_budget.moc"
