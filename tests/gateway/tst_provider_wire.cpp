// The settings of providers through a real gateway: what reaches a provider, what a caller gets, what is observed.
#include <format>

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "tests/gateway/scripted_providers.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace Qt::StringLiterals;
using agents::ProviderKind;
using models::Dialect;
using test::Habit;
using test::habits;
using test::requestOf;
using test::versionWith;

namespace {

QJsonObject objectOf(const std::string& body) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
}

} // namespace

class TestProviderWire : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void throughTheGateway();
    void whatTheVersionAsksIsSeen();
    void usageIsAskedForAndKept_data();
    void usageIsAskedForAndKept();
};

// The settings reach the wire: from the workspace through the prepared version.
void TestProviderWire::throughTheGateway() {
    for (std::size_t i = 0; i < agents::providerKinds; ++i) {
        const auto kind = static_cast<ProviderKind>(i);
        Upstream upstream([kind](RawSocket& socket, const std::string& request) {
            const auto refusal = test::refusalOf(kind, Dialect::Chat, bodyOf(request));
            socket.send(refusal ? json(refusal->body, refusal->status) : json(chatAnswer));
        });
        agents::Workspace where = workspace(upstream.url());
        where.providers["main"].settings = agents::settingsOf(kind);
        Sink sink;
        Gateway gateway(Settings{}, where, sink);
        QVERIFY(gateway.start() && gateway.apply(table(1, versionWith(true))));
        Caller caller(gateway.port());
        for (const Habit& habit : habits) {
            if (*habit.withTools != '\0')
                continue;
            const std::string answer = caller.ask(post(chatPath, requestOf(Dialect::Chat, habit.members, false)));
            QVERIFY2(answer.starts_with("HTTP/1.1 200 "), (std::string(habit.name) + answer).c_str());
        }
    }
}

// A version that asks more of its callers than stable does is compared by it, though no upstream was asked.
void TestProviderWire::whatTheVersionAsksIsSeen() {
    Upstream upstream(answerInChat);
    Sink sink;
    Gateway gateway(Settings{}, workspace(upstream.url()), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {.prompt = "For {{customer}}."})));
    Caller caller(gateway.port());
    const std::string refused = caller.ask(post(chatPath, helloBody));
    QVERIFY(refused.starts_with("HTTP/1.1 400 "));
    QCOMPARE(objectOf(bodyOf(refused))["error"_L1]["code"_L1].toString(), u"placeholder_missing"_s);
    QVERIFY(objectOf(bodyOf(refused))["error"_L1]["message"_L1].toString().contains("customer"_L1));
    QVERIFY(refused.find("x-signalbox-version: 1.0.0\r\n") != std::string::npos);
    const auto seen = sink.wait(1);
    QCOMPARE(seen.size(), 1U);
    QVERIFY(seen[0].outcome == metrics::Outcome::ClientError);
    QCOMPARE(seen[0].status, 400);
    QVERIFY(seen[0].failure != nullptr);
    QCOMPARE(metrics::codeOf(seen[0].failure->reason), std::string("400 placeholder_missing"));
    QCOMPARE(upstream.requests().size(), 0U);
    // The next request of the connection has nothing of it.
    QVERIFY(caller.ask(post("/v1/nothing", "{}")).find("x-signalbox-version") == std::string::npos);
    QVERIFY(caller.ask(post(chatPath, R"({"model":"refunds","messages":[],"metadata":{"customer":3}})"))
                .starts_with("HTTP/1.1 200 "));
}

void TestProviderWire::usageIsAskedForAndKept_data() {
    QTest::addColumn<bool>("setting");
    QTest::addColumn<QByteArray>("options"); // of the caller
    QTest::addColumn<QByteArray>("sent");    // to the provider
    QTest::addColumn<bool>("kept");          // from the caller
    QTest::addColumn<bool>("chunked");       // the upstream's answer
    for (const bool chunked : {true, false}) {
        const auto row = [chunked](const char* name, bool setting, const QByteArray& options, const QByteArray& sent,
                                   bool kept) {
            QTest::addRow("%s, %s", name, chunked ? "chunked" : "by length")
                << setting << options << sent << kept << chunked;
        };
        row("not asked", true, {}, R"(,"stream_options":{"include_usage":true})", true);
        row("null", true, "null", R"(,"stream_options":{"include_usage":true})", true);
        row("not wanted", true, R"({"include_usage":false})", R"(,"stream_options":{"include_usage":true})", true);
        row("other options", true, R"({"include_obfuscation":false})",
            R"(,"stream_options":{"include_obfuscation":false,"include_usage":true})", true);
        row("asked", true, R"({ "include_usage" : true })", R"(,"stream_options":{ "include_usage" : true })", false);
        row("turned off", false, {}, {}, false);
        row("turned off, asked", false, R"({"include_usage":true})", R"(,"stream_options":{"include_usage":true})",
            false);
    }
}

void TestProviderWire::usageIsAskedForAndKept() {
    QFETCH(bool, setting);
    QFETCH(QByteArray, options);
    QFETCH(QByteArray, sent);
    QFETCH(bool, kept);
    QFETCH(bool, chunked);
    const std::string before =
        ": hi\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"yes\"}}],\"usage\":null}\r\n\r\n"
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    const std::string usage =
        "event: x\ndata: {\"choices\": [ ], \"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2}}\n\n";
    const std::string after = "data: [DONE]\n\n";
    Upstream upstream([&](RawSocket& socket, const std::string&) {
        const std::string all = before + usage + after;
        std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n";
        if (chunked) {
            answer += "Transfer-Encoding: chunked\r\n\r\n";
            for (std::size_t at = 0; at < all.size(); at += 37) // cut anywhere
                answer += std::format("{:x}\r\n{}\r\n", std::min<std::size_t>(37, all.size() - at), all.substr(at, 37));
            answer += "0\r\n\r\n";
        } else {
            answer += "Content-Length: " + std::to_string(all.size()) + "\r\n\r\n" + all;
        }
        socket.send(answer);
    });
    agents::Workspace where = workspace(upstream.url());
    where.providers["main"].settings.streamUsage = setting;
    Sink sink;
    Gateway gateway(Settings{}, where, sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {.prompt = ""})));
    Caller caller(gateway.port());
    const std::string given = options.isEmpty() ? "" : ",\"stream_options\":" + options.toStdString();
    const std::string answer =
        caller.ask(post(chatPath, R"({"model":"refunds","messages":[],"stream":true)" + given + "}"));
    QCOMPARE(bodyOf(upstream.requests().at(0)),
             R"({"model":"model-of-1.0.0","messages":[],"stream":true)" + sent.toStdString() + "}");
    std::string got;
    if (answer.find("transfer-encoding: chunked\r\n") != std::string::npos) {
        std::string_view rest = std::string_view(answer).substr(answer.find("\r\n\r\n") + 4);
        while (!rest.empty() && !rest.starts_with("0\r\n")) {
            const auto size = std::stoul(std::string(rest.substr(0, rest.find("\r\n"))), nullptr, 16);
            rest.remove_prefix(rest.find("\r\n") + 2);
            got += rest.substr(0, size);
            rest.remove_prefix(size + 2);
        }
    } else {
        got = bodyOf(answer);
    }
    QCOMPARE(got, before + (kept ? "" : usage) + after);
    const auto seen = sink.wait(1);
    QCOMPARE(seen.at(0).inputTokens.value_or(-1), 5);
    QVERIFY(seen[0].outcome == metrics::Outcome::Success);
    QVERIFY(seen[0].cost.has_value());
    QVERIFY(caller.ask(post("/v1/nothing", "{}")).starts_with("HTTP/1.1 404 ")); // the connection is still good
}

QTEST_GUILESS_MAIN(TestProviderWire)
#include "tst_provider_wire.moc"
