// Some hundred raw requests against running gateways with a recording upstream. What two servers could read differently
// is refused, the connection closed, not a byte of it reaches the upstream, and the gateway serves the next caller.
// What is unusual but clear reaches the upstream in one form only. Each request comes whole, byte by byte, and behind a
// good one on the same connection.
#include <set>

#include <QTest>

#include "tests/gateway/fixture.h"
#include "tests/gateway/raw_cases.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

constexpr std::string_view agentPath = "/agents/refunds/a/b";
const std::string line = "POST /v1/chat/completions HTTP/1.1\r\n";

bool isRefusal(std::string_view answer) {
    return (answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 501 ") ||
            answer.starts_with("HTTP/1.1 505 ")) &&
           answer.find("\nHTTP/1.1 ") == std::string_view::npos && answer.contains("connection: close\r\n") &&
           answer.contains("\"malformed_request\"");
}

// One request, framed by exactly one length that is true, every line ended properly.
bool isUnambiguous(const std::string& message) {
    const auto end = message.find("\r\n\r\n");
    if (end == std::string::npos)
        return false;
    std::size_t lengths = 0;
    std::set<std::string> hosts;
    for (std::size_t at = 0; at < end;) {
        const auto next = message.find("\r\n", at);
        std::string text = message.substr(at, next - at);
        if (text.find_first_of(std::string_view("\r\n\0", 3)) != std::string::npos)
            return false;
        std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (text.starts_with("transfer-encoding") || text.starts_with("connection") || text.starts_with("upgrade"))
            return false;
        if (text.starts_with("content-length: ")) {
            ++lengths;
            if (text.substr(16) != std::to_string(message.size() - end - 4))
                return false;
        }
        if (text.starts_with("host:") && !hosts.insert(text).second)
            return false;
        at = next + 2;
    }
    return lengths == 1 && hosts.size() == 1;
}

} // namespace

class TestMalformed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void refused_data();
    void refused();
    void cut_data();
    void cut();
    void understood_data();
    void understood();
    void limits();
    void cleanupTestCase();

private:
    [[nodiscard]] Gateway& gatewayOf(bool agent) { return agent ? *m_agent : *m_chat; }

    [[nodiscard]] std::string good(bool agent) { return post(agent ? agentPath : chatPath, helloBody); }

    void rows(RawCases (*make)(const std::string&));

    Sink m_sink;
    Upstream m_upstream{[](RawSocket& socket, const std::string&) { socket.send(json(chatAnswer)); }};
    std::unique_ptr<Gateway> m_chat;
    std::unique_ptr<Gateway> m_agent;
};

void TestMalformed::initTestCase() {
    Settings settings;
    settings.limits.bodyTime = std::chrono::seconds{2};
    settings.limits.headTime = std::chrono::seconds{2};
    for (auto* gateway : {&m_chat, &m_agent}) {
        *gateway = std::make_unique<Gateway>(settings, workspace(m_upstream.url()), m_sink);
        QVERIFY((*gateway)->start());
        VersionSpec spec;
        if (gateway == &m_agent)
            spec.runtime = agents::RuntimeKind::Http;
        QVERIFY((*gateway)->apply(table(1, spec)));
    }
}

void TestMalformed::rows(RawCases (*make)(const std::string&)) {
    QTest::addColumn<bool>("agent");
    QTest::addColumn<QByteArray>("request");
    for (const bool agent : {false, true}) {
        std::set<std::string> names;
        for (const RawCase& one : make(std::string(agent ? agentPath : chatPath))) {
            QVERIFY2(names.insert(one.name).second, one.name.c_str());
            QTest::newRow(((agent ? "agent: " : "chat: ") + one.name).c_str())
                << agent << QByteArray(one.bytes.data(), static_cast<qsizetype>(one.bytes.size()));
        }
    }
}

void TestMalformed::refused_data() {
    rows(&allBad);
    QVERIFY(allBad("/").size() >= 250);
}

void TestMalformed::refused() {
    QFETCH(bool, agent);
    QFETCH(QByteArray, request);
    Gateway& gateway = gatewayOf(agent);
    const std::string bytes = request.toStdString();
    const std::uint64_t refusals = gateway.counters().refused;
    for (const bool bytewise : {false, true}) {
        const std::size_t before = m_upstream.bytes();
        Caller caller(gateway.port());
        // What follows must not be taken for a second request.
        const std::string all = bytes + good(agent);
        if (bytewise) {
            for (const char c : all)
                if (!caller.send({&c, 1}))
                    break;
        } else {
            QVERIFY(caller.send(all));
        }
        const std::string answer = caller.readToEnd();
        QVERIFY2(isRefusal(answer), (answer.empty() ? "no answer" : answer.c_str()));
        QCOMPARE(m_upstream.bytes(), before);
    }
    const std::size_t before = m_upstream.bytes();
    Caller caller(gateway.port());
    QVERIFY(caller.send(good(agent) + bytes + good(agent)));
    QVERIFY(caller.readMessage(true).starts_with("HTTP/1.1 200 "));
    const std::string answer = caller.readToEnd();
    QVERIFY2(isRefusal(answer), (answer.empty() ? "no answer" : answer.c_str()));
    QCOMPARE(m_upstream.bytes() - before, m_upstream.requests().back().size());
    QCOMPARE(gateway.counters().refused, refusals + 3);
    Caller next(gateway.port());
    QVERIFY(next.ask(good(agent)).starts_with("HTTP/1.1 200 "));
}

void TestMalformed::cut_data() {
    rows(&cutRequests);
}

void TestMalformed::cut() {
    QFETCH(bool, agent);
    QFETCH(QByteArray, request);
    const std::size_t before = m_upstream.bytes();
    Caller caller(gatewayOf(agent).port());
    QVERIFY(caller.send(request.toStdString()));
    caller.finish();
    const std::string answer = caller.readToEnd();
    QVERIFY2(answer.empty() || isRefusal(answer), answer.c_str());
    QCOMPARE(m_upstream.bytes(), before);
    Caller next(gatewayOf(agent).port());
    QVERIFY(next.ask(good(agent)).starts_with("HTTP/1.1 200 "));
}

void TestMalformed::understood_data() {
    rows([](const std::string& path) { return unusualRequests(path, std::string(helloBody)); });
}

void TestMalformed::understood() {
    QFETCH(bool, agent);
    QFETCH(QByteArray, request);
    for (const bool bytewise : {false, true}) {
        const std::size_t before = m_upstream.bytes();
        Caller caller(gatewayOf(agent).port());
        for (qsizetype at = 0; at < request.size(); at += bytewise ? 1 : request.size())
            QVERIFY(caller.send(request.sliced(at, bytewise ? 1 : request.size()).toStdString()));
        std::string answer = caller.readMessage(true);
        if (answer.starts_with("HTTP/1.1 100 "))
            answer = caller.readMessage(true);
        QVERIFY2(answer.starts_with("HTTP/1.1 200 "), answer.c_str());
        QCOMPARE(bodyOf(answer), std::string(chatAnswer));
        const std::string sent = m_upstream.requests().back();
        QVERIFY2(isUnambiguous(sent), sent.c_str());
        QVERIFY(bodyOf(sent).contains("hi"));
        QCOMPARE(m_upstream.bytes() - before, sent.size());
        QVERIFY(!sent.contains("X-T"));
    }
}

void TestMalformed::limits() {
    Settings settings;
    settings.limits.headBytes = 2'048;
    settings.limits.bodyBytes = 50'000;
    settings.limits.connections = 3;
    settings.limits.headTime = std::chrono::milliseconds{200};
    settings.limits.bodyTime = std::chrono::milliseconds{200};
    Gateway gateway(settings, workspace(m_upstream.url()), m_sink);
    QVERIFY(gateway.start());
    QVERIFY(gateway.apply(table(1, {})));
    const std::size_t before = m_upstream.requests().size();
    {
        Caller caller(gateway.port());
        QVERIFY(caller.send(line + "Host: g\r\nX-Long: " + std::string(5'000, 'a')));
        QVERIFY(caller.readToEnd().starts_with("HTTP/1.1 431 "));
    }
    {
        Caller caller(gateway.port());
        QVERIFY(caller.send(line + "Host: g\r\nContent-Length: 50001\r\n\r\n"));
        QVERIFY(caller.readToEnd().starts_with("HTTP/1.1 413 "));
    }
    {
        Caller caller(gateway.port());
        caller.send(line + "Host: g\r\nTransfer-Encoding: chunked\r\n\r\n" +
                    ("c350\r\n" + std::string(50'000, ' ') + "\r\n1\r\n \r\n0\r\n\r\n"));
        QVERIFY(caller.readToEnd().starts_with("HTTP/1.1 413 "));
    }
    {
        Caller slowHead(gateway.port());
        QVERIFY(slowHead.send("POST /v1"));
        Caller slowBody(gateway.port());
        QVERIFY(slowBody.send(line + "Host: g\r\nContent-Length: 10\r\n\r\n{"));
        QVERIFY(slowHead.readToEnd().starts_with("HTTP/1.1 408 "));
        QVERIFY(slowBody.readToEnd().starts_with("HTTP/1.1 408 "));
    }
    QVERIFY(eventually([&gateway] { return gateway.counters().open == 0; }));
    Caller one(gateway.port());
    Caller two(gateway.port());
    Caller three(gateway.port());
    QVERIFY(eventually([&gateway] { return gateway.counters().open == 3; }));
    Caller four(gateway.port());
    QVERIFY(four.isClosedByPeer(2'000));
    QCOMPARE(m_upstream.requests().size(), before);
}

void TestMalformed::cleanupTestCase() {
    for (auto* gateway : {&m_chat, &m_agent}) {
        QVERIFY(eventually([&] { return (*gateway)->counters().open == 0; }));
        gateway->reset();
    }
}

QTEST_GUILESS_MAIN(TestMalformed)
#include "tst_malformed.moc"
