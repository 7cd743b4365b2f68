// The table of what upstreams do, through the real gateway: what is counted, and what the caller gets.
#include <format>

#include <QTest>

#include "tests/gateway/fixture.h"
#include "tests/models/answer_table.h"

using namespace signalbox;
using namespace signalbox::gateway;
using models::TableRow;

namespace {

// Without the marks of its chunks.
std::string wholeBodyOf(const std::string& message) {
    std::string rest = bodyOf(message);
    if (!message.substr(0, message.size() - rest.size()).contains("transfer-encoding: chunked"))
        return rest;
    std::string body;
    while (!rest.empty()) {
        const std::size_t size = std::stoul(rest, nullptr, 16);
        const auto begin = rest.find("\r\n") + 2;
        body += rest.substr(begin, size);
        rest.erase(0, begin + size + 2);
        if (size == 0)
            break;
    }
    return body;
}

struct Rig {
    explicit Rig(std::string answer, agents::RuntimeKind runtime = agents::RuntimeKind::Chat,
                 agents::Configuration configuration = {})
        : upstream([answer = std::move(answer)](RawSocket& socket, const std::string&) { socket.send(answer); }) {
        gateway = std::make_unique<Gateway>(Settings{}, workspace(upstream.url()), sink);
        if (!gateway->start() ||
            !gateway->apply(table(1, {.runtime = runtime, .configuration = std::move(configuration)})))
            std::abort();
    }

    Sink sink;
    Upstream upstream;
    std::unique_ptr<Gateway> gateway;
};

std::string asking(const TableRow& row) {
    const bool streamed = row.streamed.value_or(models::isEventStream(row.type) || row.body.starts_with("data:"));
    return post(row.path(), std::format(R"({{"model":"refunds","input":"hi","messages":[],"stream":{}}})", streamed));
}

} // namespace

class TestAnswerTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void table_data();
    void table();
    void firstTokenIsNoComment_data();
    void firstTokenIsNoComment();
};

void TestAnswerTable::table_data() {
    QTest::addColumn<qsizetype>("index");
    const auto& rows = models::answerTable();
    for (std::size_t i = 0; i < rows.size(); ++i)
        QTest::newRow(rows[i].name.c_str()) << static_cast<qsizetype>(i);
}

void TestAnswerTable::table() {
    QFETCH(qsizetype, index);
    const TableRow& row = models::answerTable().at(static_cast<std::size_t>(index));
    const bool agent = row.dialect == models::Dialect::Any;
    Rig rig(row.http(), agent ? agents::RuntimeKind::Http : agents::RuntimeKind::Chat);
    Caller caller(rig.gateway->port());
    const std::string answer = caller.ask(asking(row));
    if (row.outcome == metrics::Outcome::Redirect) {
        QVERIFY2(answer.starts_with("HTTP/1.1 502 ") && answer.contains("upstream_redirect"), answer.c_str());
        QVERIFY2(!answer.contains("provider.invalid"), answer.c_str());
    } else {
        QVERIFY2(answer.starts_with(std::format("HTTP/1.1 {} ", row.status)), answer.c_str());
        QCOMPARE(wholeBodyOf(answer), row.status == 204 || row.status == 304 ? std::string() : row.body);
    }
    const auto seen = rig.sink.wait(1);
    QCOMPARE(seen.size(), 1U);
    QCOMPARE(std::string(toString(seen[0].outcome)), std::string(toString(row.outcome)));
    QCOMPARE(seen[0].status, row.status);
    if (const auto code = row.says.find("code"); code != row.says.end())
        QCOMPARE(seen[0].failure->reason.token, code->second == std::to_string(row.status) ? "" : code->second);
    if (const auto calls = row.says.find("calls"); calls != row.says.end())
        QCOMPARE(std::to_string(seen[0].toolCalls), calls->second);
    if (const auto usage = row.says.find("usage"); usage != row.says.end() && usage->second == "unknown")
        QVERIFY(!seen[0].inputTokens && !seen[0].cost);
    else if (usage != row.says.end())
        QVERIFY(usage->second.starts_with(std::format("{} {} ", *seen[0].inputTokens, *seen[0].outputTokens)));
    // The connection serves on.
    QVERIFY(!caller.ask(asking(row)).empty());
}

void TestAnswerTable::firstTokenIsNoComment_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("limited"); // by timeout.first_token
    QTest::addColumn<bool>("inTime");
    const auto row = [](const char* name, const QByteArray& body, bool inTime) {
        QTest::newRow(name) << body << true << inTime;
        QTest::addRow("%s, without a limit", name) << body << false << true;
    };
    const QByteArray word = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n";
    row("nothing", "", false);
    row("comments", ": waiting\n\n", false);
    row("empty pieces", "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n",
        false);
    row("a word", word, true);
    row("a word behind comments", ": waiting\n\n" + word, true);
}

// The head and what is no answer come at once, the end half a second later: past the time for the first token.
void TestAnswerTable::firstTokenIsNoComment() {
    QFETCH(QByteArray, body);
    QFETCH(bool, limited);
    QFETCH(bool, inTime);
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
    Sink sink;
    Upstream upstream([&](RawSocket& socket, const std::string&) {
        socket.send(head + body.toStdString());
        static_cast<void>(socket.isClosedByPeer(600));
        socket.send("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}\n\n");
        socket.close();
    });
    Gateway gateway({}, workspace(upstream.url()), sink);
    VersionSpec spec;
    if (limited)
        spec.configuration.firstTokenTimeout = 0.2; // seconds
    QVERIFY(gateway.start() && gateway.apply(signalbox::gateway::table(1, spec)));
    Caller caller(gateway.port());
    QVERIFY(caller.send(post(chatPath, R"({"model":"refunds","messages":[],"stream":true})")));
    const std::string answer = inTime ? caller.readMessage(true) : caller.readToEnd();
    QVERIFY2(answer.contains("\"b\"") == inTime, answer.c_str());
    const auto seen = sink.wait(1);
    QCOMPARE(seen.size(), 1U);
    QVERIFY(seen[0].outcome == (inTime ? metrics::Outcome::Success : metrics::Outcome::Timeout));
    gateway.stop(std::chrono::milliseconds{0});
}

QTEST_APPLESS_MAIN(TestAnswerTable)
#include "tst_answer_table.moc"
