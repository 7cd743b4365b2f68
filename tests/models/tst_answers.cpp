// The table of what upstreams do, read whole, byte by byte and cut at every position: it must always be the same.
#include <format>
#include <fstream>
#include <set>
#include <sstream>

#include <QTest>

#include "tests/models/answer_table.h"
#include "tests/models/answer_words.h"
#include "tests/support/places.h"

using namespace Qt::StringLiterals;
using namespace signalbox;
using namespace signalbox::models;

namespace {

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

} // namespace

class TestAnswers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void table_data();
    void table();
    void keepsWhatTheErrorSaid();

    void howTheBytesComeDoesNotMatter_data() { table_data(); }

    void howTheBytesComeDoesNotMatter();
    void theReadmeSaysTheSame();
    void everyOutcomeOfAnAnswerHasARow();
    void costs();
    void contentBegins();
    void memoryIsBounded();
};

void TestAnswers::table_data() {
    QTest::addColumn<qsizetype>("index");
    const auto& rows = answerTable();
    for (std::size_t i = 0; i < rows.size(); ++i)
        QTest::newRow(rows[i].name.c_str()) << static_cast<qsizetype>(i);
}

void TestAnswers::table() {
    QFETCH(qsizetype, index);
    const TableRow& row = answerTable().at(static_cast<std::size_t>(index));
    const Answer answer = readInSteps(row, row.body, row.body.size(), 1, Depth::Full);
    QCOMPARE(std::string(toString(answer.outcome)), std::string(toString(row.outcome)));
    for (const auto& [field, said] : row.says)
        QCOMPARE(field + ": " + saidBy(answer, field), field + ": " + said);
}

void TestAnswers::howTheBytesComeDoesNotMatter() {
    QFETCH(qsizetype, index);
    const TableRow& row = answerTable().at(static_cast<std::size_t>(index));
    const Answer whole = readInSteps(row, row.body, row.body.size(), 1, Depth::Full);
    QCOMPARE(allOf(readInSteps(row, row.body, 0, 1, Depth::Full)), allOf(whole));
    QCOMPARE(signsOf(readInSteps(row, row.body, row.body.size(), 1, Depth::Signs)), signsOf(whole));
    for (std::size_t cut = 0; cut <= row.body.size(); ++cut)
        QCOMPARE(allOf(readInSteps(row, row.body, cut, row.body.size() + 1, Depth::Full)), allOf(whole));
    if (!isEventStream(row.type))
        return;
    for (const std::string end : {"\r\n", "\r"}) {
        const std::string other = replaced(row.body, "\n", end);
        QCOMPARE(allOf(readInSteps(row, other, 0, 1, Depth::Full)), allOf(whole));
        QCOMPARE(allOf(readInSteps(row, other, other.size(), 1, Depth::Full)), allOf(whole));
    }
}

void TestAnswers::theReadmeSaysTheSame() {
    std::ifstream in(test::sourcePath(u"core/models/README.md"_s).toStdString());
    std::map<std::string, std::string> blames;
    for (std::string line; std::getline(in, line);) {
        std::vector<std::string> cells;
        std::istringstream columns(line);
        for (std::string cell; std::getline(columns, cell, '|');)
            cells.push_back(cell);
        if (cells.size() > 6 && cells[4].starts_with(" `"))
            blames[cells[4].substr(2, cells[4].size() - 4)] = cells[5];
    }
    for (std::size_t kind = 0; kind < metrics::outcomeKinds; ++kind) {
        const auto outcome = static_cast<metrics::Outcome>(kind);
        const std::string word(toString(outcome));
        QVERIFY2(blames.contains(word), word.c_str());
        const std::string_view blame = toString(blameOf(outcome));
        const std::string said = " " + (blame == "version" ? "the version" : std::string(blame)) + " ";
        QCOMPARE(word + blames.at(word), word + said);
    }
}

void TestAnswers::everyOutcomeOfAnAnswerHasARow() {
    std::set<metrics::Outcome> seen;
    for (const TableRow& row : answerTable())
        seen.insert(row.outcome);
    for (std::size_t kind = 0; kind < metrics::outcomeKinds; ++kind) {
        const auto outcome = static_cast<metrics::Outcome>(kind);
        const bool ofTheWay = outcome == metrics::Outcome::UpstreamLost || outcome == metrics::Outcome::Timeout ||
                              outcome == metrics::Outcome::Cancelled;
        QVERIFY2(seen.contains(outcome) != ofTheWay, toString(outcome).data());
    }
}

void TestAnswers::costs() {
    const agents::Price price{.input = 2'500'000, .output = 10'000'000, .cachedInput = 1'250'000};
    QCOMPARE(costOf({.input = 100, .output = 10, .cached = 40}, price).value_or(0),
             agents::PicoUsd{60 * 2'500'000 + 40 * 1'250'000 + 10 * 10'000'000});
    QVERIFY(!costOf({.input = 1, .output = 0, .cached = 2}, price)); // contradicts itself
    QVERIFY(!costOf({.input = 1'000'000'000'000'000, .output = 0, .cached = 0}, price));
}

// Comments, empty pieces and white space are no beginning; a thought and a call are.
void TestAnswers::contentBegins() {
    const auto at = [](int n) { return Monotonic{} + std::chrono::seconds{n}; };
    AnswerReader stream({.dialect = Dialect::Chat}, {.contentType = "text/event-stream"});
    stream.feed(": waiting\n\n", at(1));
    stream.feed("data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n", at(2));
    QVERIFY(!stream.hasBegun() && !stream.firstContent());
    stream.feed("data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning\":\"hm\"}}]}\n\n", at(3));
    stream.feed("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n", at(4));
    QVERIFY(stream.hasBegun());
    QVERIFY(stream.firstContent() == at(3));
    AnswerReader call({.dialect = Dialect::Chat}, {.contentType = "text/event-stream"});
    call.feed("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"b\"}}]}}]}\n\n",
              at(5));
    QVERIFY(call.firstContent() == at(5));
    AnswerReader whole({.dialect = Dialect::Chat}, {.contentType = "application/json"});
    whole.feed("\n  \n", at(1));
    QVERIFY(!whole.hasBegun());
    whole.feed("{", at(2));
    QVERIFY(whole.hasBegun());
    QVERIFY(AnswerReader({.dialect = Dialect::Any}, {.contentType = "text/event-stream"}).hasBegun());
    QVERIFY(AnswerReader({.dialect = Dialect::Chat}, {.contentEncoding = "gzip"}).hasBegun());
}

// Fifty megabytes in one event, and in one answer, are neither kept nor held against the version.
void TestAnswers::memoryIsBounded() {
    const std::string piece(1024 * 1024, 'x');
    AnswerReader stream({.dialect = Dialect::Chat}, {.contentType = "text/event-stream"});
    stream.feed(R"(data: {"choices":[{"index":0,"delta":{"content":")", {});
    for (int i = 0; i < 50; ++i)
        stream.feed(piece, {});
    stream.feed("\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n", {});
    stream.finish();
    QVERIFY(stream.answer().outcome == metrics::Outcome::Success);
    QVERIFY(stream.answer().extent == Extent::TooLong);
    AnswerReader whole({.dialect = Dialect::Chat, .depth = Depth::Full}, {.contentType = "application/json"});
    whole.feed("{\"choices\":[{\"message\":{\"content\":\"", {});
    for (int i = 0; i < 50; ++i)
        whole.feed(piece, {});
    whole.finish();
    QVERIFY(whole.answer().outcome == metrics::Outcome::Success);
    QVERIFY(whole.answer().extent == Extent::TooLong);
    std::string calls = R"(data: {"choices":[{"index":0,"delta":{"tool_calls":[)";
    for (int i = 0; i < 2'000; ++i)
        calls += std::format(R"({}{{"index":{},"id":"{}","function":{{"name":"f"}}}})", i == 0 ? "" : ",", i, i);
    AnswerReader many({.dialect = Dialect::Chat, .depth = Depth::Full}, {.contentType = "text/event-stream"});
    many.feed(calls + "]}}]}\n\n", {});
    many.finish();
    QCOMPARE(many.answer().calls.size(), std::size_t{512});
    QVERIFY(many.answer().extent == Extent::TooLong);
}

// However much stands beside the error: a responses endpoint repeats the whole request.
void TestAnswers::keepsWhatTheErrorSaid() {
    const std::string echo(10'000, 'x');
    AnswerReader events({.dialect = Dialect::Responses}, {.contentType = "text/event-stream"});
    events.feed(R"(data: {"type":"response.failed","response":{"status":"failed","instructions":")" + echo +
                    R"(","error":{"code":"server_error","message":"busy"}}})" + "\n\n",
                {});
    QCOMPARE(events.said(), R"({"error":{"code":"server_error","message":"busy"}})");
    AnswerReader text({}, {.status = 500, .contentType = "text/plain"}); // of an agent service
    text.feed("It broke", {});
    QCOMPARE(text.said(), "It broke");
    AnswerReader packed({}, {.status = 500, .contentType = "text/plain", .contentEncoding = "gzip"});
    packed.feed("It broke", {});
    QVERIFY(packed.said().empty());
    AnswerReader good({.dialect = Dialect::Chat}, {.contentType = "application/json"});
    good.feed(R"({"choices":[{"message":{"content":"Yes."},"finish_reason":"stop"}]})", {});
    good.finish();
    QVERIFY(good.said().empty());
}

QTEST_APPLESS_MAIN(TestAnswers)
#include "tst_answers.moc"
