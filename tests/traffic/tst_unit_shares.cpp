// How requests spread over units: against exact counting over traffic of many shapes, and what fades.
#include <map>
#include <random>

#include <QTest>

#include "core/traffic/unit_shares.h"

using namespace signalbox;
using namespace signalbox::traffic;
using namespace std::chrono_literals;

namespace {

const Monotonic start{1000h};

UnitsSeen seenOf(const std::vector<std::pair<std::uint64_t, std::optional<std::uint8_t>>>& requests) {
    UnitShares shares;
    for (const auto& [unit, field] : requests)
        shares.count(unit, field, start);
    return shares.seen();
}

} // namespace

class TestUnitShares : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void saysWhatItSees_data();
    void saysWhatItSees();
    void neverMoreThanThereAre();
    void whatIsOldFades();
};

void TestUnitShares::saysWhatItSees_data() {
    QTest::addColumn<int>("constant"); // percent of requests with one value
    QTest::addColumn<int>("unnamed");  // percent
    QTest::addColumn<int>("requests");
    QTest::addColumn<bool>("degenerate");
    QTest::addColumn<bool>("unnamedMostly");
    const auto row = [](const char* name, int constant, int unnamed, int requests, bool degenerate, bool mostly) {
        QTest::newRow(name) << constant << unnamed << requests << degenerate << mostly;
    };
    row("nothing", 0, 0, 0, false, false);
    row("one value, too few", 100, 0, 199, false, false);
    row("one value", 100, 0, 200, true, false);
    row("a quarter", 25, 0, 5'000, true, false);
    row("a fifth", 20, 0, 5'000, false, false);
    row("a tenth", 10, 0, 5'000, false, false);
    row("everybody another", 0, 0, 5'000, false, false);
    row("nobody is named", 0, 100, 5'000, false, true);
    row("half are not named", 0, 50, 5'000, false, false);
    row("most are not named, the rest is one", 30, 60, 5'000, true, true);
}

void TestUnitShares::saysWhatItSees() {
    QFETCH(int, constant);
    QFETCH(int, unnamed);
    QFETCH(int, requests);
    QFETCH(bool, degenerate);
    QFETCH(bool, unnamedMostly);
    std::vector<std::pair<std::uint64_t, std::optional<std::uint8_t>>> all;
    for (int i = 0; i < requests; ++i) {
        const int at = i * 37 % 100;
        if (at < constant)
            all.emplace_back(7, std::uint8_t{2});
        else if (at < constant + unnamed)
            all.emplace_back(1'000'000 + i, std::nullopt);
        else
            all.emplace_back(1'000'000 + i, std::uint8_t{1});
    }
    const UnitsSeen seen = seenOf(all);
    QCOMPARE(seen.requests, static_cast<std::uint64_t>(requests));
    QCOMPARE(seen.isDegenerate(), degenerate);
    QCOMPARE(seen.isUnnamed(), unnamedMostly);
    if (degenerate)
        QCOMPARE(seen.field, std::uint8_t{2});
}

// Whatever comes in whatever order: no unit is said to carry more than it does, and none with more than a fifth of the
// requests is missed by more than a thirty-second part of them.
void TestUnitShares::neverMoreThanThereAre() {
    std::mt19937_64 random(20'261'130);
    for (int run = 0; run < 400; ++run) {
        const auto units = std::uniform_int_distribution<std::uint64_t>(1, 3'000)(random);
        const double skew = std::uniform_real_distribution<double>(0, 4)(random);
        UnitShares shares;
        std::map<std::uint64_t, std::uint64_t> exact;
        const int requests = std::uniform_int_distribution<int>(200, 4'000)(random);
        for (int i = 0; i < requests; ++i) {
            const double draw = std::uniform_real_distribution<double>(0, 1)(random);
            const auto unit = 1 + static_cast<std::uint64_t>(std::pow(draw, 1 + skew) * static_cast<double>(units));
            ++exact[unit];
            shares.count(unit, std::uint8_t{0}, start);
        }
        const std::uint64_t heaviest = std::ranges::max(exact | std::views::values);
        const UnitsSeen seen = shares.seen();
        QVERIFY(seen.heaviest <= heaviest);
        if (heaviest * 5 > seen.requests)
            QVERIFY(seen.heaviest + seen.requests / 32 + 1 >= heaviest);
    }
}

void TestUnitShares::whatIsOldFades() {
    UnitShares shares;
    for (std::uint64_t i = 0; i < 1'000; ++i)
        shares.count(7, std::uint8_t{0}, start);
    QVERIFY(shares.seen().isDegenerate());
    for (std::uint64_t i = 0; i < 1'000; ++i)
        shares.count(100 + i, std::uint8_t{0}, start + UnitShares::halfLife * 3);
    QCOMPARE(shares.seen().requests, std::uint64_t{1'125});
    QVERIFY(!shares.seen().isDegenerate());
    shares.count(1, std::uint8_t{0}, start + std::chrono::hours{24'000}); // asleep for years
    QCOMPARE(shares.seen().requests, std::uint64_t{1});
}

QTEST_GUILESS_MAIN(TestUnitShares)
#include "tst_unit_shares.moc"
