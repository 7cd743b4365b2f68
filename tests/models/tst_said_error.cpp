// The shapes in which upstreams say that they failed: the code and the message that are read from each. The table of
// answers (answers.table) says the same of whole exchanges; every error of it has one code, whoever reads it.
#include <QTest>

#include "core/models/said_error.h"
#include "tests/models/answer_table.h"

using namespace signalbox::models;

class TestSaidError : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void shapes_data();
    void shapes();

    void oneCodeWhoeverReadsIt_data();
    void oneCodeWhoeverReadsIt();
};

void TestSaidError::shapes_data() {
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const QByteArray& body, const char* code, const char* message) {
        QTest::newRow(name) << body << QString::fromLatin1(code) << QString::fromUtf8(message);
    };
    row("a code",
        R"({"error":{"message":"The model does not exist","type":"invalid_request_error","code":"model_not_found"}})",
        "model_not_found", "The model does not exist");
    row("a type without a code", R"({"error":{"message":"Slow down","type":"rate_limit_error","code":null}})",
        "rate_limit_error", "Slow down");
    row("a code that is the status", R"([{"error":{"code":400,"message":"Bad","status":"INVALID_ARGUMENT"}}])",
        "INVALID_ARGUMENT", "Bad");
    row("an error beside its type", R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})",
        "overloaded_error", "Overloaded");
    row("members beside each other", R"({"object":"error","message":"Too long","type":"BadRequestError","code":400})",
        "BadRequestError", "Too long");
    row("in a response", R"({"type":"response.failed","response":{"error":{"code":"server_error","message":"Busy"}}})",
        "server_error", "Busy");
    row("in a choice", R"({"choices":[{"finish_reason":"error","error":{"code":502,"message":"Upstream"}}]})", "502",
        "Upstream");
    row("a base of its own", R"({"base_resp":{"status_code":1004,"status_msg":"login fail"}})", "1004", "login fail");
    row("only a number", R"({"error":{"code":502,"message":"Provider returned error"}})", "502",
        "Provider returned error");
    row("a number in quotes", R"({"error":{"code":"1211","message":"No such model"}})", "1211", "No such model");
    row("only text", R"({"error":"no healthy upstream"})", "", "no healthy upstream");
    row("a word as the error", R"({"error":"unauthorized"})", "unauthorized", "unauthorized");
    row("a detail", R"({"detail":"Not Found"})", "", "Not Found");
    row("details of fields", R"({"detail":[{"loc":["body","stop"],"msg":"extra fields not permitted"}]})", "",
        "extra fields not permitted");
    row("a list of errors", R"({"errors":[{"code":7003,"message":"No route"}],"success":false})", "", "No route");
    row("a reason", R"({"reason":"quota","message":"Used up"})", "quota", "Used up");
    row("a type that only says error", R"({"type":"error","message":"It broke"})", "", "It broke");
    row("plain text", "Internal Server Error", "", "Internal Server Error");
    row("a page", "<html><h1>Bad gateway</h1></html>", "", "");
    row("nothing", "", "", "");
    row("no object", "17", "", "");
    row("an empty list", "[]", "", "");
    row("cut in the middle", R"({"error":{"message":"half of)", "", "");
    row("a code that is a sentence", R"({"error":{"code":"please call us","type":"x y"}})", "", "");
    row("a code that is a key", R"({"error":{"code":"sk-abcdefghijklmnopqrstuvwx1234"}})", "", "");
    row("a code that is an address", R"({"error":{"code":"db.internal.example:5432","type":"lost"}})", "lost", "");
    row("a code that is the number of a request", R"({"error":{"code":"20240501123456"}})", "", "");
    row("an event", "event: error\ndata: {\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Slow\"}}\n\n",
        "rate_limit_exceeded", "Slow");
    row("an event in a field of its own", "error: {\"code\":500,\"type\":\"server_error\",\"message\":\"No\"}\n\n",
        "server_error", "No");
    row("an event that is cut", "data: {\"error\":{\"code\":\"x\"", "", "");
    row("a long message", "x" + QByteArray(5000, 'y'), "", QByteArray("x" + QByteArray(599, 'y')).constData());
    row("deep", QByteArray(3000, '['), "", "");
}

void TestSaidError::shapes() {
    QFETCH(QByteArray, body);
    QFETCH(QString, code);
    QFETCH(QString, message);
    const SaidError said = saidIn(body.toStdString());
    QCOMPARE(QString::fromStdString(said.code), code);
    QCOMPARE(QString::fromStdString(said.message), message);
}

void TestSaidError::oneCodeWhoeverReadsIt_data() {
    QTest::addColumn<qsizetype>("index");
    const auto& rows = answerTable();
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].status >= 400)
            QTest::newRow(rows[i].name.c_str()) << static_cast<qsizetype>(i);
}

void TestSaidError::oneCodeWhoeverReadsIt() {
    QFETCH(qsizetype, index);
    const TableRow& row = answerTable().at(static_cast<std::size_t>(index));
    AnswerReader reader(row.asked(Depth::Signs), row.head());
    reader.feed(row.body, {});
    reader.finish();
    if (!reader.answer().errorCode.empty()) // the reader of answers reads no text of another kind
        QCOMPARE(saidIn(reader.said()).code, reader.answer().errorCode);
}

QTEST_APPLESS_MAIN(TestSaidError)
#include "tst_said_error.moc"
