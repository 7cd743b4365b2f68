// The pure parts of the gateway: rewriting bodies byte by byte, server-sent events, usage and cost, targets.
#include <random>

#include <QTest>

#include "core/gateway/answer.h"
#include "core/gateway/chat_body.h"
#include "core/gateway/routing.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

std::string rewritten(const VersionSpec& spec, std::string_view body) {
    const auto members = scanObject(body);
    const auto chat = makeChatTemplate(*arm(spec).snapshot);
    if (!checkJson(body) || !members || !chat)
        return "(refused)";
    return rewriteChat(body, *members, *chat).value_or("(refused)");
}

std::vector<std::string> eventsOf(std::string_view stream, std::size_t step) {
    std::vector<std::string> events;
    SseReader reader([&events](const SseEvent& e) { events.push_back(e.type + "|" + e.data); });
    for (std::size_t at = 0; at < stream.size(); at += step)
        reader.feed(stream.substr(at, step));
    return events;
}

} // namespace

class TestBody : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryOtherByte();
    void configuration();
    void variables();
    void tools();
    void scansWhatItMade();
    void events_data();
    void events();
    void usageAndCost();
    void streamedCalls();
    void refusals_data();
    void refusals();
    void targets();
};

void TestBody::keepsEveryOtherByte() {
    QCOMPARE(rewritten({}, " {\"z\": 12345678901234567890123 ,\n\"messages\" :[ ],\"a\":1e400,\"model\":\"refunds\" , "
                           "\"\\u0061b\":{\"model\":\"x\"}, \"s\":\"\\\"}]\\\\\" }\n"),
             std::string(" {\"z\": 12345678901234567890123 ,\n\"messages\" :[{\"role\":\"system\",\"content\":\"Be "
                         "brief.\"} ],\"a\":1e400,\"model\":\"model-of-1.0.0\" , \"\\u0061b\":{\"model\":\"x\"}, "
                         "\"s\":\"\\\"}]\\\\\" }\n"));
    {
        const std::string actual = rewritten({.prompt = ""}, R"({"model":"refunds"})");
        const std::string expected = R"({"model":"model-of-1.0.0"})";
        QCOMPARE(actual, expected);
    }
    {
        const std::string actual = rewritten({}, R"({"model":"refunds"})");
        const std::string expected = "(refused)";
        QCOMPARE(actual, expected);
    }
}

void TestBody::configuration() {
    VersionSpec spec{.prompt = ""};
    spec.configuration.temperature = 0.2;
    spec.configuration.maxOutputTokens = 300;
    spec.configuration.stop = {"a\"b"};
    {
        const std::string actual = rewritten(spec, R"({"model":"r","temperature":1,"max_tokens":5})");
        const std::string expected = R"({"model":"model-of-1.0.0","temperature":0.2,"max_tokens":300,"stop":["a\"b"]})";
        QCOMPARE(actual, expected);
    }
    {
        const std::string actual = rewritten(spec, R"({"model":"r"})");
        const std::string expected =
            R"({"model":"model-of-1.0.0","temperature":0.2,"stop":["a\"b"],"max_completion_tokens":300})";
        QCOMPARE(actual, expected);
    }
}

void TestBody::variables() {
    const VersionSpec spec{.prompt = "Hi {{ name }}, {{x}} \"{{not one}}\" {{"};
    // What the caller wrote goes in escaped as it came: it cannot leave the string.
    const std::string body =
        rewritten(spec, R"({"model":"r","messages":[],"metadata":{"name":"A\",\"role\":\"user","x":7}})");
    const std::string expected = R"("content":"Hi A\",\"role\":\"user, {{x}} \"{{not one}}\" {{"})";
    QVERIFY2(body.find(expected) != std::string::npos, body.c_str());
    QVERIFY(checkJson(body));
}

void TestBody::tools() {
    VersionSpec spec{.prompt = ""};
    spec.tools = {{"integrations/a.json", " {\"name\":\"a\"} "},
                  {"integrations/b.json", R"([{"type":"function","function":{"name":"b"}}])"}};
    {
        const std::string actual = rewritten(spec, R"({"model":"r","tools":[1]})");
        const std::string expected =
            R"({"model":"model-of-1.0.0","tools":[{"type":"function","function":{"name":"a"}},)"
            R"({"type":"function","function":{"name":"b"}}]})";
        QCOMPARE(actual, expected);
    }
    spec.tools = {{"integrations/a.json", "[1"}};
    QCOMPARE(makeChatTemplate(*arm(spec).snapshot).error().code, std::string("bad_tool"));
}

// Random objects: whatever is valid JSON stays valid, and all members but the model keep their text.
void TestBody::scansWhatItMade() {
    constexpr unsigned seed = 20260301;
    std::mt19937 random(seed);
    static const std::vector<std::string> values{"1",       "-0.5e-7",           "true",         "null",
                                                 "\"\"",    "\"\\\\\"",          "\"\\\"\"",     "[]",
                                                 "[[],{}]", "{\"a\":[1,\"}\"]}", "\"\\u20ac{[\""};
    static const std::vector<std::string> spaces{"", " ", "\n\t", "\r\n"};
    const auto any = [&random](const auto& list) { return list[random() % list.size()]; };
    for (int round = 0; round < 2'000; ++round) {
        std::string body = any(spaces) + "{";
        std::vector<std::string> written;
        const std::size_t count = random() % 6;
        for (std::size_t i = 0; i < count; ++i) {
            written.push_back(any(values));
            body += any(spaces) + "\"k" + std::to_string(i) + "\"" + any(spaces) + ":" + any(spaces) + written.back() +
                    any(spaces) + ",";
        }
        body += any(spaces) + "\"model\":\"r\"" + any(spaces) + "}" + any(spaces);
        QVERIFY2(checkJson(body), body.c_str());
        const std::string result = rewritten({.prompt = ""}, body);
        QVERIFY2(checkJson(result), result.c_str());
        const auto members = scanObject(result);
        QVERIFY(members);
        for (std::size_t i = 0; i < count; ++i) {
            const Member* member = members->find("k" + std::to_string(i));
            QVERIFY(member != nullptr);
            QCOMPARE(result.substr(member->begin, member->end - member->begin), written[i]);
        }
    }
}

void TestBody::events_data() {
    QTest::addColumn<QByteArray>("stream");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("one") << QByteArray("data: a\n\n") << QByteArray("message|a");
    QTest::newRow("crlf") << QByteArray("data: a\r\n\r\n") << QByteArray("message|a");
    QTest::newRow("cr") << QByteArray("data: a\r\r") << QByteArray("message|a");
    QTest::newRow("lines") << QByteArray("data:a\ndata: b\ndata:  c\n\n") << QByteArray("message|a\nb\n c");
    QTest::newRow("comment") << QByteArray(":\n\n: x\ndata: a\n\n") << QByteArray("message|a");
    QTest::newRow("type") << QByteArray("event: t\ndata: a\n\ndata: b\n\n") << QByteArray("t|a,message|b");
    QTest::newRow("no data") << QByteArray("event: t\n\nid: 1\n\n") << QByteArray("");
    QTest::newRow("empty data") << QByteArray("data\n\n") << QByteArray("message|");
    QTest::newRow("mark") << QByteArray("\xEF\xBB\xBF"
                                        "data: a\n\n")
                          << QByteArray("message|a");
    QTest::newRow("unfinished") << QByteArray("data: a\n\ndata: b\n") << QByteArray("message|a");
    QTest::newRow("unknown field") << QByteArray("dat: x\ndata: a\n\n") << QByteArray("message|a");
}

void TestBody::events() {
    QFETCH(QByteArray, stream);
    QFETCH(QByteArray, expected);
    for (std::size_t step = 1; step <= static_cast<std::size_t>(stream.size()); ++step) {
        std::string joined;
        for (const std::string& event : eventsOf(stream.toStdString(), step))
            joined += (joined.empty() ? "" : ",") + event;
        QCOMPARE(QByteArray::fromStdString(joined), expected);
    }
}

void TestBody::usageAndCost() {
    AnswerReader reader(AnswerReader::Kind::Json);
    reader.feed(chatAnswer.substr(0, 40), {});
    reader.feed(chatAnswer.substr(40), {});
    reader.finish();
    QCOMPARE(reader.usage()->input, 12);
    QCOMPARE(reader.usage()->cached, 2);
    AnswerReader none(AnswerReader::Kind::Json);
    none.feed(R"({"usage":null})", {});
    none.finish();
    QVERIFY(!none.usage());
    const agents::Price price{.input = 2, .output = 10, .cachedInput = std::nullopt};
    QCOMPARE(costOf({.input = 10, .output = 3, .cached = 4}, price).value_or(-1), 50);
    QVERIFY(!costOf({.input = 1, .output = 0, .cached = 2}, price));
    QVERIFY(!costOf({.input = INT64_MAX, .output = INT64_MAX, .cached = 0}, price));
}

void TestBody::streamedCalls() {
    AnswerReader reader(AnswerReader::Kind::Events);
    const Monotonic later = Monotonic{} + std::chrono::seconds{1};
    reader.feed("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}],\"usage\":null}\n\n", {});
    QVERIFY(!reader.firstContent());
    reader.feed("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"function\":{}}]}}]}\n\n",
                later);
    reader.feed("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{}}]}}]}\n\n", {});
    reader.feed("data: {\"error\":{\"message\":\"x\"}}\n\ndata: [DONE]\n\n", {});
    QVERIFY(reader.firstContent() == later);
    QCOMPARE(reader.toolCalls(), 1);
    QVERIFY(reader.reportsError());
}

void TestBody::refusals_data() {
    using Kind = AnswerReader::Kind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("refused"); // -1: unknown
    const auto row = [](const char* name, Kind kind, const QByteArray& answer, int refused) {
        QTest::newRow(name) << static_cast<int>(kind) << answer << refused;
    };
    const QByteArray usual(chatAnswer.data(), static_cast<qsizetype>(chatAnswer.size()));
    row("an answer", Kind::Json, usual, 0);
    row("says no", Kind::Json, R"({"choices":[{"message":{"refusal":"I can't help with that."}}]})", 1);
    row("no refusal", Kind::Json, R"({"choices":[{"message":{"content":"refusal","refusal":null}}]})", 0);
    row("filtered", Kind::Json, R"({"choices":[{"finish_reason":"content_filter","message":{"content":""}}]})", 1);
    row("responses", Kind::Json, R"({"output":[{"content":[{"type":"refusal","refusal":"No."}]}]})", 1);
    row("responses, filtered", Kind::Json, R"({"incomplete_details":{"reason":"content_filter"}})", 1);
    row("odd shapes", Kind::Json, R"({"choices":{"message":1},"output":[1,{"content":2}],"incomplete_details":[]})", 0);
    row("no JSON", Kind::Json, "<html>", -1);
    row("nothing", Kind::Json, "", -1);
    row("opaque", Kind::Opaque, usual, -1);
    const QByteArray begin = "data: {\"choices\":[{\"delta\":{\"content\":\"Yes\"}}]}\n\n";
    row("stream", Kind::Events, begin + begin, 0);
    row("stream that says no", Kind::Events, begin + "data: {\"choices\":[{\"delta\":{\"refusal\":\"No\"}}]}\n\n", 1);
    row("stream that is stopped", Kind::Events,
        begin + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"content_filter\"}]}\n\n" + begin, 1);
    row("responses stream", Kind::Events, "data: {\"type\":\"response.refusal.delta\",\"delta\":\"No\"}\n\n", 1);
}

void TestBody::refusals() {
    QFETCH(int, kind);
    QFETCH(QByteArray, answer);
    QFETCH(int, refused);
    AnswerReader reader(static_cast<AnswerReader::Kind>(kind));
    reader.feed({answer.constData(), static_cast<std::size_t>(answer.size())}, {});
    reader.finish();
    QCOMPARE(reader.refused().has_value(), refused >= 0);
    QCOMPARE(reader.refused().value_or(false), refused == 1);
}

void TestBody::targets() {
    QVERIFY(wantedBy("POST", "/v1/chat/completions?a=b").kind == Wanted::Kind::Chat);
    QVERIFY(wantedBy("GET", "/v1/chat/completions").kind == Wanted::Kind::WrongMethod);
    QVERIFY(wantedBy("POST", "/v1/chat/completionsX").kind == Wanted::Kind::Unknown);
    QVERIFY(wantedBy("POST", "/v1x/chat/completions").kind == Wanted::Kind::Unknown);
    const Wanted agent = wantedBy("PUT", "/agents/a?x=/y");
    QCOMPARE(std::string(agent.agent), std::string("a"));
    QCOMPARE(std::string(agent.rest), std::string("?x=/y"));
    QVERIFY(hasDotSegments("/a/%2e./b") && hasDotSegments("/..") && hasDotSegments("/a%5c..%5cb"));
    QVERIFY(!hasDotSegments("/a..b/...?x=/../"));
}

QTEST_GUILESS_MAIN(TestBody)
#include "tst_body.moc"
