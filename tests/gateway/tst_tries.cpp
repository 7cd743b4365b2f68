// Asking again: which ends of a try are followed by another, by how the answer is asked for, through the gateway; what
// it waits for; and what is counted of it.
#include <format>

#include <QTest>

#include "core/gateway/tries.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using metrics::TryEnd;

namespace {

constexpr std::string_view responsesAnswer =
    R"({"id":"resp_1","object":"response","status":"completed","output":[{"type":"message","role":"assistant",)"
    R"("content":[{"type":"output_text","text":"yes"}]}],"usage":{"input_tokens":12,"output_tokens":3}})";
constexpr std::string_view completionAnswer =
    R"({"id":"c1","object":"text_completion","choices":[{"index":0,"text":"yes","finish_reason":"stop"}],)"
    R"("usage":{"prompt_tokens":12,"completion_tokens":3}})";
constexpr std::string_view embeddingAnswer =
    R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"usage":{"prompt_tokens":12,"total_tokens":12}})";
const std::string stream =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"yes\"},\"finish_reason\":\"stop\"}]}\n\ndata: "
    "[DONE]\n\n";

std::string failing(int status, std::string_view headers = {}) {
    const std::string body =
        R"({"error":{"message":"no","code":"busy"},"usage":{"prompt_tokens":5,"completion_tokens":1}})";
    return std::format("HTTP/1.1 {} X\r\n{}Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}", status,
                       headers, body.size(), body);
}

// What the upstream does to one try.
struct Behaviour {
    std::string says;    // empty: it ends the connection without a word
    bool resets = false; // the connection
};

struct Rig {
    explicit Rig(std::vector<Behaviour> tries, int attempts = 3,
                 agents::RuntimeKind runtime = agents::RuntimeKind::Chat)
        : behaviours(std::move(tries)) {
        VersionSpec spec{.runtime = runtime};
        spec.configuration.maxAttempts = attempts;
        spec.configuration.requestTimeout = 20;
        gateway = std::make_unique<Gateway>(Settings{.firstPause = 10ms}, workspace(upstream.url()), sink);
        good = gateway->start() && gateway->apply(table(1, spec));
    }

    std::vector<Behaviour> behaviours;
    std::atomic<std::size_t> asked = 0;
    Sink sink;
    Upstream upstream{[this](RawSocket& socket, const std::string&) {
        const Behaviour& behaviour = behaviours.at(std::min(asked++, behaviours.size() - 1));
        if (behaviour.resets)
            socket.reset();
        else if (behaviour.says.empty())
            socket.close();
        else
            socket.send(behaviour.says);
        if (behaviour.says.contains("Connection: close"))
            socket.close();
    }};
    std::unique_ptr<Gateway> gateway;
    bool good = false;
};

} // namespace

class TestTries : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatFollowsAFailedTry_data();
    void whatFollowsAFailedTry();
    void allTriesAreCounted();
    void neverAfterAByte_data();
    void neverAfterAByte();
    void onceWhenNothingIsSaid();
    void aPauseBeyondTheTimeIsNotTaken();
    void aPauseIsTaken();
    void agentsAreAskedAgainWhereItIsSafe_data();
    void agentsAreAskedAgainWhereItIsSafe();
    void whoLeavesInAPauseIsNotAskedFor();
    void nobodyThere();
};

void TestTries::whatFollowsAFailedTry_data() {
    QTest::addColumn<int>("status"); // 0: the connection is lost
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("streamed");
    QTest::addColumn<bool>("again");
    for (const char* path : {"chat/completions", "completions", "responses", "embeddings"}) {
        for (const bool streamed : {false, true}) {
            if (streamed && QByteArrayView(path) != "chat/completions")
                continue; // what comes back is the same to a try
            const auto row = [&](int status, bool again) {
                QTest::addRow("%d %s %s", status, path, streamed ? "streamed" : "whole")
                    << status << QByteArray(path) << streamed << again;
            };
            for (const int again : {0, 408, 429, 502, 503, 504, 529})
                row(again, true);
            for (const int never : {301, 400, 401, 403, 404, 409, 422, 500, 501, 505})
                row(never, false);
        }
    }
}

void TestTries::whatFollowsAFailedTry() {
    QFETCH(int, status);
    QFETCH(QByteArray, path);
    QFETCH(bool, streamed);
    QFETCH(bool, again);
    const std::string good = streamed                ? stream
                             : path == "responses"   ? json(responsesAnswer)
                             : path == "completions" ? json(completionAnswer)
                             : path == "embeddings"  ? json(embeddingAnswer)
                                                     : json(chatAnswer);
    Rig rig({{.says = status == 0 ? std::string() : failing(status)}, {.says = good}});
    QVERIFY(rig.good);
    Caller caller(rig.gateway->port());
    const std::string body = streamed ? R"({"model":"refunds","messages":[],"stream":true})"
                                      : R"({"model":"refunds","messages":[],"input":"hi","prompt":"hi"})";
    const std::string answer = caller.ask(post("/v1/" + path.toStdString(), body));
    const auto seen = rig.sink.wait(1);
    QCOMPARE(seen.size(), 1U); // one request, however many tries
    QCOMPARE(rig.upstream.requests().size(), again ? 2U : 1U);
    QCOMPARE(answer.starts_with("HTTP/1.1 200 "), again);
    QCOMPARE(seen[0].outcome == metrics::Outcome::Success, again);
    QCOMPARE(seen[0].failedTries.size(), again ? 1U : 0U);
    QCOMPARE(seen[0].failure == nullptr, again);
    if (again) {
        QCOMPARE(rig.upstream.requests()[0], rig.upstream.requests()[1]); // the same bytes
        QVERIFY(seen[0].failedTries[0] == (status == 0 ? TryEnd::Lost : *tryEndOf(status)));
    } else if (status != 301) {
        QVERIFY(answer.starts_with(std::format("HTTP/1.1 {} ", status)));
    }
}

// 429 twice and then an answer: all three paid for, one outcome.
void TestTries::allTriesAreCounted() {
    Rig rig({{.says = failing(429, "retry-after: 0\r\n")}, {.says = failing(503)}, {.says = json(chatAnswer)}});
    Caller caller(rig.gateway->port());
    const std::string good = caller.ask(post(chatPath, helloBody));
    QVERIFY2(good.starts_with("HTTP/1.1 200 "), good.c_str());
    const auto seen = rig.sink.wait(1);
    QVERIFY(seen[0].outcome == metrics::Outcome::Success);
    QCOMPARE(seen[0].failedTries, (std::vector{TryEnd::Status429, TryEnd::Status503}));
    QCOMPARE(seen[0].inputTokens, std::optional<std::int64_t>(12 + 5 + 5));
    QCOMPARE(seen[0].outputTokens, std::optional<std::int64_t>(3 + 1 + 1));
    QCOMPARE(seen[0].cost, std::optional<agents::PicoUsd>(20 * 2'500'000 + 2 * 1'250'000 + 5 * 10'000'000));
    QVERIFY(seen[0].latency >= 15ms);         // with the pauses: half of 10 ms, half of 20 ms
    QCOMPARE(rig.upstream.connections(), 1U); // what was read to its end is used again
    // Three failures: the last one is what the caller gets.
    rig.behaviours = {{.says = failing(503)}};
    const std::string answer = caller.ask(post(chatPath, helloBody));
    QVERIFY(answer.starts_with("HTTP/1.1 503 "));
    QVERIFY(answer.contains("busy"));
    const auto all = rig.sink.wait(2);
    QVERIFY(all[1].outcome == metrics::Outcome::ServerError);
    QCOMPARE(all[1].failedTries.size(), 2U);
    QCOMPARE(all[1].inputTokens, std::optional<std::int64_t>(15));
    QVERIFY(all[1].failure && all[1].failure->reason.status == 503);
}

void TestTries::neverAfterAByte_data() {
    QTest::addColumn<QByteArray>("said");
    const std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n";
    const auto row = [](const char* name, const std::string& said) {
        QTest::newRow(name) << QByteArray::fromStdString(said);
    };
    row("a head", head);
    row("a comment", head + ": waiting\n\n");
    row("a word", head + "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n");
    row("an error event", head + "data: {\"error\":{\"code\":\"overloaded\"}}\n\n");
    row("half an answer", "HTTP/1.1 200 OK\r\nContent-Length: 90\r\nConnection: close\r\n\r\n{\"choices\":[");
    row("no HTTP", "220 mail.example ESMTP Connection: close\r\n");
}

void TestTries::neverAfterAByte() {
    QFETCH(QByteArray, said);
    Rig rig({{.says = said.toStdString()}, {.says = json(chatAnswer)}});
    Caller caller(rig.gateway->port());
    QVERIFY(caller.send(post(chatPath, R"({"model":"refunds","messages":[],"stream":true})")));
    static_cast<void>(caller.readMessage(true));
    const auto seen = rig.sink.wait(1);
    QCOMPARE(seen.size(), 1U);
    QCOMPARE(rig.upstream.requests().size(), 1U);
    QVERIFY(seen[0].failedTries.empty());
    QVERIFY(metrics::isError(seen[0].outcome));
}

void TestTries::onceWhenNothingIsSaid() {
    Rig rig({{.says = failing(503)}, {.says = json(chatAnswer)}}, agents::Configuration{}.maxAttempts);
    Caller caller(rig.gateway->port());
    QVERIFY(caller.ask(post(chatPath, helloBody)).starts_with("HTTP/1.1 503 "));
    QCOMPARE(rig.upstream.requests().size(), 1U);
    // Nor when the provider says that it is of no use.
    Rig refusing({{.says = failing(503, "x-should-retry: false\r\n")}, {.says = json(chatAnswer)}});
    Caller other(refusing.gateway->port());
    QVERIFY(other.ask(post(chatPath, helloBody)).starts_with("HTTP/1.1 503 "));
    QCOMPARE(refusing.upstream.requests().size(), 1U);
}

// A minute is asked for and twenty seconds are there: the caller learns at once, with the header.
void TestTries::aPauseBeyondTheTimeIsNotTaken() {
    Rig rig({{.says = failing(429, "Retry-After: 60\r\n")}, {.says = json(chatAnswer)}});
    Caller caller(rig.gateway->port());
    const std::string answer = caller.ask(post(chatPath, helloBody));
    QVERIFY(answer.starts_with("HTTP/1.1 429 "));
    QVERIFY(answer.contains("60\r\n"));
    const auto seen = rig.sink.wait(1);
    QVERIFY(seen[0].latency < 2s);
    QVERIFY(seen[0].failedTries.empty());
}

void TestTries::aPauseIsTaken() {
    Rig rig({{.says = failing(429, "Retry-After: 1\r\n")}, {.says = json(chatAnswer)}});
    Caller caller(rig.gateway->port());
    QVERIFY(caller.ask(post(chatPath, helloBody)).starts_with("HTTP/1.1 200 "));
    QVERIFY(rig.sink.wait(1)[0].latency >= 1s);
}

void TestTries::agentsAreAskedAgainWhereItIsSafe_data() {
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("again");
    for (const char* safe : {"GET", "OPTIONS"})
        QTest::newRow(safe) << QByteArray(safe) << true;
    for (const char* acting : {"POST", "PUT", "PATCH", "DELETE"})
        QTest::newRow(acting) << QByteArray(acting) << false;
}

void TestTries::agentsAreAskedAgainWhereItIsSafe() {
    QFETCH(QByteArray, method);
    QFETCH(bool, again);
    for (const std::string& says : {failing(503), std::string()}) {
        Rig rig({{.says = says}, {.says = json(R"({"a":1})")}}, 3, agents::RuntimeKind::Http);
        Caller caller(rig.gateway->port());
        const std::string answer = caller.ask(
            std::format("{} /agents/refunds/x HTTP/1.1\r\nHost: g\r\nContent-Length: 0\r\n\r\n", method.toStdString()));
        QCOMPARE(rig.sink.wait(1).size(), 1U);
        QCOMPARE(rig.upstream.requests().size(), again ? 2U : 1U);
        QCOMPARE(answer.starts_with("HTTP/1.1 200 "), again);
    }
}

void TestTries::whoLeavesInAPauseIsNotAskedFor() {
    Rig rig({{.says = failing(429, "Retry-After: 8\r\n")}, {.says = json(chatAnswer)}});
    Caller caller(rig.gateway->port());
    QVERIFY(caller.send(post(chatPath, helloBody)));
    QVERIFY(eventually([&] { return rig.upstream.requests().size() == 1; }));
    caller.close();
    const auto seen = rig.sink.wait(1);
    QCOMPARE(seen.size(), 1U);
    QVERIFY(seen[0].outcome == metrics::Outcome::Cancelled);
    QVERIFY(seen[0].latency < 5s);
    QCOMPARE(rig.upstream.requests().size(), 1U);
    // And stopping waits for no pause.
    Caller other(rig.gateway->port());
    rig.asked = 0;
    QVERIFY(other.send(post(chatPath, helloBody)));
    QVERIFY(eventually([&] { return rig.upstream.requests().size() == 2; }));
    const auto begin = std::chrono::steady_clock::now();
    rig.gateway->stop(0ms);
    QVERIFY(std::chrono::steady_clock::now() - begin < 2s);
}

// Nobody listens: it is tried as often as it was asked for while the provider may come back, and when it does not,
// others are not made to wait for it.
void TestTries::nobodyThere() {
    Rig rig({{.says = json(chatAnswer)}});
    std::uint16_t port = 0;
    {
        const Upstream gone(answerInChat);
        port = gone.port();
    }
    Sink sink;
    Gateway gateway(Settings{.firstPause = 10ms}, workspace(std::format("http://127.0.0.1:{}/v1", port)), sink);
    VersionSpec spec;
    spec.configuration.maxAttempts = 3;
    QVERIFY(gateway.start() && gateway.apply(table(1, spec)));
    Caller caller(gateway.port());
    QVERIFY(caller.ask(post(chatPath, helloBody)).starts_with("HTTP/1.1 502 "));
    const auto first = sink.wait(1);
    QVERIFY(!first[0].failedTries.empty());
    for (const TryEnd end : first[0].failedTries)
        QCOMPARE(std::string(toString(end)), std::string("unreachable"));
    for (int i = 0; i < 4; ++i)
        QVERIFY(caller.ask(post(chatPath, helloBody)).starts_with("HTTP/1.1 502 "));
    QVERIFY(sink.wait(5).back().latency < 5s);
}

QTEST_GUILESS_MAIN(TestTries)
#include "tst_tries.moc"
