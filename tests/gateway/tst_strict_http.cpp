// Raw requests against a running gateway with a recording upstream: what two servers would read differently must be
// refused, the connection closed, and not a byte of it may reach the upstream.
#include <format>

#include <QTest>

#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

const std::string bodyText(helloBody);
const std::string length = std::to_string(helloBody.size());
const std::string line = "POST /v1/chat/completions HTTP/1.1\r\n";
const std::string good = "Content-Length: " + length + "\r\n\r\n" + bodyText;

std::string chunked(const std::string& chunks) {
    return line + "Host: g\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
}

std::string hexOf(std::size_t value) {
    return std::format("{:x}", value);
}

} // namespace

class TestStrictHttp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void refused_data();
    void refused();
    void accepted_data();
    void accepted();
    void limits();

private:
    Sink m_sink;
    Upstream m_upstream{[](RawSocket& socket, const std::string&) { socket.send(json(chatAnswer)); }};
};

void TestStrictHttp::refused_data() {
    QTest::addColumn<QByteArray>("request");
    const auto row = [](const char* name, const std::string& request) {
        QTest::newRow(name) << QByteArray(request.data(), static_cast<qsizetype>(request.size()));
    };
    const std::string host = "Host: g\r\n";
    row("length and chunked", line + host + "Transfer-Encoding: chunked\r\n" + good);
    row("chunked and length", line + host + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("two equal lengths", line + host + "Content-Length: " + length + "\r\n" + good);
    row("two lengths", line + host + "Content-Length: 3\r\n" + good);
    row("length list", line + host + "Content-Length: 3, 3\r\n\r\nabc");
    row("length plus", line + host + "Content-Length: +3\r\n\r\nabc");
    row("length minus", line + host + "Content-Length: -3\r\n\r\nabc");
    row("length hex", line + host + "Content-Length: 0x3\r\n\r\nabc");
    row("length underscore", line + host + "Content-Length: 0_3\r\n\r\nabc");
    row("length huge", line + host + "Content-Length: 99999999999999999999\r\n\r\nabc");
    row("length empty", line + host + "Content-Length: \r\n\r\nabc");
    row("length inner space", line + host + "Content-Length: 1 2\r\n\r\nabc");
    row("length fraction", line + host + "Content-Length: 3.0\r\n\r\nabc");
    row("encoding identity", line + host + "Transfer-Encoding: identity\r\n\r\n" + bodyText);
    row("encoding gzip", line + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n");
    row("encoding twice", line + host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("encoding list", line + host + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n");
    row("encoding xchunked", line + host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n");
    row("encoding vertical tab", line + host + "Transfer-Encoding: \vchunked\r\n\r\n0\r\n\r\n");
    row("encoding parameter", line + host + "Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n");
    row("encoding folded", line + host + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n");
    row("encoding underscore", line + host + "Transfer_Encoding: chunked\r\n" + good);
    row("length underscored name", line + host + "Content_Length: 3\r\n" + good);
    row("encoding in 1.0",
        "POST /v1/chat/completions HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    row("fold", line + host + "X-A: b\r\n c\r\n" + good);
    row("fold with tab", line + host + "X-A: b\r\n\tc\r\n" + good);
    row("fold first", line + " X-A: b\r\n" + host + good);
    row("bare line feeds", "POST /v1/chat/completions HTTP/1.1\nHost: g\nContent-Length: 0\n\n");
    row("one bare line feed", line + "Host: g\nX-A: b\r\n" + good);
    row("bare line feed at end", line + host + "Content-Length: 0\r\n\n");
    row("bare carriage return", line + host + "X-A: b\rc\r\n" + good);
    row("carriage return before end", line + host + "X-A: b\r\r\n" + good);
    row("nul in value", line + host + std::string("X-A: b\0c\r\n", 10) + good);
    row("nul in name", line + host + std::string("X\0A: b\r\n", 8) + good);
    row("escape in value", line + host + "X-A: \x1b[31m\r\n" + good);
    row("delete in value", line + host + "X-A: \x7f\r\n" + good);
    row("space before colon", line + host + "X-A : b\r\n" + good);
    row("tab before colon", line + "Host\t: g\r\n" + good);
    row("no colon", line + host + "X-A\r\n" + good);
    row("empty name", line + host + ": b\r\n" + good);
    row("name with space", line + host + "X A: b\r\n" + good);
    row("name with slash", line + host + "X/A: b\r\n" + good);
    row("name not ascii", line + host + "X-\xc3\xa4: b\r\n" + good);
    row("no host", line + good);
    row("two hosts", line + host + "Host: h\r\n" + good);
    row("empty host", line + "Host: \r\n" + good);
    row("host list", line + "Host: a, b\r\n" + good);
    row("host with path", line + "Host: a/b\r\n" + good);
    row("host with user", line + "Host: u@a\r\n" + good);
    row("version 1.9", "POST /v1/chat/completions HTTP/1.9\r\n" + host + good);
    row("version 2.0", "POST /v1/chat/completions HTTP/2.0\r\n" + host + good);
    row("version 1.10", "POST /v1/chat/completions HTTP/1.10\r\n" + host + good);
    row("version lower", "POST /v1/chat/completions http/1.1\r\n" + host + good);
    row("version missing", "POST /v1/chat/completions\r\n" + host + good);
    row("two spaces", "POST  /v1/chat/completions HTTP/1.1\r\n" + host + good);
    row("tab in line", "POST\t/v1/chat/completions HTTP/1.1\r\n" + host + good);
    row("trailing space", "POST /v1/chat/completions HTTP/1.1 \r\n" + host + good);
    row("space in target", "POST /v1/chat completions HTTP/1.1\r\n" + host + good);
    row("target not ascii", "POST /v1/\xc3\xa4 HTTP/1.1\r\n" + host + good);
    row("fragment", "POST /v1/chat/completions#x HTTP/1.1\r\n" + host + good);
    row("absolute target", "POST http://g/v1/chat/completions HTTP/1.1\r\n" + host + good);
    row("asterisk", "OPTIONS * HTTP/1.1\r\n" + host + "\r\n");
    row("connect", "CONNECT g:443 HTTP/1.1\r\n" + host + "\r\n");
    row("trace", "TRACE / HTTP/1.1\r\n" + host + "\r\n");
    row("lower method", "post /v1/chat/completions HTTP/1.1\r\n" + host + good);
    row("preface of http/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    row("empty line first", "\r\n" + line + host + good);
    row("tls hello", std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n", 12));
    row("expectation", line + host + "Expect: tea\r\n" + good);
    row("chunk minus", chunked("-1\r\na\r\n0\r\n\r\n"));
    row("chunk hex prefix", chunked("0x3\r\nabc\r\n0\r\n\r\n"));
    row("chunk overflow", chunked("ffffffffffffffffff\r\nabc\r\n0\r\n\r\n"));
    row("chunk size empty", chunked("\r\nabc\r\n0\r\n\r\n"));
    row("chunk extension bare line feed", chunked("3;a\nabc\r\n0\r\n\r\n"));
    row("chunk bare line feed", chunked("3\nabc\n0\n\n"));
    row("chunk too short", chunked("2\r\nabc\r\n0\r\n\r\n"));
    row("chunk space before size", chunked(" 3\r\nabc\r\n0\r\n\r\n"));
    row("chunk control in extension", chunked("3;a=\x01\r\nabc\r\n0\r\n\r\n"));
    row("chunk without end of line", chunked("3\r\nabcX\r\n0\r\n\r\n"));
    row(
        "101 headers", line + host + [] {
            std::string many;
            for (int i = 0; i < 101; ++i)
                many += "X-" + std::to_string(i) + ": a\r\n";
            return many;
        }() + good);
}

void TestStrictHttp::refused() {
    QFETCH(QByteArray, request);
    Gateway gateway({}, workspace(m_upstream.url()), m_sink);
    QVERIFY(gateway.start());
    QVERIFY(gateway.apply(table(1, {})));
    const std::size_t before = m_upstream.requests().size();
    const std::size_t connections = m_upstream.connections();
    Caller caller(gateway.port());
    // What follows must not be taken for a second request.
    QVERIFY(caller.send(request.toStdString() + post("/v1/chat/completions", helloBody)));
    const std::string answer = caller.readToEnd();
    QVERIFY2(answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 501"), answer.c_str());
    QVERIFY2(answer.find("\nHTTP/1.1 ") == std::string::npos, answer.c_str());
    QVERIFY(answer.find("connection: close\r\n") != std::string::npos);
    QCOMPARE(m_upstream.requests().size(), before);
    QCOMPARE(m_upstream.connections(), connections);
    QCOMPARE(gateway.counters().refused, 1U);
}

void TestStrictHttp::accepted_data() {
    QTest::addColumn<QByteArray>("request");
    const auto row = [](const char* name, const std::string& request) {
        QTest::newRow(name) << QByteArray::fromStdString(request);
    };
    row("plain", line + "Host: g\r\n" + good);
    row("mixed case", line + "hOsT: g:80\r\n" + good);
    row("no space after colon", line + "Host:g\r\nX-A:b\r\n" + good);
    row("white space around value", line + "Host: \t g \t \r\n" + good);
    row("obs-text in value", line + "Host: g\r\nX-A: \xe9\r\n" + good);
    row("empty value", line + "Host: g\r\nX-A:\r\n" + good);
    row("ipv6 host", line + "Host: [::1]:8080\r\n" + good);
    row("chunked", chunked(hexOf(bodyText.size()) + "\r\n" + bodyText + "\r\n0\r\n\r\n"));
    row("chunked upper case", line + "Host: g\r\nTransfer-Encoding: Chunked\r\n\r\n" + hexOf(bodyText.size()) + "\r\n" +
                                  bodyText + "\r\n0\r\n\r\n");
    row("chunk extension", chunked(hexOf(bodyText.size()) + ";a=b\r\n" + bodyText + "\r\n0\r\n\r\n"));
    row("chunk trailer", chunked(hexOf(bodyText.size()) + "\r\n" + bodyText + "\r\n0\r\nX-T: a\r\n\r\n"));
    row("two chunks",
        chunked("1\r\n{\r\n" + hexOf(bodyText.size() - 1) + "\r\n" + bodyText.substr(1) + "\r\n0\r\n\r\n"));
    row("http 1.0", "POST /v1/chat/completions HTTP/1.0\r\n" + good);
}

void TestStrictHttp::accepted() {
    QFETCH(QByteArray, request);
    Gateway gateway({}, workspace(m_upstream.url()), m_sink);
    QVERIFY(gateway.start());
    QVERIFY(gateway.apply(table(1, {})));
    Caller caller(gateway.port());
    // In pieces of one byte each, so that no boundary is special.
    for (const char c : request)
        QVERIFY(caller.send({&c, 1}));
    const std::string answer = caller.readMessage(true);
    QVERIFY2(answer.starts_with("HTTP/1.1 200 "), answer.c_str());
    QCOMPARE(bodyOf(answer), std::string(chatAnswer));
    // However it came, it goes on with a length and without chunks.
    const std::string sent = m_upstream.requests().back();
    QVERIFY(sent.find("content-length: ") != std::string::npos);
    QVERIFY(sent.find("hunked") == std::string::npos);
    QVERIFY(sent.find("X-T") == std::string::npos);
}

void TestStrictHttp::limits() {
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
        caller.send(chunked("c350\r\n" + std::string(50'000, ' ') + "\r\n1\r\n \r\n0\r\n\r\n"));
        QVERIFY(caller.readToEnd().starts_with("HTTP/1.1 413 "));
    }
    {
        Caller slowHead(gateway.port());
        QVERIFY(slowHead.send("POST /v1"));
        Caller slowBody(gateway.port());
        QVERIFY(slowBody.send(line + "Host: g\r\nContent-Length: 10\r\n\r\n{"));
        QVERIFY(slowHead.isClosedByPeer(2'000));
        QVERIFY(slowBody.isClosedByPeer(2'000));
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

QTEST_GUILESS_MAIN(TestStrictHttp)
#include "tst_strict_http.moc"
