// When a provider that cannot be reached is tried again, and that a shadow's copies wait for it no longer than that.
#include <algorithm>
#include <format>

#include <QTest>

#include "core/models/health.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace std::chrono_literals;

namespace {

// The shadow is asked at a provider of its own.
traffic::RouteTablePtr shadowTable() {
    const auto plain = table(1, {});
    traffic::AgentRoute route = plain->routes().at("refunds");
    route.shadow = arm({.version = "2.0.0", .prompt = "Be long.", .provider = "shadow"});
    route.shadowShare = traffic::Weight::all();
    return std::make_shared<traffic::RouteTable>(
        1, std::map<std::string, traffic::AgentRoute, std::less<>>{{"refunds", std::move(route)}});
}

} // namespace

class TestHealth : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensAfterThreeInARow();
    void triesOnceAPause();
    void whatBeganEarlierSaysNothingNew();
    void aShadowThatRefusesIsLeftAlone();
};

void TestHealth::opensAfterThreeInARow() {
    models::Health health;
    const Monotonic now{1h};
    for (int i = 0; i < 10; ++i) {
        health.failed(now, now);
        health.failed(now, now);
        QVERIFY(health.allows(now));
        health.connected(); // not in a row
    }
    for (int i = 0; i < models::Health::failuresToOpen; ++i) {
        QVERIFY(health.allows(now));
        health.failed(now, now);
    }
    QVERIFY(!health.allows(now));
    health.connected();
    QVERIFY(health.allows(now));
}

void TestHealth::triesOnceAPause() {
    models::Health health;
    Monotonic now{1h};
    for (int i = 0; i < models::Health::failuresToOpen; ++i)
        health.failed(now, now);
    for (const auto pause : {1s, 2s, 4s, 8s, 16s, 30s, 30s}) {
        QVERIFY(!health.allows(now + pause - 1ms));
        now += pause;
        QVERIFY(health.allows(now));
        QVERIFY(!health.allows(now)); // one, and its outcome decides
        health.failed(now, now);
    }
    now += 30s;
    QVERIFY(health.allows(now)); // and nothing is heard of this one
    QVERIFY(!health.allows(now + 29s));
    QVERIFY(health.allows(now + 30s));
    health.connected();
    for (int i = 0; i < models::Health::failuresToOpen; ++i) {
        QVERIFY(health.allows(now));
        health.failed(now, now);
    }
    QVERIFY(health.allows(now + 1s)); // begins with the short pause again
}

void TestHealth::whatBeganEarlierSaysNothingNew() {
    models::Health health;
    const Monotonic now{1h};
    for (int i = 0; i < 16; ++i) // as many as are asked at the same time
        health.failed(now - 5s, now);
    QVERIFY(!health.allows(now + 999ms));
    QVERIFY(health.allows(now + 1s));
}

void TestHealth::aShadowThatRefusesIsLeftAlone() {
    const Upstream primary(answerInChat);
    auto shadow = std::make_unique<Upstream>(answerInChat);
    const std::uint16_t port = shadow->port();
    agents::Workspace places = workspace(primary.url());
    places.providers["shadow"].url = shadow->url();
    shadow.reset(); // nobody listens there now
    Sink sink;
    Gateway gateway({.shadow = {.perSecond = 10'000}}, places, sink);
    QVERIFY(gateway.start() && gateway.apply(shadowTable()));
    Caller caller(gateway.port());
    std::uint64_t asked = 0;
    const auto ask = [&] {
        ++asked;
        return bodyOf(caller.ask(post(chatPath, helloBody, std::format("X-Signalbox-Unit: u{}\r\n", asked)))) ==
               chatAnswer;
    };
    const auto counters = [&] { return gateway.counters().shadows["refunds"]; };
    const auto unreachable = [&] { return counters().dropped.at(static_cast<std::size_t>(ShadowDrop::Unreachable)); };
    for (int i = 0; i < 20; ++i) {
        QVERIFY(ask());
        if (i < models::Health::failuresToOpen)
            QTRY_COMPARE(counters().failed, asked);
    }
    QCOMPARE(counters().sent, 3U);
    QCOMPARE(counters().failed, 3U);
    QCOMPARE(unreachable(), 17U);
    QCOMPARE(std::ranges::count(sink.wait(23), traffic::Role::Shadow, &metrics::Observation::role), 3);

    const Upstream back(answerInChat, {}, port); // and it is noticed without a person
    QTRY_VERIFY_WITH_TIMEOUT(ask() && counters().answered >= 1, 5'000);
    QTRY_COMPARE(counters().sent + unreachable(), asked);
    const std::uint64_t before = counters().sent;
    for (int i = 0; i < 20; ++i)
        QVERIFY(ask());
    QTRY_COMPARE(counters().sent, before + 20);
    QTRY_COMPARE(counters().answered, counters().sent - 3);
}

QTEST_GUILESS_MAIN(TestHealth)
#include "tst_health.moc"
