// Assignment: SipHash against its published vectors, stickiness, one-way ramps, uniformity, and keys of nothing.
#include <array>
#include <cmath>
#include <format>

#include <QTest>

#include "core/traffic/route_table.h"
#include "core/traffic/siphash.h"
#include "core/traffic/unit.h"

using namespace signalbox;
using namespace signalbox::traffic;

namespace {

agents::VersionRef version(std::uint64_t major) {
    return {.version = {.major = major}, .digest = sha256(std::to_string(major))};
}

RouteTable tableWith(Weight canary, std::string_view salt = "release 1") {
    AgentRoute route{.agent = "refunds",
                     .salt = saltFrom(salt),
                     .stable = {.version = version(1), .snapshot = {}},
                     .canary = Arm{.version = version(2), .snapshot = {}},
                     .canaryWeight = canary,
                     .shadow = {},
                     .shadowShare = {}};
    std::map<std::string, AgentRoute, std::less<>> routes;
    routes.emplace("refunds", std::move(route));
    return {7, std::move(routes)};
}

std::string unit(int number) {
    return std::format("user-{}", number);
}

} // namespace

class TestRouteTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sipHashMatchesThePublishedVectors();
    void bucketsAreUniform_data();
    void bucketsAreUniform();
    void everyUnitIsSticky();
    void rampMovesUnitsOneWayAndNoMoreThanTheDifference();
    void weightsAreThousandths();
    void noCanaryAtZeroAndNoStableAtAll();
    void noCanaryWithoutAnArm();
    void anotherSaltDrawsOtherUnits();
    void unknownAgentsAreNotRouted();
    void roleNamesRoundTrip();
    void emptyKeysAreAbsent();
};

// Appendix A of the SipHash paper: key 00…0f, inputs 00, 00 01, …
void TestRouteTable::sipHashMatchesThePublishedVectors() {
    const std::array<std::uint64_t, 16> expected{
        0x726fdb47dd0e0e31U, 0x74f839c593dc67fdU, 0x0d6c8009d9a94f5aU, 0x85676696d7fb7e2dU,
        0xcf2794e0277187b7U, 0x18765564cd99a68dU, 0xcbc9466e58fee3ceU, 0xab0200f58b01d137U,
        0x93f5f5799a932462U, 0x9e0082df0ba9e4b0U, 0x7a5dbbc594ddb9f3U, 0xf4b32f46226bada7U,
        0x751e8fbc860ee5fbU, 0x14ea5627c0843d90U, 0xf723ca908e7af2eeU, 0xa129ca6149be45e5U};
    std::array<std::uint8_t, 16> key{};
    for (std::size_t i = 0; i < key.size(); ++i)
        key[i] = static_cast<std::uint8_t>(i);
    std::string input;
    for (std::size_t length = 0; length < expected.size(); ++length) {
        QCOMPARE(sipHash24(key, input), expected[length]);
        input.push_back(static_cast<char>(length));
    }
}

void TestRouteTable::bucketsAreUniform_data() {
    QTest::addColumn<QString>("salt");
    QTest::newRow("one salt") << QStringLiteral("a");
    QTest::newRow("another salt") << QStringLiteral("refunds/4f1c");
}

// χ² over 1,000 cells and 1,000,000 keys: 999 degrees of freedom; 1,143.9 is the 0.999 quantile.
void TestRouteTable::bucketsAreUniform() {
    QFETCH(const QString, salt);
    const Salt key = saltFrom(salt.toStdString());
    constexpr int keys = 1'000'000;
    std::array<int, 1000> cells{};
    for (int i = 0; i < keys; ++i) {
        const std::uint32_t bucket = bucketOf(key, unit(i));
        QVERIFY(bucket < 100'000);
        ++cells[bucket / 100];
    }
    double chi = 0;
    constexpr double each = keys / 1000.0;
    for (const int cell : cells)
        chi += (cell - each) * (cell - each) / each;
    QVERIFY2(chi < 1143.9 && chi > 860, qPrintable(QString::number(chi)));
}

void TestRouteTable::everyUnitIsSticky() {
    const RouteTable first = tableWith(Weight::percent(25));
    const RouteTable second = tableWith(Weight::percent(25));
    for (int i = 0; i < 20'000; ++i)
        QVERIFY(first.choose("refunds", unit(i))->role == second.choose("refunds", unit(i))->role);
}

void TestRouteTable::rampMovesUnitsOneWayAndNoMoreThanTheDifference() {
    constexpr int keys = 200'000;
    const std::array<std::uint32_t, 8> ramp{0, 1, 50, 100, 250, 500, 999, 1000};
    for (std::size_t step = 1; step < ramp.size(); ++step) {
        const RouteTable low = tableWith(Weight::thousandths(ramp[step - 1]));
        const RouteTable high = tableWith(Weight::thousandths(ramp[step]));
        int moved = 0;
        for (int i = 0; i < keys; ++i) {
            const Role before = low.choose("refunds", unit(i))->role;
            const Role after = high.choose("refunds", unit(i))->role;
            QVERIFY2(!(before == Role::Canary && after == Role::Stable), "a ramp up moved a unit back");
            moved += before != after ? 1 : 0;
        }
        const double expected = keys * (ramp[step] - ramp[step - 1]) / 1000.0;
        QVERIFY2(std::abs(moved - expected) < 5 * std::sqrt(expected) + 5,
                 qPrintable(QStringLiteral("%1 moved, %2 expected").arg(moved).arg(expected)));
    }
}

void TestRouteTable::weightsAreThousandths() {
    QCOMPARE(Weight::thousandths(5).toString(), std::string("0.5 %"));
    QCOMPARE(Weight::percent(5).toString(), std::string("5 %"));
    QCOMPARE(Weight::thousandths(4'000'000'000U), Weight::all());
    QCOMPARE(Weight::percent(50).rest(), Weight::percent(50));
    const RouteTable table = tableWith(Weight::thousandths(5));
    int canary = 0;
    for (int i = 0; i < 400'000; ++i)
        canary += table.choose("refunds", unit(i))->role == Role::Canary ? 1 : 0;
    QVERIFY2(canary > 1780 && canary < 2220, qPrintable(QString::number(canary)));
}

void TestRouteTable::noCanaryAtZeroAndNoStableAtAll() {
    const RouteTable none = tableWith(Weight{});
    const RouteTable all = tableWith(Weight::all());
    for (int i = 0; i < 100'000; ++i) {
        const auto stable = none.choose("refunds", unit(i));
        const auto canary = all.choose("refunds", unit(i));
        QVERIFY(stable->role == Role::Stable);
        QCOMPARE(stable->arm->version, version(1));
        QCOMPARE(stable->weight, Weight::all());
        QVERIFY(canary->role == Role::Canary);
        QCOMPARE(canary->arm->version, version(2));
    }
}

void TestRouteTable::noCanaryWithoutAnArm() {
    std::map<std::string, AgentRoute, std::less<>> routes;
    routes.emplace("a", AgentRoute{.agent = "a",
                                   .salt = {},
                                   .stable = {.version = version(1), .snapshot = {}},
                                   .canary = {},
                                   .canaryWeight = Weight::all(),
                                   .shadow = {},
                                   .shadowShare = {}});
    const RouteTable table(1, std::move(routes));
    QVERIFY(table.choose("a", "u")->role == Role::Stable);
    QCOMPARE(table.choose("a", "u")->weight, Weight::all());
}

void TestRouteTable::anotherSaltDrawsOtherUnits() {
    const RouteTable first = tableWith(Weight::percent(10), "release 1");
    const RouteTable second = tableWith(Weight::percent(10), "release 2");
    int both = 0;
    for (int i = 0; i < 100'000; ++i) {
        both += first.choose("refunds", unit(i))->role == Role::Canary &&
                        second.choose("refunds", unit(i))->role == Role::Canary
                    ? 1
                    : 0;
    }
    QVERIFY2(both > 850 && both < 1150, qPrintable(QString::number(both))); // independent: 1,000
}

void TestRouteTable::unknownAgentsAreNotRouted() {
    const RouteTable table = tableWith(Weight::percent(5));
    QVERIFY(!table.choose("refund", "u"));
    QVERIFY(!table.choose("", "u"));
    QVERIFY(table.choose("refunds", ""));
}

void TestRouteTable::roleNamesRoundTrip() {
    for (const Role role : {Role::Stable, Role::Canary, Role::Shadow})
        QVERIFY(roleFrom(toString(role)) == std::optional(role));
    QVERIFY(!roleFrom("Stable"));
    QVERIFY(!roleFrom(""));
}

void TestRouteTable::emptyKeysAreAbsent() {
    QVERIFY(keyIn(" \t ").empty());
    QVERIFY(keyIn("").empty());
    QVERIFY(keyIn(" u 1 \r\n") == "u 1");
}

QTEST_APPLESS_MAIN(TestRouteTable)
#include "tst_route_table.moc"
