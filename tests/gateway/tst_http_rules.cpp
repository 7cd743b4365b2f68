// HTTP's rules for servers, gateways and clients, one by one through the real gateway (http.table), and those that need
// a rig of their own: time, content codings, half an emoji.
#include <zlib.h>
#include <zstd.h>

#include <QTest>

#include "tests/gateway/fixture.h"
#include "tests/gateway/http_table.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

struct Rig {
    explicit Rig(std::string providerAnswer, bool agent = false, Limits limits = {})
        : answer(std::move(providerAnswer)) {
        VersionSpec spec;
        if (agent)
            spec.runtime = agents::RuntimeKind::Http;
        gateway = std::make_unique<Gateway>(Settings{.limits = limits}, workspace(upstream.url()), sink);
        if (!gateway->start() || !gateway->apply(table(1, spec)))
            std::abort();
    }

    std::string answer;
    Sink sink;
    Upstream upstream{[this](RawSocket& socket, const std::string&) {
        socket.send(answer);
        if (answer.starts_with("HTTP/1.0"))
            socket.close();
    }};
    std::unique_ptr<Gateway> gateway;
};

std::string deflated(std::string_view text, int windowBits) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())) + 32, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string gzip(std::string_view text) {
    return deflated(text, MAX_WBITS + 16);
}

std::string zstd(std::string_view text) {
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
    return out;
}

std::string asBody(std::string_view text) {
    return "Content-Length: " + std::to_string(text.size()) + "\r\n\r\n" + std::string(text);
}

std::string statusOf(const std::string& answer) {
    return answer.substr(0, std::min(answer.find("\r\n"), answer.size()));
}

QByteArray bytesOf(const std::string& text) {
    return {text.data(), static_cast<qsizetype>(text.size())};
}

} // namespace

class TestHttpRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rules_data();
    void rules();
    void late();
    void codings_data();
    void codings();
    void codedFeedback();
    void codedForAnAgent();
    void halfAnEmoji_data();
    void halfAnEmoji();
};

void TestHttpRules::rules_data() {
    QTest::addColumn<std::size_t>("row");
    for (std::size_t i = 0; i < httpTable().size(); ++i)
        QTest::newRow(httpTable()[i].name.c_str()) << i;
}

void TestHttpRules::rules() {
    QFETCH(std::size_t, row);
    const HttpRow& one = httpTable()[row];
    Rig rig(one.provider.empty() ? json(chatAnswer) : one.provider, one.agent);
    Caller caller(rig.gateway->port());
    QVERIFY(caller.send(one.request.empty() ? post(chatPath, helloBody) : one.request));
    if (one.interim) {
        const std::string interim = caller.readMessage(true);
        QVERIFY2(interim.starts_with("HTTP/1.1 100 "), interim.c_str());
        QVERIFY(caller.send(helloBody));
    }
    const std::string answer = one.closes ? caller.readToEnd() : caller.readMessage(true);
    QVERIFY2(answer.starts_with("HTTP/1.1 " + std::to_string(one.status) + " "), answer.c_str());
    for (const std::string& text : one.has)
        QVERIFY2(answer.contains(text), (text + " is not in\n" + answer).c_str());
    for (const std::string& text : one.hasNot)
        QVERIFY2(!answer.contains(text), (text + " is in\n" + answer).c_str());
    const auto requests = rig.upstream.requests();
    if (one.asked == "nothing")
        QCOMPARE(rig.upstream.bytes(), std::size_t{0});
    const std::string sent = requests.empty() ? std::string() : requests.front();
    if (one.asked != "nothing")
        QVERIFY2(sent.starts_with(one.asked), sent.c_str());
    for (const std::string& text : one.sends)
        QVERIFY2(sent.contains(text), (text + " is not in\n" + sent).c_str());
    for (const std::string& text : one.sendsNot)
        QVERIFY2(!sent.empty() && !sent.contains(text), (text + " is in\n" + sent).c_str());
    if (one.closes)
        return;
    rig.answer = json(chatAnswer);
    const std::string next = caller.ask("GET /v1/models HTTP/1.1\r\nHost: g\r\n\r\n");
    QVERIFY2(next.starts_with("HTTP/1.1 200 "), next.c_str());
}

// RFC 9110, 15.5.9: who is too slow with a request is told so; who sends none is not.
void TestHttpRules::late() {
    Limits limits;
    limits.headTime = std::chrono::milliseconds{100};
    limits.bodyTime = std::chrono::milliseconds{100};
    limits.idleTime = std::chrono::milliseconds{300};
    Rig rig(json(chatAnswer), false, limits);
    const std::string head = "POST /v1/chat/completions HTTP/1.1\r\nHost: g\r\n";
    for (const std::string& begun :
         {std::string("P"), head, head + "Content-Length: 10\r\n\r\n", head + asBody("{").replace(16, 1, "9"),
          head + "Transfer-Encoding: chunked\r\n\r\n5\r\n{"}) {
        Caller caller(rig.gateway->port());
        QVERIFY(caller.send(begun));
        const std::string answer = caller.readToEnd();
        QVERIFY2(answer.starts_with("HTTP/1.1 408 ") && answer.contains("connection: close\r\n"), answer.c_str());
        QVERIFY(!answer.contains("x-should-retry"));
    }
    Caller idle(rig.gateway->port());
    QVERIFY(idle.ask(post(chatPath, helloBody)).starts_with("HTTP/1.1 200 "));
    QCOMPARE(idle.readToEnd(), std::string());
    QCOMPARE(rig.upstream.requests().size(), std::size_t{1});
    QCOMPARE(rig.gateway->counters().refused, 5U);
}

void TestHttpRules::codings_data() {
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("says");
    const auto row = [](const char* name, const char* codings, const std::string& body, int status = 200,
                        const char* says = "") {
        QTest::newRow(name) << QByteArray("Content-Encoding: ") + codings + "\r\n"
                            << bytesOf(body) << status << QByteArray(says);
    };
    const std::string hello(helloBody);
    row("gzip", "gzip", gzip(hello));
    row("gzip, another name", "X-GZip", gzip(hello));
    row("gzip, members", "gzip", gzip(hello.substr(0, 9)) + gzip(hello.substr(9)));
    row("deflate", "deflate", deflated(hello, MAX_WBITS));
    row("deflate, without its frame", "deflate", deflated(hello, -MAX_WBITS));
    row("zstd", "zstd", zstd(hello));
    row("zstd, frames", "zstd", zstd(hello.substr(0, 9)) + zstd(hello.substr(9)));
    row("two in a row", "gzip, zstd", zstd(gzip(hello)));
    row("in two lines", "deflate\r\nContent-Encoding: gzip", gzip(deflated(hello, MAX_WBITS)));
    row("three", "gzip,gzip , identity,gzip", gzip(gzip(gzip(hello))));
    row("with a mark", "gzip", gzip("\xEF\xBB\xBF" + hello));
    row("identity", "identity", hello);
    row("nothing", "", hello);
    row("brotli", "br", hello, 415, "unknown_coding");
    row("compress", "compress", hello, 415, "unknown_coding");
    row("one of two is not known", "br, gzip", gzip(hello), 415, "unknown_coding");
    row("four", "gzip, gzip, gzip, gzip", gzip(gzip(gzip(gzip(hello)))), 415, "unknown_coding");
    row("a name with a weight", "gzip;q=1", gzip(hello), 415, "unknown_coding");
    row("not what it says", "gzip", hello, 400, "bad_coding");
    row("another one than it says", "zstd", gzip(hello), 400, "bad_coding");
    row("the other way round", "zstd, gzip", zstd(gzip(hello)), 400, "bad_coding");
    row("empty", "gzip", "", 400, "bad_coding");
    row("cut", "gzip", gzip(hello).substr(0, 40), 400, "bad_coding");
    row("cut in the check", "gzip", gzip(hello).substr(0, gzip(hello).size() - 1), 400, "bad_coding");
    row("zstd, cut", "zstd", zstd(hello).substr(0, zstd(hello).size() - 1), 400, "bad_coding");
    row("something behind", "gzip", gzip(hello) + "x", 400, "bad_coding");
    row("a wrong check", "gzip", gzip(hello).replace(gzip(hello).size() - 8, 1, "?"), 400, "bad_coding");
    row("no JSON inside", "gzip", gzip("hello"), 400, "bad_json");
    const std::string spaces = hello + std::string(900'000, ' ');
    row("a megabyte of nothing", "gzip", gzip(spaces));
    const std::string many = hello + std::string(20'000'000, ' ');
    row("a bomb", "gzip", gzip(many), 413, "too_large");
    row("a bomb of zstd", "zstd", zstd(many), 413, "too_large");
    row("a bomb in a bomb", "gzip, gzip", gzip(gzip(many)), 413, "too_large");
    std::string large = R"({"model":"refunds","messages":[],"a":")";
    for (unsigned state = 7; large.size() < 34'000'000;) {
        state = state * 1'664'525U + 1'013'904'223U;
        large += static_cast<char>('a' + (state >> 24U) % 26);
    }
    row("more than any body", "gzip", gzip(large + "\"}"), 413, "too_large");
}

void TestHttpRules::codings() {
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    QFETCH(QByteArray, says);
    Rig rig(json(chatAnswer));
    Caller caller(rig.gateway->port());
    const std::string answer =
        caller.ask(post(chatPath, body.toStdString(), headers.toStdString() + "Content-Digest: sha-256=:x:\r\n"));
    QVERIFY2(answer.starts_with("HTTP/1.1 " + std::to_string(status) + " ") && answer.contains(says.toStdString()),
             answer.c_str());
    QCOMPARE(answer.contains("\r\naccept-encoding: gzip, deflate, zstd\r\n"), status == 415);
    QCOMPARE(rig.upstream.requests().size(), status == 200 ? 1U : 0U);
    if (status == 200) {
        const std::string sent = rig.upstream.requests().front();
        QVERIFY2(!sent.contains("ontent-Encoding") && !sent.contains("ontent-Digest"), statusOf(sent).c_str());
        QVERIFY(bodyOf(sent).contains(R"({"role":"user","content":"hi"})"));
    }
    QVERIFY(caller.ask(post(chatPath, helloBody)).starts_with("HTTP/1.1 200 "));
}

void TestHttpRules::codedFeedback() {
    Rig rig(json(chatAnswer));
    Caller caller(rig.gateway->port());
    const std::string answer = caller.ask(post(chatPath, helloBody));
    constexpr std::string_view name = "x-signalbox-request-id: ";
    const auto at = answer.find(name) + name.size();
    const std::string id = answer.substr(at, answer.find("\r\n", at) - at);
    const std::string feedback = R"({"request_id":")" + id + R"(","quality":1,"note":"half \ud83d"})";
    QVERIFY(
        caller.ask(post("/v1/feedback", zstd(feedback), "Content-Encoding: zstd\r\n")).starts_with("HTTP/1.1 202 "));
    QVERIFY(caller.ask(post("/v1/feedback", feedback, "Content-Encoding: br\r\n")).starts_with("HTTP/1.1 415 "));
}

// What an agent service is sent is between it and its caller.
void TestHttpRules::codedForAnAgent() {
    Rig rig(json(chatAnswer), true);
    Caller caller(rig.gateway->port());
    const std::string body = gzip(helloBody);
    QVERIFY(caller.ask(post("/agents/refunds/x", body, "Content-Encoding: gzip\r\n")).starts_with("HTTP/1.1 200 "));
    QCOMPARE(bodyOf(rig.upstream.requests().front()), body);
    QVERIFY(rig.upstream.requests().front().contains("Content-Encoding: gzip\r\n"));
}

void TestHttpRules::halfAnEmoji_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("sent"); // what the provider is sent of it; empty: 400
    const auto row = [](const char* name, const char* body, const char* sent) {
        QTest::newRow(name) << QByteArray(body) << QByteArray(sent);
    };
    row("in a message",
        R"({"model":"refunds","metadata":{"name":"Ann"},"messages":[{"role":"user","content":"half \ud83d"}]})",
        R"("half \ud83d")");
    row("the second half", R"({"model":"refunds","metadata":{"name":"Ann"},"messages":["\uDE00 there"]})",
        R"("\uDE00 there"])");
    row("both, the wrong way round", R"({"model":"refunds","metadata":{"name":"Ann"},"messages":["\ude00\ud83d"]})",
        R"("\ude00\ud83d"])");
    row("a whole one and a half", R"({"model":"refunds","metadata":{"name":"Ann"},"messages":["\ud83d\ude00\ud83d"]})",
        R"(\ud83d\ude00\ud83d")");
    row("in a key", R"({"model":"refunds","metadata":{"name":"Ann"},"messages":[],"a\ud83d":1})", R"("a\ud83d":1)");
    row("in a key below", R"({"model":"refunds","metadata":{"name":"Ann"},"messages":[{"a\ud83d":1}]})",
        R"({"a\ud83d":1})");
    row("in the user", R"({"model":"refunds","metadata":{"name":"Ann"},"messages":[],"user":"u\ud83d"})",
        R"("user":"u\ud83d")");
    row("in a variable", R"({"model":"refunds","messages":[],"metadata":{"name":"A\ud83d"}})",
        R"(Hi A\ud83d, be brief.)");
    row("behind a backslash", R"({"model":"refunds","metadata":{"name":"Ann"},"messages":["\\\ud83d"]})",
        R"("\\\ud83d"])");
    row("in the model", R"({"model":"refunds\ud83d","messages":[]})", "");
    row("two keys that become one",
        R"({"model":"refunds","metadata":{"name":"Ann"},"messages":[],"a\ud83d":1,"a\ud83e":2})", "");
    row("no hex", R"({"model":"refunds","metadata":{"name":"Ann"},"messages":["\ud83d","\ud8zz"]})", "");
    row("cut", R"({"model":"refunds","metadata":{"name":"Ann"},"messages":["\ud83d","\ud8)", "");
    row("another error as well", R"({"model":"refunds","metadata":{"name":"Ann"},"messages":["\ud83d",]})", "");
}

void TestHttpRules::halfAnEmoji() {
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, sent);
    for (const char* path : {"/v1/chat/completions", "/v1/responses", "/v1/completions", "/v1/embeddings"}) {
        Sink sink;
        Upstream upstream(&answerInChat);
        Gateway gateway({}, workspace(upstream.url()), sink);
        QVERIFY(gateway.start() && gateway.apply(table(1, {.prompt = "Hi {{name}}, be brief."})));
        Caller caller(gateway.port());
        const std::string answer = caller.ask(post(path, body.toStdString()));
        const bool refused = answer.starts_with("HTTP/1.1 400 ") || answer.starts_with("HTTP/1.1 404 ");
        QVERIFY2(refused == sent.isEmpty(), answer.c_str());
        QCOMPARE(upstream.requests().size(), refused ? 0U : 1U);
        const bool hasPrompt = !std::string_view(path).ends_with("embeddings");
        if (!refused && (hasPrompt || !sent.startsWith("Hi")))
            QVERIFY2(upstream.requests().front().contains(sent.toStdString()), upstream.requests().front().c_str());
    }
}

QTEST_GUILESS_MAIN(TestHttpRules)
#include "tst_http_rules.moc"
