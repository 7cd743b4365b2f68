// Every fault of an upstream in every phase of an answer, plain and streamed: what the caller sees, what is observed,
// and that nothing of it reaches the next caller. Each answer carries a word of its request.
#include <filesystem>

#include <QTest>

#include "tests/gateway/upstream_faults.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

std::size_t openDescriptors() {
    return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {}));
}

std::string ask(const std::string& nonce, Answering answering) {
    return post("/v1/chat/completions", R"({"model":"refunds","stream":)" +
                                            std::string(answering == Answering::Stream ? "true" : "false") +
                                            R"(,"messages":[{"role":"user","content":")" + nonce + "\"}]}");
}

// The body, without the lines of its chunks.
std::string contentOf(const std::string& answer) {
    std::string rest = bodyOf(answer);
    if (!answer.contains("transfer-encoding: chunked"))
        return rest;
    std::string content;
    for (std::size_t at = 0; at < rest.size();) {
        const std::size_t size = std::stoul(rest.substr(at), nullptr, 16);
        at = rest.find("\r\n", at) + 2;
        content += rest.substr(at, size);
        at += size + 2;
    }
    return content;
}

std::size_t promisedLength(const std::string& answer) {
    const auto at = answer.find("content-length: ");
    return at == std::string::npos ? 0 : std::stoul(answer.substr(at + 16));
}

struct Rig {
    explicit Rig(const FaultCase& given) : one(given) {
        VersionSpec spec;
        // Short only where the time itself is what is shown: elsewhere a busy machine must not be taken for a fault.
        const bool waits = expectedOf(one).outcome == metrics::Outcome::Timeout;
        spec.configuration.firstTokenTimeout = waits ? 0.15 : 10.0;
        spec.configuration.requestTimeout = waits ? 0.4 : 20;
        gateway = std::make_unique<Gateway>(Settings{}, workspace(upstream.url()), sink);
        good = gateway->start() && gateway->apply(table(1, spec));
    }

    FaultCase one;
    std::atomic<bool> faulty = true;
    Sink sink;
    Upstream upstream{[this](RawSocket& socket, const std::string& request) {
                          if (faulty)
                              answer(socket, one, request);
                          else
                              socket.send(goodAnswer(one.answering, nonceIn(request)));
                      },
                      [this](RawSocket& socket) { return !faulty || greet(socket, one); }};
    std::unique_ptr<Gateway> gateway;
    bool good = false;
};

} // namespace

class TestUpstreamFaults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void shows_data();
    void shows();
    void answersNobodyAskedFor();
    void malformedHeads_data();
    void malformedHeads();
    void cleanupTestCase();

private:
    std::size_t m_descriptors = 0;
};

void TestUpstreamFaults::initTestCase() {
    {
        Rig rig({.fault = Fault::Slices}); // what is opened once and kept
        QVERIFY(rig.good);
        Caller caller(rig.gateway->port());
        QVERIFY(caller.ask(ask("nonce-first", Answering::Plain)).starts_with("HTTP/1.1 200 "));
    }
    m_descriptors = openDescriptors();
}

void TestUpstreamFaults::shows_data() {
    QTest::addColumn<FaultCase>("one");
    for (const Answering answering : {Answering::Plain, Answering::Stream})
        for (int fault = 0; fault < faultKinds; ++fault)
            for (int phase = 0; phase < phaseKinds; ++phase) {
                const FaultCase one{static_cast<Fault>(fault), static_cast<Phase>(phase), answering};
                QTest::addRow("%s: %s, %s", answering == Answering::Plain ? "plain" : "stream", toString(one.fault),
                              toString(one.phase))
                    << one;
            }
}

void TestUpstreamFaults::shows() {
    QFETCH(FaultCase, one);
    const Expected expected = expectedOf(one);
    const bool early = one.phase == Phase::Accepted; // answered before it can know the word
    Rig rig(one);
    QVERIFY(rig.good);
    {
        Caller caller(rig.gateway->port());
        QVERIFY(caller.send(ask("nonce-one", one.answering)));
        const std::string shown = expected.shown == Shown::Cut ? caller.readToEnd() : caller.readMessage(true);
        QVERIFY2(shown.starts_with("HTTP/1.1 " + std::to_string(expected.status) + " "), shown.c_str());
        QVERIFY(!shown.contains("nonce-of-another"));
        const bool chunked = shown.contains("transfer-encoding: chunked");
        if (expected.shown == Shown::GatewayError) {
            QVERIFY2(shown.contains("signalbox_gateway_error") && !shown.contains("Success"), shown.c_str());
        } else if (expected.shown == Shown::Cut) {
            QVERIFY2(chunked ? !shown.ends_with("\r\n0\r\n\r\n") : bodyOf(shown).size() < promisedLength(shown),
                     "a cut answer must not look complete");
        } else {
            QVERIFY(chunked ? shown.ends_with("\r\n0\r\n\r\n") : bodyOf(shown).size() == promisedLength(shown));
            if (one.fault != Fault::Garbage && one.fault != Fault::BadFraming)
                QVERIFY2(contentOf(shown).contains(early ? "nonce-early" : "nonce-one"), shown.c_str());
        }
    }
    const auto seen = rig.sink.wait(1);
    QCOMPARE(seen.size(), 1U);
    QCOMPARE(QByteArray::fromStdString(std::string(toString(seen[0].outcome))),
             QByteArray::fromStdString(std::string(toString(expected.outcome))));
    QCOMPARE(seen[0].status, expected.observed);
    if (!expected.reused)
        QVERIFY(eventually([&rig] { return rig.upstream.ended() == 1; }));
    rig.faulty = false;
    Caller next(rig.gateway->port());
    const std::string answer = next.ask(ask("nonce-two", one.answering));
    QVERIFY2(answer.starts_with("HTTP/1.1 200 ") && answer.contains("nonce-two"), answer.c_str());
    QVERIFY(!answer.contains("nonce-one") && !answer.contains("nonce-of-another") && !answer.contains("nonce-early"));
    QCOMPARE(rig.gateway->counters().upstreamReused, expected.reused ? 1U : 0U);
    if (one.fault != Fault::Reset || one.phase != Phase::Accepted) // which may be over before it counts as open
        QCOMPARE(rig.gateway->counters().upstreamOpened, expected.reused ? 1U : 2U);
    rig.gateway->stop(std::chrono::seconds{1});
    QCOMPARE(rig.sink.wait(2).size(), 2U);
}

// A second answer that comes while the connection is idle belongs to nobody.
void TestUpstreamFaults::answersNobodyAskedFor() {
    Sink sink;
    Upstream upstream([](RawSocket& socket, const std::string& request) {
        socket.send(goodAnswer(Answering::Plain, nonceIn(request)));
        socket.readMore(20);
        if (nonceIn(request) == "nonce-one")
            socket.send(goodAnswer(Answering::Plain, "nonce-of-another"));
    });
    Gateway gateway({}, workspace(upstream.url()), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {})));
    Caller caller(gateway.port());
    QVERIFY(caller.ask(ask("nonce-one", Answering::Plain)).contains("nonce-one"));
    QVERIFY(eventually([&upstream] { return upstream.ended() == 1; }));
    QVERIFY(caller.ask(ask("nonce-two", Answering::Plain)).contains("nonce-two"));
    QCOMPARE(gateway.counters().upstreamOpened, 2U);
}

void TestUpstreamFaults::malformedHeads_data() {
    QTest::addColumn<QByteArray>("head");
    const auto row = [](const char* name, const QByteArray& head) { QTest::newRow(name) << head; };
    const QByteArray line = "HTTP/1.1 200 OK\r\n";
    row("folded", line + "X-A: b\r\n secret\r\nContent-Length: 2\r\n\r\n{}");
    row("folded at once", line + "X-A:\r\n b\r\nContent-Length: 2\r\n\r\n{}");
    row("folded with a tab", line + "Content-Length: 2\r\nX-A: b\r\n\tc\r\n\r\n{}");
    row("two lengths", line + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}");
    row("a signed length", line + "Content-Length: +2\r\n\r\n{}");
    row("a hex length", line + "Content-Length: 0x2\r\n\r\n{}");
    row("length and chunks", line + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("chunks and length", line + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n");
    row("packed and chunked", line + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
    row("an unknown encoding", line + "Transfer-Encoding: cow\r\n\r\n{}");
    row("chunks in 1.0", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("bare line feeds", "HTTP/1.1 200 OK\nContent-Length: 2\n\n{}");
    row("a bare return", line + "X-A: b\rc\r\nContent-Length: 2\r\n\r\n{}");
    row("nul in a value", line + QByteArray("X-A: b\0c\r\n", 10) + "Content-Length: 2\r\n\r\n{}");
    row("a space before a colon", line + "Content-Length : 2\r\n\r\n{}");
    row("a line without colon", line + "X-A\r\nContent-Length: 2\r\n\r\n{}");
    row("a status of 0", "HTTP/1.1 000 None\r\nContent-Length: 2\r\n\r\n{}");
    row("a status of four digits", "HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\n{}");
    row("a status of letters", "HTTP/1.1 OK\r\nContent-Length: 2\r\n\r\n{}");
    row("version 2.0", "HTTP/2.0 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    row("of 0.9", "<html>hello</html>\r\n\r\n");
    row("a request", "GET / HTTP/1.1\r\nHost: g\r\n\r\n");
    row("an empty line first", "\r\n" + line + "Content-Length: 2\r\n\r\n{}");
}

void TestUpstreamFaults::malformedHeads() {
    QFETCH(QByteArray, head);
    Sink sink;
    Upstream upstream([&head](RawSocket& socket, const std::string&) {
        socket.send(head.toStdString());
        (void)socket.readToEnd();
    });
    Gateway gateway({}, workspace(upstream.url()), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {})));
    Caller caller(gateway.port());
    const std::string answer = caller.ask(ask("nonce-one", Answering::Plain));
    QVERIFY2(answer.starts_with("HTTP/1.1 502 ") && !answer.contains("Success"), answer.c_str());
    QVERIFY(sink.wait(1).at(0).outcome == metrics::Outcome::UpstreamLost);
    QVERIFY(eventually([&upstream] { return upstream.ended() == 1; }));
}

void TestUpstreamFaults::cleanupTestCase() {
    QCOMPARE(openDescriptors(), m_descriptors);
}

QTEST_GUILESS_MAIN(TestUpstreamFaults)
#include "tst_upstream_faults.moc"
