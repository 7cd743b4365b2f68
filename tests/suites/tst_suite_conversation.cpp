// Conversations of several turns, with tools answered from stubs, to their end.
#include <QTest>

#include "core/suites/conversation.h"
#include "core/suites/judge.h"
#include "tests/suites/suite_kit.h"

using namespace signalbox;
using namespace signalbox::suites;
using namespace Qt::StringLiterals;
using models::Answer;

namespace {

Suite suiteWithMetadata(const std::string& metadata, const std::string& assertion = "{type: is-refusal}") {
    auto suite = suiteOf("prompts: [\"hi\"]\ntests:\n- metadata: " + metadata + "\n  assert: [" + assertion + "]\n");
    if (!suite)
        qFatal("%s", textOf(suite.error()).c_str());
    return std::move(*suite);
}

Answer saying(std::string text) {
    return {.finish = "stop", .choices = 1, .text = std::move(text)};
}

Answer calling(const std::string& name, std::string arguments = "{}", const std::string& id = "c1") {
    return {
        .finish = "tool_calls", .choices = 1, .calls = {{.id = id, .name = name, .arguments = std::move(arguments)}}};
}

void take(Conversation& conversation, const Answer& answer) {
    conversation.take(answer, Milliseconds(10), 5);
}

std::string last(const Conversation& conversation) {
    const models::Turn& turn = conversation.messages().back();
    return turn.role + ": " + turn.text;
}

std::string verdictOf(const CaseJudged& judged) {
    return std::string(toString(judged.verdict)) + " " + judged.assertions.front().code;
}

} // namespace

class TestSuiteConversation : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void oneAnswerEndsIt() {
        const Suite suite = suiteWithMetadata("{}");
        Conversation conversation(suite.cases.front());
        QVERIFY(conversation.ending() == Ending::Open);
        QCOMPARE(last(conversation), "user: hi");
        take(conversation, saying("hello"));
        QVERIFY(conversation.ending() == Ending::Said);
        QCOMPARE(conversation.said().text, "hello");
        QCOMPARE(*conversation.said().cost, 5);
    }

    void turnsFollowEachOther() {
        const Suite suite = suiteWithMetadata("{turns: [\"and?\", \"bye\"]}");
        Conversation conversation(suite.cases.front());
        take(conversation, saying("one"));
        QCOMPARE(last(conversation), "user: and?");
        take(conversation, saying("two"));
        QCOMPARE(last(conversation), "user: bye");
        QCOMPARE(conversation.messages().size(), std::size_t{5});
        take(conversation, saying("three"));
        QVERIFY(conversation.ending() == Ending::Said);
        QCOMPARE(conversation.said().text, "three");
        QCOMPARE(conversation.said().latency.count(), 30.0);
        QCOMPARE(*conversation.said().cost, 15);
    }

    void withoutStubsACallIsTheAnswer() {
        const Suite suite = suiteWithMetadata("{turns: [more]}");
        Conversation conversation(suite.cases.front());
        take(conversation, calling("lookup"));
        QVERIFY(conversation.ending() == Ending::Said);
        QCOMPARE(conversation.said().calls.size(), std::size_t{1});
    }

    void aCallWithoutAStubFailsWithItsName() {
        const Suite suite = suiteWithMetadata("{tools: {lookup: {returns: 1}}}");
        Conversation conversation(suite.cases.front());
        take(conversation, calling("refund"));
        QVERIFY(conversation.ending() == Ending::Failed);
        QCOMPARE(conversation.code(), "no_stub");
        QCOMPARE(conversation.detail(), "refund");
    }

    void noStubAtAllFailsEveryCall() {
        const Suite suite = suiteWithMetadata("{tools: {}}");
        Conversation conversation(suite.cases.front());
        take(conversation, calling("lookup"));
        QCOMPARE(conversation.code(), "no_stub");
    }

    void stubsAnswerInOrderAndTheLastStays() {
        const Suite suite = suiteWithMetadata("{tools: {lookup: [{returns: one}, {fails: two}, {garbage: \"<3>\"}]}}");
        Conversation conversation(suite.cases.front());
        take(conversation, calling("lookup"));
        QCOMPARE(last(conversation), "tool: one");
        QCOMPARE(conversation.messages().back().resultOf, "c1");
        QVERIFY(!conversation.messages().back().isMarkedError);
        take(conversation, calling("lookup"));
        QCOMPARE(last(conversation), "tool: {\"error\":\"two\"}");
        QVERIFY(conversation.messages().back().isMarkedError);
        take(conversation, calling("lookup"));
        QCOMPARE(last(conversation), "tool: <3>");
        take(conversation, calling("lookup"));
        QCOMPARE(last(conversation), "tool: <3>");
        take(conversation, saying("done"));
        QVERIFY(conversation.ending() == Ending::Said);
        QVERIFY(conversation.said().calls.empty());
        QCOMPARE(conversation.said().called.size(), std::size_t{4});
    }

    void stubsAnswerByArguments() {
        const Suite suite = suiteWithMetadata("{tools: {lookup: [{when: {order: \"7\"}, returns: seven}, {when: "
                                              "{order: \"8\"}, returns: eight}, {returns: other}]}}");
        Conversation conversation(suite.cases.front());
        take(conversation, calling("lookup", R"({"order": "8", "more": 1})"));
        QCOMPARE(last(conversation), "tool: eight");
        take(conversation, calling("lookup", R"({"order": "9"})"));
        QCOMPARE(last(conversation), "tool: other");
        take(conversation, calling("lookup", R"({"order": "7"})"));
        QCOMPARE(last(conversation), "tool: seven");
        take(conversation, calling("lookup", "no json"));
        QCOMPARE(last(conversation), "tool: other");
        const Suite narrow = suiteWithMetadata("{tools: {lookup: {when: {order: \"7\"}, returns: seven}}}");
        Conversation other(narrow.cases.front());
        take(other, calling("lookup", R"({"order": 7})"));
        QCOMPARE(other.code(), "no_stub");
    }

    void severalCallsAreAllAnswered() {
        const Suite suite = suiteWithMetadata("{tools: {a: {returns: 1}, b: {returns: 2}}}");
        Conversation conversation(suite.cases.front());
        Answer both = calling("a");
        both.calls.push_back({.id = "c2", .name = "b", .arguments = "{}"});
        take(conversation, both);
        QCOMPARE(conversation.messages().size(), std::size_t{4});
        QCOMPARE(conversation.messages()[2].resultOf, "c1");
        QCOMPARE(conversation.messages()[3].resultOf, "c2");
    }

    void whatTheProviderCarriesOutItselfNeedsNoStub() {
        const Suite suite = suiteWithMetadata("{tools: {}}");
        Conversation conversation(suite.cases.front());
        Answer answer = saying("found");
        answer.calls.push_back({.id = "s", .name = "web_search", .arguments = "", .isFunction = false});
        take(conversation, answer);
        QVERIFY(conversation.ending() == Ending::Said);
        QCOMPARE(conversation.said().called.size(), std::size_t{1});
    }

    void callingWithoutEndFails() {
        const Suite suite = suiteWithMetadata("{tools: {lookup: {returns: again}}}");
        Conversation rounds(suite.cases.front(), {.rounds = 3});
        for (int i = 0; i < 3; ++i)
            take(rounds, calling("lookup"));
        QVERIFY(rounds.ending() == Ending::Open);
        take(rounds, calling("lookup"));
        QVERIFY(rounds.ending() == Ending::Failed);
        QCOMPARE(rounds.code(), "too_many_rounds");
        Conversation calls(suite.cases.front(), {.calls = 5});
        Answer many = calling("lookup");
        many.calls.resize(6, many.calls.front());
        take(calls, many);
        QCOMPARE(calls.code(), "too_many_calls");
    }

    void troubleIsNotRun_data() {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<bool>("said");
        for (std::size_t i = 0; i < metrics::outcomeKinds; ++i) {
            const auto outcome = static_cast<metrics::Outcome>(i);
            const bool said = outcome == metrics::Outcome::Success || outcome == metrics::Outcome::Filtered ||
                              outcome == metrics::Outcome::Empty;
            QTest::newRow(std::string(metrics::toString(outcome)).c_str()) << static_cast<int>(i) << said;
        }
    }

    void troubleIsNotRun() {
        QFETCH(int, outcome);
        QFETCH(bool, said);
        const Suite suite = suiteWithMetadata("{}");
        Conversation conversation(suite.cases.front());
        Answer answer = saying("x");
        answer.outcome = static_cast<metrics::Outcome>(outcome);
        take(conversation, answer);
        QVERIFY(conversation.ending() == (said ? Ending::Said : Ending::NotRun));
    }

    void whatCannotBeReadIsNotRun() {
        const Suite suite = suiteWithMetadata("{}");
        for (const auto extent : {models::Extent::Packed, models::Extent::TooLong, models::Extent::TooDeep}) {
            Conversation conversation(suite.cases.front());
            Answer answer = saying("x");
            answer.extent = extent;
            take(conversation, answer);
            QVERIFY(conversation.ending() == Ending::NotRun);
        }
        Conversation several(suite.cases.front());
        Answer answer = saying("x");
        answer.choices = 2;
        take(several, answer);
        QCOMPARE(several.code(), "several");
        Conversation lost(suite.cases.front());
        lost.giveUp("refused");
        QVERIFY(lost.ending() == Ending::NotRun);
    }

    void aCostThatIsOnceUnknownStaysUnknown() {
        const Suite suite = suiteWithMetadata("{turns: [b, c]}", "{type: cost, threshold: 1}");
        Conversation conversation(suite.cases.front());
        conversation.take(saying("a"), Milliseconds(1), 5);
        conversation.take(saying("b"), Milliseconds(1), std::nullopt);
        conversation.take(saying("c"), Milliseconds(1), 5);
        QVERIFY(!conversation.said().cost);
        QCOMPARE(verdictOf(judge(suite.cases.front(), conversation.said(), {})), "not_run unknown_cost");
    }
};

QTEST_APPLESS_MAIN(TestSuiteConversation)
#include "tst_suite_conversation.moc"
