// Relaying through a real gateway between raw sockets: answers, streams, faults of the upstream, callers who leave.
#include <format>
#include <future>

#include <QTest>

#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;
using std::chrono::milliseconds;

namespace {

constexpr std::string_view path = "/v1/chat/completions";
const std::string streamHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

std::string chunk(std::string_view data) {
    return std::format("{:x}\r\n{}\r\n", data.size(), data);
}

std::string token(std::string_view text) {
    return R"(data: {"choices":[{"index":0,"delta":{"content":")" + std::string(text) + "\"}}]}\n\n";
}

struct Rig {
    explicit Rig(Upstream::Serve serve, VersionSpec spec = {}) : upstream(std::move(serve)) {
        gateway = std::make_unique<Gateway>(Settings{}, workspace(upstream.url()), sink);
        good = gateway->start() && gateway->apply(table(1, spec));
    }

    Sink sink;
    Upstream upstream;
    std::unique_ptr<Gateway> gateway;
    bool good = false;
};

} // namespace

class TestRelay : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void plain();
    void keepsConnections();
    void stream();
    void passesErrors();
    void refusedAndReset();
    void cutBody();
    void timeouts();
    void callerLeaves_data();
    void callerLeaves();
    void staleConnection();
    void credentials();
    void callersLearnNoAddress_data();
    void callersLearnNoAddress();
    void baseWithAQuery();
    void httpRuntime();
    void hostileBodies_data();
    void hostileBodies();
};

void TestRelay::plain() {
    Rig rig([](RawSocket& socket, const std::string&) { socket.send(json(chatAnswer)); });
    QVERIFY(rig.good);
    Caller caller(rig.gateway->port());
    const std::string answer = caller.ask(post(path, helloBody, "X-Signalbox-Unit: u1\r\n"));
    QCOMPARE(bodyOf(answer), std::string(chatAnswer));
    for (const char* line : {"x-signalbox-agent: refunds\r\n", "x-signalbox-version: 1.0.0\r\n",
                             "x-signalbox-role: stable\r\n", "x-signalbox-request-id: "})
        QVERIFY2(answer.find(line) != std::string::npos, line);
    QCOMPARE(bodyOf(rig.upstream.requests().at(0)),
             std::string(R"({"model":"model-of-1.0.0","messages":[{"role":"system","content":"Be brief."},)"
                         R"({"role":"user","content":"hi"}]})"));
    const auto seen = rig.sink.wait(1);
    QCOMPARE(seen.size(), 1U);
    QCOMPARE(seen[0].status, 200);
    QVERIFY(seen[0].outcome == metrics::Outcome::Success);
    QCOMPARE(seen[0].inputTokens.value_or(-1), 12);
    QCOMPARE(seen[0].outputTokens.value_or(-1), 3);
    // 10 plain and 2 cached tokens in, 3 out.
    QCOMPARE(seen[0].cost.value_or(-1), 10 * 2'500'000 + 2 * 1'250'000 + 3 * 10'000'000);
}

void TestRelay::keepsConnections() {
    Rig rig([](RawSocket& socket, const std::string&) { socket.send(json(chatAnswer)); });
    Caller caller(rig.gateway->port());
    for (int i = 0; i < 20; ++i)
        QCOMPARE(bodyOf(caller.ask(post(path, helloBody))), std::string(chatAnswer));
    QCOMPARE(rig.upstream.connections(), 1U);
    // Two at once: the second waits in the buffer and is answered in order.
    QVERIFY(caller.send(post(path, helloBody) + post(path, helloBody)));
    QVERIFY(caller.readMessage(true).starts_with("HTTP/1.1 200 "));
    QVERIFY(caller.readMessage(true).starts_with("HTTP/1.1 200 "));
    QCOMPARE(rig.gateway->counters().upstreamReused, 21U);
    QCOMPARE(rig.gateway->counters().accepted, 1U);
}

void TestRelay::stream() {
    std::promise<void> gate;
    Rig rig([opened = gate.get_future().share()](RawSocket& socket, const std::string&) {
        socket.send(streamHead + chunk(": ping\n\n"));
        socket.send(chunk(token("one")));
        opened.wait_for(std::chrono::seconds{5}); // until the caller has the first token, the second is not sent
        socket.send(chunk(token("two")) + chunk("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,"
                                                "\"completion_tokens\":2}}\n\n"));
        socket.send(chunk("data: [DONE]\n\n") + "0\r\n\r\n");
    });
    Caller caller(rig.gateway->port());
    QVERIFY(caller.send(post(path, helloBody)));
    while (caller.pending().find("one") == std::string::npos)
        QVERIFY(caller.readMore());
    QVERIFY(caller.pending().find("two") == std::string::npos);
    gate.set_value();
    const std::string answer = caller.readMessage(true);
    QVERIFY(answer.find("one") < answer.find("two") && answer.find("two") < answer.find("[DONE]"));
    const auto seen = rig.sink.wait(1);
    QVERIFY(seen.at(0).firstToken.has_value());
    QVERIFY(*seen[0].firstToken < seen[0].latency);
    QCOMPARE(seen[0].inputTokens.value_or(-1), 5);
    QVERIFY(caller.ask(post("/v1/nothing", "{}")).starts_with("HTTP/1.1 404 ")); // the connection is still good
}

void TestRelay::passesErrors() {
    const std::string error = R"({"error":{"message":"busy","type":"server_error","param":null,"code":null}})";
    Rig rig([&error](RawSocket& socket, const std::string&) {
        socket.send("HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nX-Signalbox-Role: fake\r\nConnection: x-hop\r\nX-Hop: 1\r\n"
                    "Content-Length: " +
                    std::to_string(error.size()) + "\r\n\r\n" + error);
    });
    Caller caller(rig.gateway->port());
    const std::string answer = caller.ask(post(path, helloBody));
    QVERIFY(answer.starts_with("HTTP/1.1 503 "));
    QCOMPARE(bodyOf(answer), error);
    QVERIFY(answer.find("Retry-After: 7\r\n") != std::string::npos);
    QVERIFY(answer.find("fake") == std::string::npos);
    QVERIFY(answer.find("X-Hop") == std::string::npos);
    QVERIFY(rig.sink.wait(1).at(0).outcome == metrics::Outcome::ServerError);
}

void TestRelay::refusedAndReset() {
    Rig rig([](RawSocket& socket, const std::string&) { socket.reset(); });
    Caller caller(rig.gateway->port());
    const std::string answer = caller.ask(post(path, helloBody));
    QVERIFY(answer.starts_with("HTTP/1.1 502 "));
    QVERIFY(answer.find("signalbox_gateway_error") != std::string::npos);
    QCOMPARE(rig.upstream.requests().size(), 1U); // never sent twice
    QVERIFY(rig.sink.wait(1).at(0).outcome == metrics::Outcome::UpstreamLost);

    Sink sink;
    Gateway alone({}, workspace("http://127.0.0.1:1/v1"), sink);
    QVERIFY(alone.start() && alone.apply(table(1, {})));
    Caller other(alone.port());
    QVERIFY(other.ask(post(path, helloBody)).starts_with("HTTP/1.1 502 "));
    QVERIFY(sink.wait(1).at(0).outcome == metrics::Outcome::UpstreamLost);
}

void TestRelay::cutBody() {
    Rig rig([](RawSocket& socket, const std::string&) {
        socket.send(streamHead + chunk(token("one")));
        socket.close();
    });
    Caller caller(rig.gateway->port());
    QVERIFY(caller.send(post(path, helloBody)));
    const std::string answer = caller.readToEnd();
    QVERIFY(answer.find("one") != std::string::npos);
    QVERIFY2(!answer.ends_with("0\r\n\r\n"), "a cut answer must not look complete");
    QVERIFY(rig.sink.wait(1).at(0).outcome == metrics::Outcome::UpstreamLost);
}

void TestRelay::timeouts() {
    VersionSpec spec;
    spec.configuration.firstTokenTimeout = 0.1;
    Rig rig([](RawSocket& socket, const std::string&) { socket.readMore(3'000); }, spec);
    Caller caller(rig.gateway->port());
    QVERIFY(caller.ask(post(path, helloBody)).starts_with("HTTP/1.1 504 "));
    QVERIFY(rig.sink.wait(1).at(0).outcome == metrics::Outcome::Timeout);
    QVERIFY(eventually([&rig] { return rig.upstream.ended() == 1; }));
}

void TestRelay::callerLeaves_data() {
    QTest::addColumn<int>("phase");
    QTest::newRow("before the head") << 0;
    QTest::newRow("in the stream") << 1;
    QTest::newRow("in a plain answer") << 2;
}

void TestRelay::callerLeaves() {
    QFETCH(int, phase);
    std::atomic<int> noticed = 0;
    Rig rig([phase, &noticed](RawSocket& socket, const std::string&) {
        if (phase == 1)
            socket.send(streamHead + chunk(token("one")));
        if (phase == 2)
            socket.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegin");
        noticed += socket.isClosedByPeer(5'000) ? 1 : -1;
    });
    {
        Caller caller(rig.gateway->port());
        QVERIFY(caller.send(post(path, helloBody)));
        QVERIFY(eventually([&rig] { return rig.upstream.requests().size() == 1; }));
        if (phase > 0)
            QVERIFY(caller.readMore());
    }
    QVERIFY(eventually([&noticed] { return noticed == 1; }));
    QVERIFY(rig.sink.wait(1).at(0).outcome == metrics::Outcome::Cancelled);
}

void TestRelay::staleConnection() {
    // The upstream closes after every answer without saying so; nothing fails and nothing is sent twice.
    Rig rig([](RawSocket& socket, const std::string&) {
        socket.send(json(chatAnswer));
        socket.close();
    });
    Caller caller(rig.gateway->port());
    for (int i = 0; i < 10; ++i) {
        QVERIFY(caller.ask(post(path, helloBody)).starts_with("HTTP/1.1 200 "));
        const auto ended = static_cast<std::size_t>(i) + 1;
        QVERIFY(eventually([&rig, ended] { return rig.upstream.ended() == ended; }));
    }
    QCOMPARE(rig.upstream.requests().size(), 10U);
}

void TestRelay::credentials() {
    Rig rig([](RawSocket& socket, const std::string&) { socket.send(json(chatAnswer)); });
    Caller caller(rig.gateway->port());
    (void)caller.ask(
        post(path, helloBody,
             "Authorization: Bearer caller-secret\r\napi-key: caller-secret\r\nCookie: caller-secret\r\n"
             "OpenAI-Organization: caller-secret\r\nProxy-Authorization: caller-secret\r\n"
             "Traceparent: kept\r\nX-Signalbox-Unit: u\r\nConnection: keep-alive, X-Once\r\nX-Once: 1\r\n"));
    const std::string sent = rig.upstream.requests().at(0);
    QVERIFY2(sent.find("caller-secret") == std::string::npos, sent.c_str());
    QVERIFY(sent.find("Traceparent: kept") != std::string::npos);
    QVERIFY(sent.find("X-Once") == std::string::npos);
    QVERIFY(sent.find("ignalbox") == std::string::npos);
    QVERIFY(sent.find("host: 127.0.0.1:") != std::string::npos);
}

void TestRelay::callersLearnNoAddress_data() {
    QTest::addColumn<QByteArray>("url");
    QTest::newRow("a password") << QByteArray("http://provider:s3cret@s3cret.invalid/v1");
    QTest::newRow("a query") << QByteArray("http://s3cret.invalid/v1?api-version=s3cret");
    QTest::newRow("nobody there") << QByteArray("http://127.0.0.1:1/s3cret");
    QTest::newRow("no address at all") << QByteArray("s3cret");
}

void TestRelay::callersLearnNoAddress() {
    QFETCH(QByteArray, url);
    Sink sink;
    Gateway gateway({}, workspace(url.toStdString()), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {})));
    Caller caller(gateway.port());
    const std::string answer = caller.ask(post(path, helloBody));
    QVERIFY2(answer.starts_with("HTTP/1.1 502 "), answer.c_str());
    QVERIFY2(!answer.contains("s3cret") && !answer.contains("127.0.0.1"), answer.c_str());
    QVERIFY(sink.wait(1).at(0).outcome == metrics::Outcome::UpstreamLost);
}

// As Azure's ?api-version: it goes with every request, and a caller cannot give it a second value.
void TestRelay::baseWithAQuery() {
    for (const bool agent : {false, true}) {
        Sink sink;
        Upstream upstream(&answerInChat);
        Gateway gateway({}, workspace(upstream.url() + "/deployments/a?api-version=2024-06-01&b=%20"), sink);
        VersionSpec spec;
        if (agent)
            spec.runtime = agents::RuntimeKind::Http;
        QVERIFY(gateway.start() && gateway.apply(table(1, spec)));
        Caller caller(gateway.port());
        const std::string asked = agent ? "/agents/refunds" : std::string(path);
        const std::string below = agent ? "" : "/chat/completions";
        for (const auto& [given, expected] :
             {std::pair{"", ""}, {"?", ""}, {"?x=1&y", "&x=1&y"}, {"?api-version=1&x=2&%61pi-version=3", "&x=2"}}) {
            QVERIFY(caller.ask(post(asked + given, helloBody)).starts_with("HTTP/1.1 200 "));
            const std::string sent = upstream.requests().back();
            const std::string line =
                "POST /v1/deployments/a" + below + "?api-version=2024-06-01&b=%20" + expected + " HTTP/1.1\r\n";
            QVERIFY2(sent.starts_with(line), sent.c_str());
        }
    }
}

void TestRelay::httpRuntime() {
    VersionSpec spec;
    spec.runtime = agents::RuntimeKind::Http;
    Rig rig([](RawSocket& socket, const std::string&) { socket.send("HTTP/1.1 204 None\r\n\r\n"); }, spec);
    Caller caller(rig.gateway->port());
    QVERIFY(caller.send("DELETE /agents/refunds/a/b?c=d HTTP/1.1\r\nHost: g\r\n\r\n"));
    QVERIFY(caller.readMessage(true).starts_with("HTTP/1.1 204 "));
    QVERIFY(rig.upstream.requests().at(0).starts_with("DELETE /v1/a/b?c=d HTTP/1.1\r\n"));
    for (const char* bad :
         {"/agents/refunds/../x", "/agents/refunds/%2e%2E/x", "/agents/refunds/a/..", "/agents/refunds/%"})
        QVERIFY2(caller.ask(post(bad, "{}")).starts_with("HTTP/1.1 400 "), bad);
    QVERIFY(caller.ask(post("/agents/nobody/x", "{}")).starts_with("HTTP/1.1 404 "));
    QCOMPARE(rig.upstream.requests().size(), 1U);
}

void TestRelay::hostileBodies_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("not json") << QByteArray("model=refunds");
    QTest::newRow("list") << QByteArray(R"([{"model":"refunds"}])");
    QTest::newRow("two values") << QByteArray(R"({"model":"refunds"}{})");
    QTest::newRow("duplicate model") << QByteArray(R"({"model":"refunds","model":"other","messages":[]})");
    QTest::newRow("escaped duplicate") << QByteArray(R"({"model":"refunds","mod\u0065l":"x","messages":[]})");
    QTest::newRow("deep") << QByteArray(R"({"model":"refunds","messages":)") + QByteArray(1'000'000, '[');
    QTest::newRow("invalid utf-8") << QByteArray("{\"model\":\"refunds\",\"messages\":[\"\xff\"]}");
    QTest::newRow("comment") << QByteArray(R"({"model":"refunds",/**/"messages":[]})");
    QTest::newRow("trailing comma") << QByteArray(R"({"model":"refunds","messages":[],})");
    QTest::newRow("messages object") << QByteArray(R"({"model":"refunds","messages":{}})");
    QTest::newRow("unknown agent") << QByteArray(R"({"model":"nobody","messages":[]})");
    QTest::newRow("model number") << QByteArray(R"({"model":7,"messages":[]})");
}

void TestRelay::hostileBodies() {
    QFETCH(QByteArray, body);
    Rig rig([](RawSocket& socket, const std::string&) { socket.send(json(chatAnswer)); });
    Caller caller(rig.gateway->port());
    const std::string answer = caller.ask(post(path, body.toStdString()));
    QVERIFY2(answer.starts_with("HTTP/1.1 400 ") || answer.starts_with("HTTP/1.1 404 "), answer.c_str());
    QVERIFY(answer.find("x-should-retry: false") != std::string::npos);
    QVERIFY(rig.upstream.requests().empty());
    QVERIFY(caller.ask(post(path, helloBody)).starts_with("HTTP/1.1 200 "));
}

QTEST_GUILESS_MAIN(TestRelay)
#include "tst_relay.moc"
