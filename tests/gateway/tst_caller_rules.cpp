// Who may not ask the gateway: web pages, whatever they make a browser send. And ids of answers, which feedback names,
// cannot be guessed from others.
#include <algorithm>
#include <set>

#include <QTest>

#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

std::string request(std::string_view method, std::string_view path, std::string_view host, std::string_view headers,
                    std::string_view body) {
    return std::string(method) + " " + std::string(path) + " HTTP/1.1\r\nHost: " + std::string(host) + "\r\n" +
           std::string(headers) + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

int statusOf(const std::string& answer) {
    return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0;
}

std::string idOf(const std::string& answer) {
    constexpr std::string_view name = "x-signalbox-request-id: ";
    const auto at = answer.find(name);
    return at == std::string::npos ? std::string() : answer.substr(at + name.size(), 32);
}

constexpr std::string_view feedbackPath = "/v1/feedback";

} // namespace

class TestCallerRules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsAnswered_data();
    void whatIsAnswered();
    void namesOfAnAddress();
    void idsCannotBeGuessed();
};

void TestCallerRules::whatIsAnswered_data() {
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<int>("chat"); // status of POST /v1/chat/completions
    QTest::addColumn<int>("list"); // of GET /v1/models
    const auto row = [](const char* name, const char* host, const char* headers, int chat, int list) {
        QTest::newRow(name) << QByteArray(host) << QByteArray(headers) << chat << list;
    };
    constexpr auto json = "Content-Type: application/json\r\n";
    row("a client", "127.0.0.1:8080", json, 200, 200);
    row("by name", "localhost", json, 200, 200);
    row("by name, in capitals", "LocalHost:1", json, 200, 200);
    row("by version 6", "[::1]:8080", json, 200, 200);
    row("by a name that was added", "gateway.internal:8080", json, 200, 200);
    row("with a charset", "localhost", "Content-Type: application/json; charset=utf-8\r\n", 200, 200);
    row("a kind of JSON", "localhost", "Content-Type: application/vnd.x+json\r\n", 200, 200);
    // What a page can make a browser send without being asked first.
    row("text", "localhost", "Content-Type: text/plain\r\n", 415, 200);
    row("text that looks like JSON", "localhost", "Content-Type: text/plain; application/json\r\n", 415, 200);
    row("a form", "localhost", "Content-Type: application/x-www-form-urlencoded\r\n", 415, 200);
    row("a form with a file", "localhost", "Content-Type: multipart/form-data; boundary=x\r\n", 415, 200);
    row("no type", "localhost", "", 415, 200);
    row("an empty type", "localhost", "Content-Type: \r\n", 415, 200);
    row("two types", "localhost", "Content-Type: application/json\r\nContent-Type: text/plain\r\n", 415, 200);
    row("two types, the other way round", "localhost", "Content-Type: text/plain\r\nContent-Type: application/json\r\n",
        415, 200);
    row("from a page", "localhost", "Content-Type: application/json\r\nOrigin: https://evil.example\r\n", 403, 403);
    row("from a page of this machine", "localhost",
        "Content-Type: application/json\r\nOrigin: http://localhost:3000\r\n", 403, 403);
    row("from nowhere", "localhost", "Content-Type: application/json\r\nOrigin: null\r\n", 403, 403);
    row("from an empty origin", "localhost", "Content-Type: application/json\r\nOrigin: \r\n", 403, 403);
    row("from the page that may", "localhost", "Content-Type: application/json\r\nOrigin: https://app.example\r\n", 200,
        200);
    row("from it and another", "localhost",
        "Content-Type: application/json\r\nOrigin: https://app.example\r\nOrigin: https://evil.example\r\n", 403, 403);
    // A name of somebody else that was made to lead here.
    row("by a foreign name", "evil.example", json, 403, 403);
    row("by a foreign name with port", "evil.example:8080", json, 403, 403);
    row("by a name that ends like ours", "localhost.evil.example", json, 403, 403);
    row("by a name that begins with ours", "127.0.0.1.evil.example:80", json, 403, 403);
    row("by another number", "0.0.0.0:8080", json, 403, 403);
}

void TestCallerRules::whatIsAnswered() {
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, headers);
    QFETCH(int, chat);
    QFETCH(int, list);
    const Upstream upstream(answerInChat);
    Sink sink;
    Settings settings;
    settings.callers = {hostNamesOf("127.0.0.1", {"gateway.internal"}), {"https://app.example"}};
    Gateway gateway(settings, workspace(upstream.url()), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {})));
    const auto ask = [&](std::string_view method, std::string_view path, std::string_view body) {
        return statusOf(
            Caller(gateway.port()).ask(request(method, path, host.toStdString(), headers.toStdString(), body)));
    };
    QCOMPARE(ask("POST", chatPath, helloBody), chat);
    QCOMPARE(ask("GET", "/v1/models", ""), list);
    const bool answered = chat == 200;
    QCOMPARE(upstream.requests().size(), answered ? 1U : 0U); // nothing was spent
    QCOMPARE(ask("POST", feedbackPath, R"({"request_id":"x","quality":1})") == chat, !answered);
    if (list == 403)
        QCOMPARE(ask("OPTIONS", chatPath, ""), 403); // a page that asks first is told no
    if (answered)
        QVERIFY(eventually([&] { return sink.count() == 1; }));
}

void TestCallerRules::namesOfAnAddress() {
    QVERIFY(std::ranges::contains(hostNamesOf("127.0.0.1"), std::string("localhost")));
    QVERIFY(std::ranges::contains(hostNamesOf("127.9.0.1"), std::string("127.9.0.1")));
    QVERIFY(std::ranges::contains(hostNamesOf("::1"), std::string("[::1]")));
    QVERIFY(hostNamesOf("0.0.0.0").empty()); // who listens everywhere has names that nobody knows
    QVERIFY(hostNamesOf("::").empty());
    QVERIFY(hostNamesOf("192.0.2.1").empty());
}

void TestCallerRules::idsCannotBeGuessed() {
    const Upstream upstream(answerInChat);
    Sink sink;
    Gateway gateway(Settings{}, workspace(upstream.url()), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {})));
    std::set<std::string> seals;
    std::vector<std::string> ids;
    for (int i = 0; i < 64; ++i) {
        ids.push_back(idOf(Caller(gateway.port()).ask(post(chatPath, helloBody))));
        QCOMPARE(ids.back().size(), std::size_t{32});
        seals.insert(ids.back().substr(16));
    }
    QCOMPARE(seals.size(), ids.size());
    const auto feedback = [&](const std::string& id) {
        return statusOf(
            Caller(gateway.port()).ask(post(feedbackPath, R"({"request_id":")" + id + R"(","quality":0})")));
    };
    QCOMPARE(feedback(ids.front()), 202);
    // Another number under a seal that was seen, and every seal that is one bit away.
    QVERIFY(feedback(ids[1].substr(0, 16) + ids[2].substr(16)) != 202);
    for (std::size_t at = 16; at < 32; ++at) {
        std::string id = ids[3];
        id[at] = id[at] == '0' ? '1' : '0';
        QVERIFY(feedback(id) != 202);
    }
    for (const char* id : {"", "1", "00000000000000010000000000000001", "0000000000000001", "+000000000000001"})
        QVERIFY(feedback(id) != 202);
    QCOMPARE(sink.waitLabels(1).size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestCallerRules)
#include "tst_caller_rules.moc"
