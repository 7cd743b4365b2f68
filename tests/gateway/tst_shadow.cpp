// Shadows through a real gateway: what they are asked, and what is kept of it.

#include <QTest>

#include "tests/gateway/shadow_rig.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace std::chrono_literals;

class TestShadow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksAndPairs();
    void keepsStreamsAsTheyCame();
    void copiesItsShare();
    void neverBesideTheCanary();
    void notOfFailures();
    void asksStableAgain();
};

void TestShadow::asksAndPairs() {
    Rig rig(answerInChat);
    QVERIFY(rig.good);
    Caller caller(rig.gateway->port());
    const std::string answer = caller.ask(
        post(chatPath, helloBody, "X-Signalbox-Unit: u1\r\nAuthorization: Bearer caller\r\nX-Trace: t1\r\n"));
    QVERIFY(answer.find("x-signalbox-version: 1.0.0\r\n") != std::string::npos);
    QTRY_COMPARE(rig.pairs.all().size(), 1U);
    const std::string copy = rig.copies().at(0);
    QVERIFY2(copy.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"), copy.c_str());
    QVERIFY(copy.find("Bearer caller") == std::string::npos);
    QCOMPARE(bodyOf(copy),
             std::string(R"({"model":"model-of-2.0.0","messages":[{"role":"system","content":"Be long."},)"
                         R"({"role":"user","content":"hi"}]})"));
    const metrics::Pair pair = rig.pairs.all().at(0);
    QCOMPARE(pair.agent, std::string("refunds"));
    QCOMPARE(pair.request, std::string(helloBody));
    QCOMPARE(pair.stable.version, std::string("1.0.0"));
    QCOMPARE(pair.shadow.version, std::string("2.0.0"));
    QCOMPARE(pair.stable.body, std::string(chatAnswer));
    QCOMPARE(pair.shadow.body, std::string(chatAnswer));
    QCOMPARE(pair.shadow.outputTokens.value_or(-1), 3);
    QVERIFY(pair.shadow.outcome == metrics::Outcome::Success);
    const auto seen = rig.sink.wait(2);
    const auto shadow = std::ranges::find(seen, traffic::Role::Shadow, &metrics::Observation::role);
    QVERIFY(shadow != seen.end());
    QCOMPARE(shadow->version, std::string("2.0.0"));
    QCOMPARE(shadow->unit, pair.unit);
    QCOMPARE(rig.counters().sent, 1U);
    QCOMPARE(rig.counters().answered, 1U);
}

void TestShadow::keepsStreamsAsTheyCame() {
    const std::string events =
        "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"yes\"}}]}\n\ndata: [DONE]\n\n";
    Rig rig([&](RawSocket& socket, const std::string&) {
        socket.send(std::format("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n"
                                "\r\n{:x}\r\n{}\r\n0\r\n\r\n",
                                events.size(), events));
    });
    QVERIFY(rig.ask(1) < 1s);
    QTRY_COMPARE(rig.pairs.all().size(), 1U);
    QCOMPARE(rig.pairs.all().at(0).shadow.body, events);
    QCOMPARE(rig.pairs.all().at(0).shadow.contentType, std::string("text/event-stream"));
}

void TestShadow::copiesItsShare() {
    const auto share = traffic::Weight::percent(20);
    Rig rig(answerInChat, {.perSecond = 10'000}, share);
    const auto drawn = shadowTable(1, share);
    std::uint64_t expected = 0;
    for (int i = 0; i < 1000; ++i)
        expected += drawn->choose("refunds", std::format("u{}", i))->shadow != nullptr ? 1 : 0;
    QVERIFY2(expected > 143 && expected < 257, "200 ± 4.5 standard deviations");
    QVERIFY(rig.ask(1000) < 1s);
    QTRY_COMPARE(rig.counters().answered, expected);
    QCOMPARE(rig.counters().sent, expected);
}

void TestShadow::neverBesideTheCanary() {
    Rig rig(answerInChat);
    QVERIFY(rig.gateway->apply(shadowTable(2, traffic::Weight::all(), traffic::Weight::all())));
    QVERIFY(rig.ask(20) < 1s);
    QCOMPARE(rig.sink.wait(20).size(), 20U);
    QCOMPARE(rig.counters().sent, 0U);
}

void TestShadow::notOfFailures() {
    Pairs pairs;
    Sink sink;
    Upstream upstream([](RawSocket& socket, const std::string& request) {
        if (request.find("cut") != std::string::npos)
            socket.reset();
        else
            socket.send(json("{}", 503));
    });
    Gateway gateway(Settings{.pairs = &pairs}, workspace(upstream.url()), sink);
    QVERIFY(gateway.start() && gateway.apply(shadowTable(1, traffic::Weight::all())));
    Caller caller(gateway.port());
    QVERIFY(caller.ask(post(chatPath, R"({"model":"refunds","messages":[{"role":"user","content":"cut"}]})"))
                .starts_with("HTTP/1.1 502 "));
    QVERIFY(caller.ask(post(chatPath, helloBody)).starts_with("HTTP/1.1 503 "));
    // An answered error is compared: it may well be that the shadow does better.
    QTRY_COMPARE(pairs.all().size(), 1U);
    QCOMPARE(pairs.all().at(0).stable.status, 503);
    QCOMPARE(gateway.counters().shadows.at("refunds").sent, 1U);
}

void TestShadow::asksStableAgain() {
    Rig rig(answerInChat);
    QVERIFY(rig.gateway->apply(shadowTable(2, traffic::Weight::all(), {}, traffic::Weight::percent(50))));
    QVERIFY(rig.ask(60) < 1s);
    QTRY_COMPARE(rig.counters().answered, 60U);
    const auto noise = [&] {
        return static_cast<std::uint64_t>(
            std::ranges::count(rig.pairs.all(), metrics::PairKind::Noise, &metrics::Pair::kind));
    };
    QTRY_COMPARE(noise(), rig.counters().again);
    QVERIFY2(noise() >= 15 && noise() <= 45, std::format("{} of 60", noise()).c_str());
    QCOMPARE(rig.counters().sent, 60U);
    QCOMPARE(rig.copies().size(), 60U + noise()); // marked as shadows, all of them
    for (const metrics::Pair& pair : rig.pairs.all()) {
        QCOMPARE(pair.shadow.version, std::string(pair.kind == metrics::PairKind::Noise ? "1.0.0" : "2.0.0"));
        QCOMPARE(pair.stable.version, std::string("1.0.0"));
        QCOMPARE(pair.shadow.body, std::string(chatAnswer));
    }
    // What stable answers nobody is not measured as anything.
    for (const metrics::Observation& seen : rig.sink.wait(120))
        QVERIFY(seen.role != traffic::Role::Shadow || seen.version == "2.0.0");
}

QTEST_MAIN(TestShadow)
#include "tst_shadow.moc"
