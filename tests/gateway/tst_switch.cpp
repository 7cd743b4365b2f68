// Switching versions while callers are busy: no request that begins after apply() returned meets the former version,
// and none fails.
#include <QTest>

#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

class TestSwitch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void underLoad();
    void sharesAndStickiness();
    void stopLetsRequestsFinish();
};

void TestSwitch::underLoad() {
    constexpr int callers = 8;
    constexpr int switches = 100;
    Sink sink;
    Upstream upstream([](RawSocket& socket, const std::string&) { socket.send(json(chatAnswer)); });
    Gateway gateway({}, workspace(upstream.url()), sink);
    const VersionSpec canary{.version = "1.1.0", .prompt = "Be exact."};
    QVERIFY(gateway.start() && gateway.apply(table(0, {})));
    std::atomic<int> inEffect = 0; // raised after each apply(): even is stable, odd is canary
    std::atomic<bool> stopping = false;
    std::atomic<int> wrong = 0;
    std::atomic<int> failed = 0;
    std::atomic<int> asked = 0;
    std::vector<std::jthread> threads;
    for (int i = 0; i < callers; ++i) {
        threads.emplace_back([&] {
            Caller caller(gateway.port());
            while (!stopping) {
                const int before = inEffect;
                const std::string answer = caller.ask(post("/v1/chat/completions", helloBody));
                const int after = inEffect;
                failed += answer.starts_with("HTTP/1.1 200 ") ? 0 : 1;
                const bool isCanary = answer.find("x-signalbox-role: canary") != std::string::npos;
                // No switch was acknowledged or begun meanwhile (the next one raises `inEffect` to odd halves).
                wrong += before == after && before % 2 == 0 && isCanary != (before / 2 % 2 != 0) ? 1 : 0;
                ++asked;
            }
        });
    }
    for (int i = 1; i <= switches; ++i) {
        const int target = asked + 4 * callers;
        QVERIFY(eventually([&asked, target] { return asked >= target; }));
        ++inEffect; // odd: a switch is under way
        const auto weight = i % 2 != 0 ? traffic::Weight::all() : traffic::Weight{};
        const auto applied = gateway.apply(table(static_cast<std::uint64_t>(i), {}, canary, weight));
        ++inEffect;
        QVERIFY(applied);
        QCOMPARE(gateway.observed()->revision(), static_cast<std::uint64_t>(i));
    }
    stopping = true;
    threads.clear();
    QCOMPARE(wrong.load(), 0);
    QCOMPARE(failed.load(), 0);
    QVERIFY(asked > switches * callers);
    QCOMPARE(sink.wait(static_cast<std::size_t>(asked)).size(), static_cast<std::size_t>(asked));
}

void TestSwitch::sharesAndStickiness() {
    Sink sink;
    Upstream upstream([](RawSocket& socket, const std::string&) { socket.send(json(chatAnswer)); });
    Gateway gateway({}, workspace(upstream.url()), sink);
    const VersionSpec canary{.version = "1.1.0", .prompt = "Be exact."};
    QVERIFY(gateway.start() && gateway.apply(table(1, {}, canary, traffic::Weight::percent(25))));
    Caller caller(gateway.port());
    const auto isCanary = [&caller](int unit) {
        const std::string header = "X-Signalbox-Unit: user-" + std::to_string(unit) + "\r\n";
        return caller.ask(post("/v1/chat/completions", helloBody, header)).find("role: canary") != std::string::npos;
    };
    std::vector<bool> first;
    int canaries = 0;
    for (int unit = 0; unit < 400; ++unit) {
        first.push_back(isCanary(unit));
        canaries += first.back() ? 1 : 0;
    }
    QVERIFY2(canaries > 65 && canaries < 135, qPrintable(QString::number(canaries))); // 100 ± 4 standard deviations
    QVERIFY(gateway.apply(table(2, {}, canary, traffic::Weight::percent(50))));
    for (int unit = 0; unit < 400; ++unit)
        QVERIFY(!first[static_cast<std::size_t>(unit)] || isCanary(unit));
}

void TestSwitch::stopLetsRequestsFinish() {
    Sink sink;
    std::atomic<bool> begun = false;
    Upstream upstream([&begun](RawSocket& socket, const std::string&) {
        begun = true;
        socket.readMore(200); // the answer takes a moment
        socket.send(json(chatAnswer));
    });
    Gateway gateway({}, workspace(upstream.url()), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {})));
    const std::uint16_t port = gateway.port();
    Caller idle(port);
    Caller busy(port);
    QVERIFY(busy.send(post("/v1/chat/completions", helloBody)));
    QVERIFY(eventually([&begun] { return begun.load(); }));
    gateway.stop(std::chrono::seconds{5});
    const std::string answer = busy.readMessage(true);
    QVERIFY2(answer.starts_with("HTTP/1.1 200 "), answer.c_str());
    QVERIFY(idle.isClosedByPeer(0));
    QCOMPARE(RawSocket::connectTo(port), -1);
    QCOMPARE(sink.wait(1).size(), 1U);
}

QTEST_GUILESS_MAIN(TestSwitch)
#include "tst_switch.moc"
