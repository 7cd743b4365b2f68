// Whose word counts: what a judging model or an embedding model may answer, and what is no answer.
#include <cmath>

#include <QTest>

#include "core/shadow/pair_question.h"
#include "tests/shadow/judge_endpoint.h"

using namespace signalbox;
using namespace signalbox::shadow;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class TestPairQuestion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theLimitHasTheProvidersName();
    void verdictsAreStrict_data();
    void verdictsAreStrict();
    void vectorsAreChecked_data();
    void vectorsAreChecked();
};

void TestPairQuestion::theLimitHasTheProvidersName() {
    using agents::LimitName;
    for (const LimitName limit : {LimitName::AsAsked, LimitName::MaxTokens, LimitName::MaxCompletionTokens}) {
        const std::string body = judgeBody(
            {.model = "m", .nonce = "n", .criterion = {}, .request = {}, .first = {}, .second = {}, .limit = limit});
        const bool isNewer = limit == LimitName::MaxCompletionTokens;
        QCOMPARE(body.contains("\"max_completion_tokens\":200"), isNewer);
        QCOMPARE(body.contains("\"max_tokens\":200"), !isNewer);
    }
}

void TestPairQuestion::verdictsAreStrict_data() {
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("expected"); // of Preference; -1: none
    const auto row = [](const char* name, const std::string& answer, int expected) {
        QTest::newRow(name) << QByteArray::fromStdString(answer) << expected;
    };
    row("first", saying(uR"({"nonce": "n1", "verdict": "1"})"_s), 0);
    row("second", saying(uR"( {"verdict":"2","nonce":"n1"}
)"_s),
        1);
    row("tie", saying(uR"({"nonce":"n1","verdict":"tie"})"_s), 2);
    row("another nonce", saying(uR"({"nonce":"n2","verdict":"1"})"_s), -1);
    row("no nonce", saying(uR"({"verdict":"1"})"_s), -1);
    row("a reason besides", saying(uR"({"nonce":"n1","verdict":"1","reason":"because"})"_s), -1);
    row("a verdict twice", saying(uR"({"nonce":"n1","verdict":"1","verdict":"2"})"_s), -1);
    row("a name in escapes", saying(uR"({"nonce":"n1","verd\u0069ct":"1"})"_s), -1);
    row("a number", saying(uR"({"nonce":"n1","verdict":1})"_s), -1);
    row("another word", saying(uR"({"nonce":"n1","verdict":"candidate"})"_s), -1);
    row("prose before", saying(uR"(I think {"nonce":"n1","verdict":"1"})"_s), -1);
    row("a fence", saying(u"```json\n{\"nonce\":\"n1\",\"verdict\":\"1\"}\n```"_s), -1);
    row("two objects", saying(uR"({"nonce":"n1","verdict":"1"}{"nonce":"n1","verdict":"2"})"_s), -1);
    row("cut", saying(uR"({"nonce":"n1","verdict":"1"})"_s, u"length"_s), -1);
    row("long", saying(uR"({"nonce":"n1","verdict":"1"})"_s + QString(1000, u' ') + u'x'), -1);
    row("empty", saying(u""_s), -1);
    row("no JSON", "1", -1);
    row("nothing", "", -1);
    row("two choices",
        R"({"choices":[{"finish_reason":"stop","message":{"content":"{}"}},{"finish_reason":"stop","message":{}}]})",
        -1);
    row("a tool call",
        R"({"choices":[{"finish_reason":"stop","message":{"content":"{\"nonce\":\"n1\",\"verdict\":\"1\"}","tool_calls":[{}]}}]})",
        -1);
    row("an error", R"({"error":{"message":"{\"nonce\":\"n1\",\"verdict\":\"1\"}"}})", -1);
    row("deep", std::string(5000, '['), -1);
}

void TestPairQuestion::verdictsAreStrict() {
    QFETCH(QByteArray, answer);
    QFETCH(int, expected);
    const auto preference = preferenceIn(answer.toStdString(), "n1");
    QCOMPARE(preference ? static_cast<int>(*preference) : -1, expected);
}

void TestPairQuestion::vectorsAreChecked_data() {
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<double>("expected"); // -2: none
    const auto row = [](const char* name, const char* answer, double expected) {
        QTest::newRow(name) << QByteArray(answer) << expected;
    };
    row("the same", R"({"data":[{"index":0,"embedding":[1,2]},{"index":1,"embedding":[2,4]}]})", 1);
    row("at right angles", R"({"data":[{"index":0,"embedding":[1,0]},{"index":1,"embedding":[0,3]}]})", 0);
    row("against each other", R"({"data":[{"index":1,"embedding":[1,0]},{"index":0,"embedding":[-1,0]}]})", -1);
    row("other lengths", R"({"data":[{"index":0,"embedding":[1]},{"index":1,"embedding":[1,2]}]})", -2);
    row("no length", R"({"data":[{"index":0,"embedding":[0,0]},{"index":1,"embedding":[1,2]}]})", -2);
    row("words", R"({"data":[{"index":0,"embedding":["1"]},{"index":1,"embedding":[1]}]})", -2);
    row("beyond doubles", R"({"data":[{"index":0,"embedding":[1e308,1e308]},{"index":1,"embedding":[1e308,1e308]}]})",
        -2);
    row("one", R"({"data":[{"index":0,"embedding":[1,2]}]})", -2);
    row("base64", R"({"data":[{"index":0,"embedding":"AAAA"},{"index":1,"embedding":"AAAA"}]})", -2);
    row("none", "{}", -2);
}

void TestPairQuestion::vectorsAreChecked() {
    QFETCH(QByteArray, answer);
    QFETCH(double, expected);
    const auto likeness = likenessIn(answer.toStdString());
    QVERIFY(std::abs((likeness ? *likeness : -2) - expected) < 1e-9);
}

QTEST_APPLESS_MAIN(TestPairQuestion)
#include "tst_pair_question.moc"
