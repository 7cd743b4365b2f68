// POST /v1/feedback: what may be said, what is remembered, and that it reaches the sink with the assignment that the
// request had.
#include <QTest>

#include "core/gateway/feedback_body.h"
#include "core/gateway/feedback_book.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

Assigned assignedTo(const std::string& version, std::uint64_t unit) {
    Prepared prepared;
    prepared.agent = "refunds";
    prepared.version = version;
    return {.version = std::make_shared<const Prepared>(std::move(prepared)),
            .role = traffic::Role::Canary,
            .weight = traffic::Weight::percent(5),
            .unit = unit,
            .shadow = nullptr,
            .share = {}};
}

} // namespace

class TestFeedback : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void theBodyIsChecked_data() {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<bool>("good");
        QTest::newRow("quality") << QByteArray(R"({"request_id":"a","quality":0.5})") << true;
        QTest::newRow("signals") << QByteArray(R"({"request_id":"a","signals":["approved","fraud_flag"]})") << true;
        QTest::newRow("both, and more") << QByteArray(R"({"request_id":"a","quality":1,"signals":[],"note":"x"})")
                                        << true;
        QTest::newRow("nothing") << QByteArray(R"({"request_id":"a"})") << false;
        QTest::newRow("nulls") << QByteArray(R"({"request_id":"a","quality":null,"signals":null})") << false;
        QTest::newRow("no id") << QByteArray(R"({"quality":1})") << false;
        QTest::newRow("a number as id") << QByteArray(R"({"request_id":1,"quality":1})") << false;
        QTest::newRow("too good") << QByteArray(R"({"request_id":"a","quality":1.01})") << false;
        QTest::newRow("too bad") << QByteArray(R"({"request_id":"a","quality":-0.1})") << false;
        QTest::newRow("words") << QByteArray(R"({"request_id":"a","quality":"good"})") << false;
        QTest::newRow("a signal with a space") << QByteArray(R"({"request_id":"a","signals":["so good"]})") << false;
        QTest::newRow("a signal with a bidi mark")
            << QByteArray(R"({"request_id":"a","signals":["a\u202eb"]})") << false;
        QTest::newRow("one key twice") << QByteArray(R"({"request_id":"a","quality":1,"quality":0})") << false;
        QTest::newRow("a list") << QByteArray("[]") << false;
        QTest::newRow("no JSON") << QByteArray("{") << false;
        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("deep") << QByteArray("{\"request_id\":\"a\",\"signals\":" + QByteArray(60, '[') +
                                            QByteArray(60, ']') + "}")
                              << false;
        QByteArray many = R"({"request_id":"a","signals":[)";
        for (int i = 0; i < 17; ++i)
            many += (i > 0 ? ",\"s" : "\"s") + QByteArray::number(i) + '"';
        QTest::newRow("17 signals") << many + "]}" << false;
        QTest::newRow("large") << QByteArray(R"({"request_id":"a","quality":1,"note":")") + QByteArray(70'000, 'x') +
                                      "\"}"
                               << false;
    }

    void theBodyIsChecked() {
        QFETCH(QByteArray, body);
        QFETCH(bool, good);
        const auto read = readFeedback({body.constData(), static_cast<std::size_t>(body.size())});
        QVERIFY2(read.has_value() == good, read ? "" : read.error().message.c_str());
    }

    void aSignalCountsOnce() {
        const auto read = readFeedback(R"({"request_id":"a","signals":["approved","approved"]})");
        QVERIFY(read);
        QCOMPARE(read->signals, std::vector<std::string>{"approved"});
    }

    void theBookForgetsTheOldest() {
        FeedbackBook book(4);
        QVERIFY(book.find(0) == nullptr);
        QVERIFY(book.find(3) == nullptr);
        for (std::uint64_t number = 1; number <= 6; ++number)
            book.remember(number, assignedTo("2.2.0", number * 10), WallTime{});
        QVERIFY(book.find(1) == nullptr);
        QVERIFY(book.find(2) == nullptr);
        for (std::uint64_t number = 3; number <= 6; ++number)
            QCOMPARE(book.find(number)->unit, number * 10);
        QVERIFY(book.find(7) == nullptr);
        FeedbackBook none(0);
        none.remember(1, assignedTo("2.2.0", 1), WallTime{});
        QVERIFY(none.find(1) == nullptr);
    }

    void reachesTheSinkWithItsAssignment();
};

void TestFeedback::reachesTheSinkWithItsAssignment() {
    Sink sink;
    Upstream upstream([](RawSocket& socket, const std::string& /*request*/) { socket.send(json(chatAnswer)); });
    Gateway gateway({}, workspace(upstream.url()), sink);
    QVERIFY(gateway.start());
    QVERIFY(gateway.apply(table(1, {.version = "2.1.0"}, {.version = "2.2.0"}, traffic::Weight::percent(50))));
    Caller caller(gateway.port());
    const auto headerOf = [](const std::string& answer, const std::string& name) {
        const auto at = answer.find(name + ": ");
        return at == std::string::npos
                   ? std::string()
                   : answer.substr(at + name.size() + 2, answer.find('\r', at) - at - name.size() - 2);
    };
    const std::string answer = caller.ask(post("/v1/chat/completions", helloBody, "x-signalbox-unit: customer-7\r\n"));
    const std::string id = headerOf(answer, "x-signalbox-request-id");
    QVERIFY(!id.empty());
    const auto seen = sink.wait(1);
    const auto feed = [&](const std::string& request) {
        return caller.ask(
            post("/v1/feedback", R"({"request_id":")" + request + R"(","quality":0.25,"signals":["approved"]})"));
    };
    QVERIFY(feed(id).starts_with("HTTP/1.1 202 "));
    const auto labels = sink.waitLabels(1);
    QCOMPARE(labels.size(), 1U);
    QCOMPARE(labels[0].agent, std::string("refunds"));
    QCOMPARE(labels[0].version, headerOf(answer, "x-signalbox-version"));
    QCOMPARE(labels[0].unit, seen[0].unit);
    QVERIFY(labels[0].role == seen[0].role);
    QVERIFY(labels[0].weight == seen[0].weight);
    QCOMPARE(labels[0].quality, 0.25);
    QCOMPARE(labels[0].signals, std::vector<std::string>{"approved"});
    QVERIFY(feed("nobody").starts_with("HTTP/1.1 404 "));
    QVERIFY(feed(id + "0").starts_with("HTTP/1.1 404 "));
    QVERIFY(feed(id.substr(0, id.size() - 1) + "g").starts_with("HTTP/1.1 404 "));
    QVERIFY(caller.ask(post("/v1/feedback", "[]")).starts_with("HTTP/1.1 400 "));
    QVERIFY(caller.ask("GET /v1/feedback HTTP/1.1\r\nhost: x\r\n\r\n").starts_with("HTTP/1.1 405 "));
    QCOMPARE(upstream.requests().size(), 1U); // none of it reached the upstream
    QCOMPARE(sink.wait(1).size(), 1U);        // nor counts as a request of a version
}

QTEST_APPLESS_MAIN(TestFeedback)
#include "tst_feedback.moc"
