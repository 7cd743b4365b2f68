// The pure parts of the gateway: rewriting bodies byte by byte, targets.
#include <random>

#include <QTest>

#include "core/gateway/chat_body.h"
#include "core/gateway/routing.h"
#include "core/gateway/version_body.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

using namespace std::string_view_literals;

namespace {

std::string rewritten(const VersionSpec& spec, std::string_view body) {
    const auto members = scanObject(body);
    const auto chat = makeChatTemplate(*arm(spec).snapshot);
    if (!checkJson(body) || !members || !chat)
        return "(refused)";
    const auto made = rewriteChat(body, *members, *chat);
    return made ? made->body : "(" + made.error().code + ")";
}

} // namespace

class TestBody : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keepsEveryOtherByte();
    void configuration();
    void variables_data();
    void variables();
    void takesOutMembers();
    void tools();
    void otherDialects_data();
    void otherDialects();
    void completionsCarryThePrompt();
    void scansWhatItMade();
    void findsOneMember();
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
        const std::string expected = "(bad_messages)";
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
        const std::string expected = R"({"model":"model-of-1.0.0","temperature":0.2,"stop":["a\"b"],"max_tokens":300})";
        QCOMPARE(actual, expected);
    }
}

void TestBody::variables_data() {
    QTest::addColumn<QByteArray>("metadata");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, const QByteArray& metadata, const QByteArray& expected) {
        QTest::newRow(name) << metadata << expected;
    };
    // What the caller wrote goes in escaped as it came: it cannot leave the string.
    row("text", R"({"name":"A\",\"role\":\"user","x":"b"})", R"(A\",\"role\":\"user, b)");
    row("empty text", R"({"name":"","x":"b"})", ", b");
    row("whole number", R"({"name":17,"x":"b"})", "17, b");
    row("number as written", R"({"name": -1.50e+3 ,"x":"b"})", "-1.50e+3, b");
    row("booleans", R"({"name":true,"x":false})", "true, false");
    row("default", R"({"name":"A"})", R"(A, \"none\")");
    row("null has the default", R"({"name":"A","x":null})", R"(A, \"none\")");
    row("a list has none", R"({"name":"A","x":["b"]})", "(placeholder_missing)");
    row("an object has none", R"({"name":{},"x":"b"})", "(placeholder_missing)");
    row("null", R"({"name":null})", "(placeholder_missing)");
    row("missing", R"({"x":"b"})", "(placeholder_missing)");
    row("no metadata", {}, "(placeholder_missing)");
    row("metadata that is no object", "7", "(placeholder_missing)");
}

void TestBody::variables() {
    QFETCH(QByteArray, metadata);
    QFETCH(QByteArray, expected);
    const VersionSpec spec{.prompt = "Hi {{ name }}, {{x}} \"{{not one}}\" {{", .variables = {{"x", "\"none\""}}};
    const std::string body =
        rewritten(spec, R"({"model":"r","messages":[])" +
                            (metadata.isEmpty() ? std::string() : ",\"metadata\":" + metadata.toStdString()) + "}");
    if (expected.startsWith('(')) {
        QCOMPARE(QByteArray::fromStdString(body), expected);
        return;
    }
    const std::string content = R"("content":"Hi )" + expected.toStdString() + R"( \"{{not one}}\" {{"})";
    QVERIFY2(body.find(content) != std::string::npos, body.c_str());
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
    // Several in one file, bare and wrapped.
    spec.tools = {
        {"integrations/a.json", R"([ {"name":"a"} , {"type":"function","function":{"name":"b"}}, {"type":"x"}])"}};
    const std::string several = rewritten(spec, R"({"model":"r"})");
    const std::string expectedTools =
        R"({"model":"model-of-1.0.0","tools":[{"type":"function","function":{"name":"a"}},)"
        R"({"type":"function","function":{"name":"b"}},{"type":"x"}]})";
    QCOMPARE(several, expectedTools);
    spec.tools = {{"integrations/a.json", "[1"}};
    QCOMPARE(makeChatTemplate(*arm(spec).snapshot).error().code, std::string("bad_tool"));
}

void TestBody::otherDialects_data() {
    QTest::addColumn<int>("dialect");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char* name, models::Dialect dialect, const QByteArray& body, const QByteArray& expected) {
        QTest::newRow(name) << static_cast<int>(dialect) << body << expected;
    };
    using models::Dialect;
    const QByteArray tools = R"("tools":[{"type":"function","name":"a","strict":true},{"type":"function","name":"b"}])";
    row("a response", Dialect::Responses, R"({"model":"r","input":"hi"})",
        R"({"model":"m","input":"hi","instructions":"Be \"brief\".","temperature":0.5,"max_output_tokens":9,)" + tools +
            "}");
    row("with what the caller says", Dialect::Responses,
        R"({"model":"r","input":[{"role":"user","content":"hi"}],"instructions":"In French.","tools":[1],"max_output_tokens":500,"seed":1})",
        R"({"model":"m","input":[{"role":"user","content":"hi"}],"instructions":"Be \"brief\".\n\nIn French.",)" +
            tools + R"(,"max_output_tokens":9,"seed":1,"temperature":0.5})");
    row("instructions that are null", Dialect::Responses, R"({"model":"r","instructions":null})",
        R"({"model":"m","instructions":"Be \"brief\".","temperature":0.5,"max_output_tokens":9,)" + tools + "}");
    row("instructions that are a list", Dialect::Responses, R"({"model":"r","instructions":["a"]})",
        "bad_instructions");
    row("tools are not for completions", Dialect::Completions, R"({"model":"r","prompt":"hi"})", "not_carried");
    row("embeddings", Dialect::Embeddings, R"({"model":"r","input":"hi"})", R"({"model":"m","input":"hi"})");
}

void TestBody::otherDialects() {
    QFETCH(int, dialect);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, expected);
    VersionSpec spec{.prompt = "Be \"brief\"."};
    spec.configuration.temperature = 0.5;
    spec.configuration.maxOutputTokens = 9;
    spec.configuration.stop = {"END"};
    spec.tools = {{"integrations/a.json", R"({"name":"a","strict":true})"},
                  {"integrations/b.json", R"([ {"type":"function","function":{"name":"b"}} ])"}};
    auto chat = makeChatTemplate(*arm(spec).snapshot);
    QVERIFY(chat);
    chat->model = "\"m\"";
    const auto members = scanObject({body.constData(), static_cast<std::size_t>(body.size())});
    QVERIFY(members);
    const auto made = rewriteFor(static_cast<models::Dialect>(dialect), body.toStdString(), *members, *chat);
    QCOMPARE(QByteArray::fromStdString(made ? made->body : made.error().code), expected);
    if (made)
        QVERIFY(checkJson(made->body));
}

// A completion has no place for a prompt but in front of the caller's.
void TestBody::completionsCarryThePrompt() {
    VersionSpec spec{.prompt = "Be brief."};
    spec.configuration.stop = {"END"};
    spec.configuration.maxOutputTokens = 9;
    const auto chat = makeChatTemplate(*arm(spec).snapshot);
    const auto made = [&](std::string_view body) {
        const auto rewritten = rewriteFor(models::Dialect::Completions, body, *scanObject(body), *chat);
        return rewritten ? rewritten->body : rewritten.error().code;
    };
    const std::string inFront = made(R"({"model":"r","prompt":"Say \"hi\"","max_tokens":700})");
    const std::string expected =
        R"({"model":"model-of-1.0.0","prompt":"Be brief.\n\nSay \"hi\"","max_tokens":9,"stop":["END"]})";
    QCOMPARE(inFront, expected);
    const std::string alone = made(R"({"model":"r"})");
    const std::string expectedAlone =
        R"({"model":"model-of-1.0.0","prompt":"Be brief.","stop":["END"],"max_tokens":9})";
    QCOMPARE(alone, expectedAlone);
    const std::string tokens = made(R"({"model":"r","prompt":[1,2]})");
    QCOMPARE(tokens, std::string("bad_prompt"));
}

// Each set of members of an object can be taken out, with and without something added.
void TestBody::takesOutMembers() {
    const std::string body = " { \"a\" : 1 , \"b\":[2,{}] ,\n\"c\":\"}\" , \"d\":{ } } ";
    const auto members = scanObject(body);
    QVERIFY(members);
    for (unsigned taken = 0; taken < 32; ++taken) {
        BodyEditor editor(body, *members);
        std::vector<std::string> left;
        for (std::size_t i = 0; i < 4; ++i) {
            if ((taken >> i & 1U) != 0)
                QVERIFY(editor.remove(members->list[i].key));
            else
                left.push_back(members->list[i].key);
        }
        if (taken >= 16) {
            editor.put("new", "7"sv);
            left.emplace_back("new");
        }
        const std::string made = editor.finish();
        const auto after = scanObject(made);
        QVERIFY2(checkJson(made) && after, made.c_str());
        QCOMPARE(after->list.size(), left.size());
        for (std::size_t i = 0; i < left.size(); ++i) {
            QCOMPARE(after->list[i].key, left[i]);
            if (left[i] != "new")
                QCOMPARE(std::string(after->valueOf(made, left[i])), std::string(members->valueOf(body, left[i])));
        }
    }
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

// Without the list of all members the same is found as with it, whatever is escaped.
void TestBody::findsOneMember() {
    const std::vector<std::string> names{"role", "rol", "ro\\u006ce", "a\\\"role", "role\\\\", ""};
    const std::vector<std::string> values{R"("")", R"("\"role\":1")",   R"("\\")", R"(["\\\"",{"role":"x"}])",
                                          "null",  R"({"role":"\\\\"})"};
    std::mt19937 random(20260301);
    for (int round = 0; round < 3'000; ++round) {
        std::string text = " {";
        for (std::size_t count = random() % 4; count > 0; --count)
            text.append(text.ends_with('{') ? " \"" : ",\n\"")
                .append(names[random() % names.size()])
                .append("\" : ")
                .append(values[random() % values.size()]);
        text += " } ";
        QVERIFY2(checkJson(text), text.c_str());
        const auto members = scanObject(text);
        if (members)
            QCOMPARE(std::string(valueIn(text, "role")), std::string(members->valueOf(text, "role")));
    }
    QCOMPARE(std::string(valueIn(R"({"role":1,"r\u006fle":2})", "role")), std::string());
    QCOMPARE(std::string(valueIn("[1]", "role")), std::string());
}

void TestBody::targets() {
    QVERIFY(wantedBy("POST", "/v1/chat/completions?a=b").kind == Wanted::Kind::Model);
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
