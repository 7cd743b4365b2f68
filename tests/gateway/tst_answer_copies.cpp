// Copies of answers for those who judge what they say: made beside the relayed stream, bounded, and only of what can be
// judged. Through the real gateway.
#include <QTest>

#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

class Copies final : public metrics::AnswerSink {
public:
    std::function<void(const metrics::AnswerCopy&)> onTake = {};

    bool admits(const std::string& /*agent*/) override {
        ++asked;
        return admitting;
    }

    void take(metrics::AnswerCopy copy) override {
        if (onTake)
            onTake(copy);
        const std::scoped_lock lock(m_mutex);
        m_all.push_back(std::move(copy));
        m_changed.notify_all();
    }

    [[nodiscard]] std::vector<metrics::AnswerCopy> wait(std::size_t count) {
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, std::chrono::seconds{5}, [&] { return m_all.size() >= count; });
        return m_all;
    }

    std::atomic<int> asked = 0;
    std::atomic<bool> admitting = true;

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<metrics::AnswerCopy> m_all;
};

const agents::File lookUp{"integrations/look_up.json",
                          R"({"name":"look_up","parameters":{"type":"object","required":["order"]}})"};

struct Rig {
    explicit Rig(Upstream::Serve serve, std::vector<agents::File> tools = {lookUp}) : upstream(std::move(serve)) {
        gateway = std::make_unique<Gateway>(Settings{.answers = &copies, .answerBytes = 1024 * 1024},
                                            workspace(upstream.url()), sink);
        if (!gateway->start() || !gateway->apply(table(1, {.version = "1.0.0", .tools = std::move(tools)})))
            std::abort();
    }

    Copies copies;
    Sink sink;
    Upstream upstream;
    std::unique_ptr<Gateway> gateway;
};

Upstream::Serve saying(std::string answer) {
    return [answer = std::move(answer)](RawSocket& socket, const std::string&) { socket.send(answer); };
}

} // namespace

class TestAnswerCopies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCopyHoldsWhatWasSaid();
    void withoutToolsAndContractThereIsNone();
    void whatIsTurnedAwayCostsNothing();
    void tenMegabytesAreRelayedAndNotKept();
    void aLongRequestIsNotKept();
    void failuresAndCutStreamsAreNone_data();
    void failuresAndCutStreamsAreNone();
    void aPackedAnswerIsSaidToBeOne();
    void copiesComeBehindTheirRequests();
};

void TestAnswerCopies::aCopyHoldsWhatWasSaid() {
    Rig rig(saying(json(chatAnswer)));
    Caller caller(rig.gateway->port());
    const std::string answer = caller.ask(post("/v1/chat/completions", helloBody, "x-signalbox-unit: customer-7\r\n"));
    QCOMPARE(bodyOf(answer), std::string(chatAnswer));
    const auto copies = rig.copies.wait(1);
    QCOMPARE(copies.size(), 1U);
    const auto seen = rig.sink.wait(1);
    QCOMPARE(copies[0].body, std::string(chatAnswer));
    QCOMPARE(copies[0].unit, seen[0].unit);
    QVERIFY(copies[0].role == traffic::Role::Stable);
    QVERIFY(copies[0].snapshot);
    QVERIFY(answer.contains("x-signalbox-request-id: " + copies[0].requestId));
    // As it went to the model: with the version's own tools.
    QVERIFY2(copies[0].request.contains("look_up"), copies[0].request.c_str());
    QVERIFY(copies[0].request == bodyOf(rig.upstream.requests()[0]));
}

void TestAnswerCopies::withoutToolsAndContractThereIsNone() {
    Rig rig(saying(json(chatAnswer)), {});
    Caller caller(rig.gateway->port());
    QVERIFY(caller.ask(post("/v1/chat/completions", helloBody)).starts_with("HTTP/1.1 200 "));
    QCOMPARE(rig.sink.wait(1).size(), 1U);
    QCOMPARE(rig.copies.asked.load(), 0);
    // A caller who brings tools is judged by those.
    const std::string body = R"({"model":"refunds","messages":[],"tools":[{"type":"function"}]})";
    QVERIFY(caller.ask(post("/v1/chat/completions", body)).starts_with("HTTP/1.1 200 "));
    QCOMPARE(rig.copies.wait(1).size(), 1U);
    QVERIFY(caller.ask(post("/v1/embeddings", body)).starts_with("HTTP/1.1 200 "));
    QCOMPARE(rig.sink.wait(3).size(), 3U);
    QCOMPARE(rig.copies.asked.load(), 1);
}

void TestAnswerCopies::whatIsTurnedAwayCostsNothing() {
    Rig rig(saying(json(chatAnswer)));
    rig.copies.admitting = false;
    Caller caller(rig.gateway->port());
    QCOMPARE(bodyOf(caller.ask(post("/v1/chat/completions", helloBody))), std::string(chatAnswer));
    QCOMPARE(rig.sink.wait(1).size(), 1U);
    QCOMPARE(rig.copies.wait(0).size(), 0U);
    QCOMPARE(rig.copies.asked.load(), 1);
}

void TestAnswerCopies::tenMegabytesAreRelayedAndNotKept() {
    const std::string large = R"({"choices":[{"message":{"content":")" + std::string(10'000'000, 'x') + R"("}}]})";
    Rig rig(saying(json(large)));
    Caller caller(rig.gateway->port());
    QVERIFY(bodyOf(caller.ask(post("/v1/chat/completions", helloBody))) == large);
    const auto copies = rig.copies.wait(1);
    QCOMPARE(copies.size(), 1U);
    QVERIFY(copies[0].isTooLong);
    QCOMPARE(copies[0].body.capacity(), std::string().capacity());
}

void TestAnswerCopies::aLongRequestIsNotKept() {
    Rig rig(saying(json(chatAnswer)));
    Caller caller(rig.gateway->port());
    const std::string body =
        R"({"model":"refunds","messages":[{"role":"user","content":")" + std::string(2'000'000, 'y') + R"("}]})";
    QVERIFY(caller.ask(post("/v1/chat/completions", body)).starts_with("HTTP/1.1 200 "));
    const auto copies = rig.copies.wait(1);
    QVERIFY(copies.at(0).lacksRequest);
    QVERIFY(copies.at(0).request.empty());
    QCOMPARE(copies.at(0).body, std::string(chatAnswer));
    // The connection serves the next request as ever.
    QVERIFY(caller.ask(post("/v1/chat/completions", helloBody)).starts_with("HTTP/1.1 200 "));
    QVERIFY(!rig.copies.wait(2).at(1).lacksRequest);
}

void TestAnswerCopies::failuresAndCutStreamsAreNone_data() {
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("500") << QByteArray::fromStdString(json(R"({"error":{"message":"no"}})", 500));
    QTest::newRow("404") << QByteArray::fromStdString(json(R"({"error":{"message":"no"}})", 404));
    QTest::newRow("a length that does not come")
        << QByteArray("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"cho");
    QTest::newRow("a stream cut midway") << QByteArray(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        "10\r\ndata: {\"choices\"\r\n");
}

void TestAnswerCopies::failuresAndCutStreamsAreNone() {
    QFETCH(QByteArray, answer);
    Rig rig([answer](RawSocket& socket, const std::string&) {
        socket.send({answer.constData(), static_cast<std::size_t>(answer.size())});
        socket.close();
    });
    Caller caller(rig.gateway->port());
    static_cast<void>(caller.ask(post("/v1/chat/completions", helloBody)));
    QCOMPARE(rig.sink.wait(1).size(), 1U);
    QCOMPARE(rig.copies.asked.load(), 1);
    QCOMPARE(rig.copies.wait(0).size(), 0U);
}

void TestAnswerCopies::aPackedAnswerIsSaidToBeOne() {
    Rig rig(saying("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\n"
                   "content-length: 3\r\n\r\nabc"));
    Caller caller(rig.gateway->port());
    QVERIFY(caller.ask(post("/v1/chat/completions", helloBody)).ends_with("abc"));
    QVERIFY(rig.copies.wait(1).at(0).isPacked);
    QVERIFY(rig.copies.wait(1).at(0).body.empty());
}

// Who judges an answer may speak of its request at once: whoever counts requests has it already.
void TestAnswerCopies::copiesComeBehindTheirRequests() {
    Rig rig(saying(json(chatAnswer)));
    std::atomic<int> early = 0;
    std::atomic<std::size_t> taken = 0;
    rig.copies.onTake = [&](const metrics::AnswerCopy&) { early += rig.sink.count() < ++taken ? 1 : 0; };
    Caller caller(rig.gateway->port());
    constexpr std::size_t asked = 100;
    for (std::size_t i = 0; i < asked; ++i)
        QVERIFY(caller.ask(post("/v1/chat/completions", helloBody)).starts_with("HTTP/1.1 200 "));
    QCOMPARE(rig.copies.wait(asked).size(), asked);
    QCOMPARE(early.load(), 0);
}

QTEST_APPLESS_MAIN(TestAnswerCopies)
#include "tst_answer_copies.moc"
