// Requests that hang are told while they hang: once each, and they end like all others.
#include <format>
#include <future>

#include <QTest>

#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

constexpr std::string_view path = "/v1/chat/completions";
const std::string streamHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

std::string chunk(std::string_view data) {
    return std::format("{:x}\r\n{}\r\n", data.size(), data);
}

struct Rig {
    explicit Rig(const std::string& begin) {
        gateway = std::make_unique<Gateway>(Settings{.hangingAfter = std::chrono::milliseconds{150}},
                                            workspace(upstream.url()), sink);
        beginning = begin;
        good = gateway->start() && gateway->apply(table(1, {}));
    }

    ~Rig() { release(); }

    void release() {
        if (!released)
            gate.set_value();
        released = true;
    }

    std::string beginning;
    bool released = false;
    std::promise<void> gate;
    Sink sink;
    Upstream upstream{[this, open = gate.get_future().share()](RawSocket& socket, const std::string& request) {
        if (request.contains("quick")) {
            socket.send(json(chatAnswer));
            return;
        }
        socket.send(beginning);
        open.wait_for(std::chrono::seconds{10});
        socket.send(beginning.empty() ? json(chatAnswer) : "0\r\n\r\n");
    }};
    std::unique_ptr<Gateway> gateway;
    bool good = false;
};

} // namespace

class TestHanging : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void toldOnceWhileItHangs();
    void toldToHaveBegun_data();
    void toldToHaveBegun();
    void nothingHangsAtTheEnd();
    void whoWaitsIsCounted_data();
    void whoWaitsIsCounted();
};

void TestHanging::toldOnceWhileItHangs() {
    Rig rig("");
    QVERIFY(rig.good);
    Caller caller(rig.gateway->port());
    QVERIFY(caller.ask(post(path, R"({"model":"refunds","messages":["quick"]})")).starts_with("HTTP/1.1 200 "));
    QVERIFY(caller.send(post(path, helloBody, "X-Signalbox-Unit: u1\r\n")));
    const auto hanging = rig.sink.waitHanging(1);
    QCOMPARE(hanging.size(), 1U);
    QCOMPARE(rig.sink.wait(1).size(), 1U); // the quick one; the other has not ended
    QCOMPARE(hanging[0].status, 0);
    QCOMPARE(hanging[0].version, std::string("1.0.0"));
    QVERIFY(hanging[0].latency >= std::chrono::milliseconds{150});
    // Another one comes and hangs; the first is not told again.
    Caller other(rig.gateway->port());
    QVERIFY(other.send(post(path, helloBody)));
    QCOMPARE(rig.sink.waitHanging(2).size(), 2U);
    rig.release();
    QVERIFY(caller.readMessage(true).starts_with("HTTP/1.1 200 "));
    QVERIFY(other.readMessage(true).starts_with("HTTP/1.1 200 "));
    const auto ended = rig.sink.wait(3);
    QCOMPARE(ended.size(), 3U);
    QVERIFY(std::ranges::all_of(ended, [](const auto& o) { return o.outcome == metrics::Outcome::Success; }));
    QVERIFY(std::ranges::count(ended, hanging[0].unit, &metrics::Observation::unit) == 1);
    QCOMPARE(rig.sink.waitHanging(2).size(), 2U);
}

void TestHanging::toldToHaveBegun_data() {
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const std::string& said, int status) {
        QTest::newRow(name) << QByteArray::fromStdString(streamHead + said) << status;
    };
    row("a word", chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n"), 200);
    row("a thought", chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning\":\"a\"}}]}\n\n"), 200);
    // None of these is an answer that has begun.
    row("a head", "", 0);
    row("comments", chunk(": waiting\n\n") + chunk(": waiting\n\n"), 0);
    row("an empty piece", chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"}}]}\n\n"), 0);
}

void TestHanging::toldToHaveBegun() {
    QFETCH(QByteArray, begin);
    QFETCH(int, status);
    Rig rig(begin.toStdString());
    Caller caller(rig.gateway->port());
    QVERIFY(caller.send(post(path, helloBody)));
    const auto hanging = rig.sink.waitHanging(1);
    QCOMPARE(hanging.size(), 1U);
    QCOMPARE(hanging[0].status, status);
    rig.release();
    QVERIFY(caller.readMessage(true).ends_with("0\r\n\r\n"));
    QCOMPARE(rig.sink.wait(1).size(), 1U);
}

void TestHanging::nothingHangsAtTheEnd() {
    Rig rig("");
    Caller idle(rig.gateway->port());
    QVERIFY(idle.ask(post(path, R"({"model":"refunds","messages":["quick"]})")).starts_with("HTTP/1.1 200 "));
    Caller caller(rig.gateway->port());
    QVERIFY(caller.send(post(path, helloBody)));
    QVERIFY(eventually([&rig] { return rig.upstream.requests().size() == 2; }));
    rig.gateway->stop(std::chrono::milliseconds{0});
    QCOMPARE(rig.sink.wait(2).size(), 2U);
    QVERIFY(rig.sink.waitHanging(0).empty());
}

void TestHanging::whoWaitsIsCounted_data() {
    QTest::addColumn<QByteArray>("begin");
    QTest::addColumn<bool>("waits");
    const auto row = [](const char* name, const std::string& begin, bool waits) {
        QTest::newRow(name) << QByteArray::fromStdString(begin) << waits;
    };
    row("nothing", "", true);
    row("a head", streamHead, true);
    row("comments", streamHead + chunk(": waiting\n\n"), true);
    row("a word", streamHead + chunk("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n"), false);
}

// As long as it waits, and not when the token or the end has come, however it ends.
void TestHanging::whoWaitsIsCounted() {
    QFETCH(QByteArray, begin);
    QFETCH(bool, waits);
    Rig rig(begin.toStdString());
    QVERIFY(rig.good);
    Caller one(rig.gateway->port());
    Caller two(rig.gateway->port());
    QVERIFY(one.send(post(path, helloBody)));
    QVERIFY(two.send(post(path, helloBody)));
    QCOMPARE(rig.sink.waitHanging(2).size(), 2U);
    const auto counted = [&](std::size_t requests) {
        return eventually([&] {
            const auto counts = rig.gateway->waits();
            return requests == 0 ? counts.empty() : counts.size() == 1 && counts[0].requests == requests;
        });
    };
    QVERIFY(counted(waits ? 2 : 0));
    if (waits) {
        const auto count = rig.gateway->waits()[0];
        QCOMPARE(count.agent, std::string("refunds"));
        QCOMPARE(count.version, std::string("1.0.0"));
        const auto age = std::chrono::steady_clock::now() - count.oldest;
        QVERIFY(age >= std::chrono::milliseconds{150} && age < std::chrono::seconds{10});
        two.close(); // who leaves waits no more
        QVERIFY(counted(1));
    }
    rig.release();
    QVERIFY(!one.readMessage(true).empty());
    QVERIFY(counted(0));
}

QTEST_GUILESS_MAIN(TestHanging)
#include "tst_hanging.moc"
