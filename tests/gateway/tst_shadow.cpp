// Shadows through a real gateway: what they are asked, what is kept of it, and that nothing they do reaches a caller.
#include <algorithm>
#include <condition_variable>
#include <format>
#include <numeric>

#include <QTest>

#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace std::chrono_literals;

namespace {

class Pairs final : public metrics::PairSink {
public:
    void take(metrics::Pair pair) override {
        const std::scoped_lock lock(m_mutex);
        m_all.push_back(std::move(pair));
    }

    [[nodiscard]] std::vector<metrics::Pair> all() const {
        const std::scoped_lock lock(m_mutex);
        return m_all;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<metrics::Pair> m_all;
};

traffic::RouteTablePtr shadowTable(std::uint64_t revision, traffic::Weight share, traffic::Weight canaryWeight = {},
                                   traffic::Weight noise = {}) {
    const auto plain = table(revision, {}, {.version = "2.0.0", .prompt = "Be long."}, canaryWeight);
    traffic::AgentRoute route = plain->routes().at("refunds");
    route.shadow = arm({.version = "2.0.0", .prompt = "Be long."});
    route.shadowShare = share;
    route.noiseShare = noise;
    return std::make_shared<traffic::RouteTable>(
        revision, std::map<std::string, traffic::AgentRoute, std::less<>>{{"refunds", std::move(route)}});
}

bool isShadow(const std::string& request) {
    return request.find("x-signalbox-shadow: 1\r\n") != std::string::npos;
}

struct Rig {
    explicit Rig(Upstream::Serve shadow, ShadowLimits limits = {}, traffic::Weight share = traffic::Weight::all())
        : upstream([shadow = std::move(shadow)](RawSocket& socket, const std::string& request) {
              if (isShadow(request))
                  shadow(socket, request);
              else
                  socket.send(json(chatAnswer));
          }) {
        gateway =
            std::make_unique<Gateway>(Settings{.shadow = limits, .pairs = &pairs}, workspace(upstream.url()), sink);
        good = gateway->start() && gateway->apply(shadowTable(1, share));
    }

    // Asks so often, each time as another unit; the slowest answer.
    std::chrono::microseconds ask(int times) const {
        Caller caller(gateway->port());
        Monotonic::duration slowest{};
        for (int i = 0; i < times; ++i) {
            const auto begin = std::chrono::steady_clock::now();
            const auto answer = caller.ask(post(chatPath, helloBody, std::format("X-Signalbox-Unit: u{}\r\n", i)));
            slowest = std::max(slowest, std::chrono::steady_clock::now() - begin);
            if (bodyOf(answer) != chatAnswer)
                return 1h;
        }
        return std::chrono::duration_cast<std::chrono::microseconds>(slowest);
    }

    [[nodiscard]] ShadowCounters counters() const {
        const auto all = gateway->counters().shadows;
        const auto found = all.find("refunds");
        return found == all.end() ? ShadowCounters{} : found->second;
    }

    [[nodiscard]] std::uint64_t dropped(ShadowDrop reason) const {
        return counters().dropped.at(static_cast<std::size_t>(reason));
    }

    [[nodiscard]] std::vector<std::string> copies() const {
        auto requests = upstream.requests();
        std::erase_if(requests, [](const std::string& request) { return !isShadow(request); });
        return requests;
    }

    Sink sink;
    Pairs pairs;
    Upstream upstream;
    std::unique_ptr<Gateway> gateway;
    bool good = false;
};

} // namespace

class TestShadow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void asksAndPairs();
    void keepsStreamsAsTheyCame();
    void copiesItsShare();
    void neverBesideTheCanary();
    void notOfFailures();
    void leavesThePrimaryAlone_data();
    void leavesThePrimaryAlone();
    void dropsWhatIsTooMuch_data();
    void dropsWhatIsTooMuch();
    void endsWithTheShadow();
    void stopsInTheMiddle();
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

void TestShadow::leavesThePrimaryAlone_data() {
    QTest::addColumn<QString>("fault");
    for (const char* fault : {"slow", "hangs", "resets", "closes", "huge", "garbage", "endless head"})
        QTest::newRow(fault) << QString::fromLatin1(fault);
}

void TestShadow::leavesThePrimaryAlone() {
    QFETCH(QString, fault);
    std::atomic<bool> stop = false;
    Rig rig(
        [&](RawSocket& socket, const std::string&) {
            if (fault == u"slow" || fault == u"hangs") {
                static_cast<void>(socket.isClosedByPeer(fault == u"slow" ? 2'000 : 4'000));
                socket.send(json(chatAnswer));
            } else if (fault == u"resets") {
                socket.reset();
            } else if (fault == u"closes") {
                socket.close();
            } else if (fault == u"garbage") {
                socket.send("SSH-2.0-server\r\n\r\n");
            } else if (fault == u"huge") {
                socket.send(json(std::string(10'000'000, 'x')));
            } else {
                socket.send("HTTP/1.1 200 OK\r\n");
                while (!stop && socket.send("x-filler: " + std::string(1000, 'x') + "\r\n")) {
                }
            }
        },
        {.concurrency = 4, .perSecond = 10'000});
    QVERIFY(rig.ask(50) < 500ms);
    stop = true;
    QCOMPARE(rig.gateway->counters().requests, 50U);
    const auto good = [&] {
        return std::ranges::count_if(rig.sink.wait(0), [](const metrics::Observation& one) {
            return one.role == traffic::Role::Stable && one.outcome == metrics::Outcome::Success;
        });
    };
    QTRY_COMPARE(good(), 50);
    QVERIFY(rig.counters().sent >= 4);
}

void TestShadow::dropsWhatIsTooMuch_data() {
    QTest::addColumn<int>("reason");
    for (const auto reason : {ShadowDrop::Full, ShadowDrop::Late, ShadowDrop::Rate, ShadowDrop::Budget})
        QTest::newRow(toString(reason).data()) << static_cast<int>(reason);
}

void TestShadow::dropsWhatIsTooMuch() {
    QFETCH(int, reason);
    const auto wanted = static_cast<ShadowDrop>(reason);
    ShadowLimits limits{.concurrency = 1};
    if (wanted == ShadowDrop::Full)
        limits.waitingBytes = 4 * 1024;
    else if (wanted == ShadowDrop::Late)
        limits.waitingTime = 20ms;
    else if (wanted == ShadowDrop::Rate)
        limits.perSecond = 1;
    else
        limits.spendPerHour = 1; // one answer and no more
    const bool slow = wanted == ShadowDrop::Full || wanted == ShadowDrop::Late;
    const auto answer = [slow](RawSocket& socket, const std::string&) {
        if (slow)
            static_cast<void>(socket.isClosedByPeer(150));
        socket.send(json(chatAnswer));
    };
    Rig rig(answer, limits);
    QVERIFY(rig.ask(20) < 1s);
    QTRY_COMPARE(rig.counters().answered + rig.dropped(wanted), 20U);
    QVERIFY(rig.dropped(wanted) > 0);
    QVERIFY(rig.counters().answered > 0);
}

void TestShadow::endsWithTheShadow() {
    std::atomic<int> answered = 0;
    Rig rig(
        [&](RawSocket& socket, const std::string&) {
            static_cast<void>(socket.isClosedByPeer(300));
            ++answered;
            socket.send(json(chatAnswer));
        },
        {.concurrency = 1});
    QVERIFY(rig.ask(10) < 1s);
    QTRY_COMPARE(rig.copies().size(), 1U);
    QVERIFY(rig.gateway->apply(table(2, {}))); // rolled back: what waits is not sent any more
    QTRY_COMPARE(rig.dropped(ShadowDrop::Withdrawn), 9U);
    QTRY_COMPARE(rig.counters().answered, 1U);
    QCOMPARE(rig.copies().size(), 1U);
}

void TestShadow::stopsInTheMiddle() {
    const auto begin = std::chrono::steady_clock::now();
    {
        Rig rig([](RawSocket& socket, const std::string&) { static_cast<void>(socket.isClosedByPeer(10'000)); },
                {.concurrency = 4});
        QVERIFY(rig.ask(20) < 1s);
        QTRY_COMPARE(rig.copies().size(), 4U);
        rig.gateway.reset();
    }
    QVERIFY(std::chrono::steady_clock::now() - begin < 5s);
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
