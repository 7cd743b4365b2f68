// What an answer is worth: contracts and tools, in every form that an answer may have, hostile ones included; and the
// desk that says it of each request.
#include <QJsonDocument>
#include <QTest>

#include "core/answers/answer_desk.h"
#include "core/models/conversation.h"

using namespace signalbox;
using namespace signalbox::answers;

namespace {

class Labels final : public metrics::ObservationSink {
public:
    void take(std::vector<metrics::Observation> /*batch*/) override {}

    void takeLabels(std::vector<metrics::Label> batch) override { std::ranges::move(batch, std::back_inserter(all)); }

    std::vector<metrics::Label> all; // read after finish()
};

agents::SnapshotPtr version(agents::RuntimeKind runtime = agents::RuntimeKind::Chat, bool contract = true) {
    auto snapshot = std::make_shared<agents::Snapshot>();
    snapshot->manifest.runtime = runtime;
    if (contract) {
        snapshot->manifest.contractOutput = "contract/output.json";
        snapshot->files.push_back(
            {"contract/output.json",
             R"({"type":"object","required":["reply"],"properties":{"reply":{"type":"string"},"id":{"type":"string"}}})"});
    }
    snapshot->digest = sha256(std::to_string(static_cast<int>(runtime)) + (contract ? "c" : "-"));
    return snapshot;
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' || c == '\\' ? std::string{'\\', c} : std::string(1, c);
    return out + "\"";
}

std::string answering(std::string_view text) {
    return R"({"choices":[{"index":0,"message":{"role":"assistant","content":)" + quoted(text) +
           R"(},"finish_reason":"stop"}]})";
}

std::string calling(std::string_view name, std::string_view arguments, std::string_view id = "call_1") {
    return R"({"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":)" + quoted(id) +
           R"(,"type":"function","function":{"name":)" + quoted(name) + R"(,"arguments":)" + quoted(arguments) +
           R"(}}]},"finish_reason":"tool_calls"}]})";
}

std::string sseEvent(std::string_view data) {
    return "data: " + std::string(data) + "\n\n";
}

std::string piece(std::string_view text) {
    return sseEvent(R"({"choices":[{"index":0,"delta":{"content":)" + quoted(text) + "}}]}");
}

constexpr std::string_view tools =
    R"("tools":[{"type":"function","function":{"name":"look_up","parameters":{"type":"object","required":["order"],)"
    R"("properties":{"order":{"type":"string"}},"additionalProperties":false}}},)"
    R"({"type":"function","function":{"name":"ping"}}])";

metrics::AnswerCopy copyOf(std::string body, const agents::SnapshotPtr& snapshot = version()) {
    return {.agent = "refunds",
            .version = "2.2.0",
            .role = traffic::Role::Canary,
            .unit = 7,
            .requestId = "r1",
            .snapshot = snapshot,
            .contentType = "application/json",
            .request = R"({"messages":[{"role":"user","content":"Hello"}]})",
            .body = std::move(body)};
}

metrics::AnswerCopy toolCopy(std::string body, std::string_view messages = "[]") {
    metrics::AnswerCopy copy = copyOf(std::move(body), version(agents::RuntimeKind::Chat, false));
    copy.request = R"({"messages":)" + std::string(messages) + "," + std::string(tools) + "}";
    return copy;
}

struct Rig {
    Labels labels;
    AnswerDesk desk{labels};

    metrics::Label labelOf(metrics::AnswerCopy copy) {
        desk.take(std::move(copy));
        desk.finish();
        return labels.all.empty() ? metrics::Label() : labels.all.back();
    }

    std::uint64_t notJudged(NotJudged reason) {
        return desk.counters()["refunds"].notJudged.at(static_cast<std::size_t>(reason));
    }
};

// -1: nothing was said.
int numberOf(const std::optional<bool>& value) {
    return value ? (*value ? 1 : 0) : -1;
}

} // namespace

class TestAnswerDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contracts_data();
    void contracts();
    void toolCalls_data();
    void toolCalls();
    void resultsThatComeBackAsErrors();
    void anErrorCountsOnceAndForTheCaller();
    void anOldErrorIsNotTakenForANewOne();
    void whatIsTooMuchIsTurnedAway();
    void openCallsAreForgottenInOrder();
    void aPassedThroughAnswerIsTheWholeBody();
};

void TestAnswerDesk::contracts_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("stream");
    QTest::addColumn<int>("violation"); // -1: not judged
    QTest::addColumn<int>("reason");    // why; -1: none
    const auto row = [](const char* name, const std::string& body, int violation, int reason = -1,
                        bool stream = false) {
        QTest::newRow(name) << QByteArray::fromStdString(body) << stream << violation << reason;
    };
    const auto why = [](NotJudged reason) { return static_cast<int>(reason); };
    row("kept", answering(R"({"reply":"Yes."})"), 0);
    row("a field is missing", answering(R"({"answer":"Yes."})"), 1);
    row("a field of another type", answering(R"({"reply":5})"), 1);
    row("prose", answering("Yes."), 1);
    row("JSON in a fence", answering("```json {} ```"), 1);
    row("cut by its limit", answering(R"({"reply":"Ye)"), 1);
    row("empty", answering(""), 1);
    row("not JSON at all", "<html>Welcome</html>", 1);
    row("an empty body", "", 1);
    row("another protocol", R"({"result":"Yes."})", 1);
    row("invalid UTF-8",
        R"({"choices":[{"message":{"content":"{\"reply\":\")" + std::string("\xff\xfe") + R"(\"}"}}]})", 1);
    row("an unpaired surrogate", answering(R"({"reply":"\ud800"})"), 1);
    row("deep outside", R"({"choices":)" + std::string(2000, '[') + std::string(2000, ']') + "}", -1,
        why(NotJudged::TooDeep));
    row("deep inside", answering(std::string(2000, '[') + std::string(2000, ']')), -1, why(NotJudged::TooDeep));
    row("deep, and never closed", answering(std::string(2000, '[')), -1, why(NotJudged::TooDeep));
    row("two alternatives",
        R"({"choices":[{"index":0,"message":{"content":"{\"reply\":\"a\"}"}},{"index":1,"message":{"content":"no"}}]})",
        -1, why(NotJudged::Several));
    row("longer than a schema is asked", answering(R"({"reply":")" + std::string(300'000, 'x') + R"("})"), -1,
        why(NotJudged::Unchecked));
    row("a tool call has no text to judge", calling("look_up", "{}"), -1);
    row("responses", R"({"output":[{"type":"message","content":[{"type":"output_text","text":"{\"reply\":\"a\"}"}]}]})",
        0);
    row("a stream", piece(R"({"rep)") + piece(R"(ly":"a"})") + sseEvent("[DONE]"), 0, -1, true);
    row("a stream of prose", piece("Yes") + piece(".") + sseEvent("[DONE]"), 1, -1, true);
    row("a stream that ends midway", piece(R"({"rep)"), -1, why(NotJudged::Cut), true);
    row("an empty stream", "", -1, why(NotJudged::Cut), true);
    row("a stream with a broken event", piece(R"({"reply":"a"})") + sseEvent("{\"choices\":[") + sseEvent("[DONE]"), 1,
        -1, true);
    row("a stream with invalid UTF-8", piece("{\"reply\":\"\xc3\"}") + sseEvent("[DONE]"), 1, -1, true);
}

void TestAnswerDesk::contracts() {
    QFETCH(QByteArray, body);
    QFETCH(bool, stream);
    QFETCH(int, violation);
    QFETCH(int, reason);
    Rig rig;
    metrics::AnswerCopy copy = copyOf(body.toStdString());
    copy.contentType = stream ? "text/event-stream; charset=utf-8" : "application/json";
    const metrics::Label label = rig.labelOf(std::move(copy));
    QCOMPARE(numberOf(label.contractViolation), violation);
    QCOMPARE(numberOf(label.toolFailure), -1);
    QCOMPARE(rig.labels.all.size(), violation < 0 ? 0U : 1U);
    for (std::size_t i = 0; i < notJudgedKinds; ++i)
        QCOMPARE(rig.notJudged(static_cast<NotJudged>(i)), static_cast<int>(i) == reason ? 1U : 0U);
}

void TestAnswerDesk::toolCalls_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("failure");
    const auto row = [](const char* name, const std::string& body, int failure) {
        QTest::newRow(name) << QByteArray::fromStdString(body) << failure;
    };
    row("no call", answering("Yes."), 0);
    row("good", calling("look_up", R"({"order":"A1"})"), 0);
    row("a tool that was not offered", calling("pay_out", R"({"order":"A1"})"), 1);
    row("another case", calling("Look_up", R"({"order":"A1"})"), 1);
    row("arguments cut short", calling("look_up", R"({"order":"A)"), 1);
    row("arguments that are a list", calling("look_up", "[1]"), 1);
    row("arguments that are a word", calling("look_up", "A1"), 1);
    row("a required one is missing", calling("look_up", "{}"), 1);
    row("of another type", calling("look_up", R"({"order":1})"), 1);
    row("one that is not declared", calling("look_up", R"({"order":"A1","force":true})"), 1);
    row("none for a tool without any", calling("ping", ""), 0);
    row("anything for a tool without a schema", calling("ping", R"({"a":[1,2]})"), 0);
    row("deep", calling("ping", std::string(2000, '[') + std::string(2000, ']')), -1);
    row("carried out by the provider",
        R"({"choices":[{"message":{"tool_calls":[{"id":"c","type":"custom","custom":{"name":"x","input":"y"}}]}}]})",
        0);
    row("not readable", "<html>", -1);
}

void TestAnswerDesk::toolCalls() {
    QFETCH(QByteArray, body);
    QFETCH(int, failure);
    Rig rig;
    const metrics::Label label = rig.labelOf(toolCopy(body.toStdString()));
    QCOMPARE(numberOf(label.toolFailure), failure);
    QCOMPARE(numberOf(label.contractViolation), -1);
}

void TestAnswerDesk::resultsThatComeBackAsErrors() {
    const auto failed = [](const char* request) { return models::failedResultsIn(request).size(); };
    QCOMPARE(failed(R"({"messages":[{"role":"tool","tool_call_id":"a","content":"{\"error\":\"no such order\"}"}]})"),
             1U);
    QCOMPARE(failed(R"({"messages":[{"role":"tool","tool_call_id":"a","content":"{\"error\":null,\"order\":1}"}]})"),
             0U);
    QCOMPARE(failed(R"({"messages":[{"role":"tool","tool_call_id":"a","is_error":true,"content":"boom"}]})"), 1U);
    QCOMPARE(failed(R"({"messages":[{"role":"tool","tool_call_id":"a","content":"{\"isError\":true}"}]})"), 1U);
    QCOMPARE(
        failed(
            R"({"messages":[{"role":"tool","tool_call_id":"a","content":[{"type":"text","text":"{\"status\":\"error\"}"}]}]})"),
        1U);
    QCOMPARE(failed(R"({"messages":[{"role":"tool","tool_call_id":"a","content":"error: words are not marks"}]})"), 0U);
    QCOMPARE(failed(R"({"messages":[{"role":"user","content":"{\"error\":\"mine\"}"}]})"), 0U);
    QCOMPARE(failed(R"({"input":[{"type":"function_call_output","call_id":"a","output":"{\"error\":\"no\"}"}]})"), 1U);
    QCOMPARE(failed(R"({"messages":"nothing"})"), 0U);
    QCOMPARE(failed(R"({})"), 0U);
}

void TestAnswerDesk::anErrorCountsOnceAndForTheCaller() {
    Rig rig;
    metrics::AnswerCopy first = toolCopy(calling("look_up", R"({"order":"A1"})", "call_9"));
    first.version = "2.2.0";
    QCOMPARE(numberOf(rig.labelOf(first).toolFailure), 0);
    // Meanwhile the conversation has moved back to stable: the failure is still the canary's.
    const char* back = R"([{"role":"assistant","content":null},{"role":"tool","tool_call_id":"call_9",)"
                       R"("content":"{\"error\":\"no such order\"}"}])";
    metrics::AnswerCopy second = toolCopy(answering("Sorry."), back);
    second.version = "2.1.0";
    second.role = traffic::Role::Stable;
    second.requestId = "r2";
    rig.desk.take(second);
    rig.desk.take(second); // asked again: the same result
    rig.desk.finish();
    QCOMPARE(rig.labels.all.size(), 4U);
    QCOMPARE(rig.labels.all[1].version, std::string("2.2.0"));
    QVERIFY(rig.labels.all[1].role == traffic::Role::Canary);
    QCOMPARE(rig.labels.all[1].requestId, std::string("r1"));
    QCOMPARE(numberOf(rig.labels.all[1].toolFailure), 1);
    QCOMPARE(numberOf(rig.labels.all[1].contractViolation), -1);
    for (const std::size_t answer : {2U, 3U})
        QCOMPARE(numberOf(rig.labels.all[answer].toolFailure), 0);
    // Nobody else's, and none that was never made.
    metrics::AnswerCopy other = toolCopy(answering("Sorry."), back);
    other.unit = 8;
    rig.labels.all.clear();
    QCOMPARE(numberOf(rig.labelOf(other).toolFailure), 0);
    QCOMPARE(rig.labels.all.size(), 1U);
}

// Servers that count calls from 0 in every answer say "call_0" again and again.
void TestAnswerDesk::anOldErrorIsNotTakenForANewOne() {
    Rig rig;
    rig.desk.take(toolCopy(calling("look_up", R"({"order":"A1"})", "call_0")));
    rig.desk.take(
        toolCopy(calling("look_up", R"({"order":"A2"})", "call_0"),
                 R"([{"role":"assistant"},{"role":"tool","tool_call_id":"call_0","content":"{\"error\":\"x\"}"}])"));
    rig.desk.take(
        toolCopy(answering("Found."),
                 R"([{"role":"assistant"},{"role":"tool","tool_call_id":"call_0","content":"{\"error\":\"x\"}"},)"
                 R"({"role":"assistant"},{"role":"tool","tool_call_id":"call_0","content":"{\"order\":\"A2\"}"}])"));
    rig.desk.finish();
    const auto failures =
        std::ranges::count_if(rig.labels.all, [](const auto& label) { return label.toolFailure.value_or(false); });
    QCOMPARE(failures, 1);
}

void TestAnswerDesk::whatIsTooMuchIsTurnedAway() {
    Labels labels;
    AnswerDesk desk(labels, {.waitingBytes = 100'000, .perSecond = 1'000'000});
    metrics::AnswerCopy large = copyOf(answering(std::string(200'000, 'x')));
    QVERIFY(desk.admits("refunds"));
    desk.take(large);
    desk.finish();
    QVERIFY(labels.all.empty());
    QCOMPARE(desk.counters()["refunds"].notJudged.at(static_cast<std::size_t>(NotJudged::Behind)), 1U);
    desk.take(copyOf(answering("Yes."))); // the room is free again
    desk.finish();
    QCOMPARE(labels.all.size(), 1U);
    AnswerDesk slow(labels, {.perSecond = 3});
    int admitted = 0;
    for (int i = 0; i < 1000; ++i)
        admitted += slow.admits("refunds") ? 1 : 0;
    QVERIFY2(admitted >= 3 && admitted <= 6, std::to_string(admitted).c_str()); // at most one turn of the second
}

void TestAnswerDesk::openCallsAreForgottenInOrder() {
    Labels labels;
    AnswerDesk desk(labels, {.calls = 2});
    for (const char* id : {"a", "b", "c"})
        desk.take(toolCopy(calling("look_up", R"({"order":"A1"})", id)));
    const auto result = [](const std::string& id) {
        return toolCopy(answering("x"), R"([{"role":"tool","tool_call_id":")" + id + R"(","is_error":true}])");
    };
    desk.take(result("a"));
    desk.take(result("c"));
    desk.finish();
    const auto failures =
        std::ranges::count_if(labels.all, [](const auto& label) { return label.toolFailure.value_or(false); });
    QCOMPARE(failures, 1);
}

void TestAnswerDesk::aPassedThroughAnswerIsTheWholeBody() {
    Rig rig;
    const auto http = version(agents::RuntimeKind::Http);
    QCOMPARE(numberOf(rig.labelOf(copyOf(R"({"id":"a","reply":"Yes."})", http)).contractViolation), 0);
    QCOMPARE(numberOf(rig.labelOf(copyOf(R"({"id":5,"reply":"Yes."})", http)).contractViolation), 1);
    QCOMPARE(numberOf(rig.labelOf(copyOf("[]", http)).contractViolation), 1);
    QCOMPARE(numberOf(rig.labelOf(copyOf("Yes.", http)).contractViolation), 1);
}

QTEST_APPLESS_MAIN(TestAnswerDesk)
#include "tst_answer_desk.moc"
