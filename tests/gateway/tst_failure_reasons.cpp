// Every way in which an upstream can fail, plain and streamed, and the reason that is counted for it. What may be shown
// of its words is the matter of tests/models.
#include <QTest>

#include "tests/gateway/upstream_faults.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace Qt::StringLiterals;

namespace {

std::string ask(const std::string& content, Answering answering) {
    return post(chatPath, R"({"model":"refunds","max_tokens":5,"stream":)" +
                              std::string(answering == Answering::Stream ? "true" : "false") +
                              R"(,"messages":[{"role":"user","content":")" + content + "\"}]}");
}

// What the wire shows of each fault; empty: the answer is whole.
std::string reasonOfFault(const FaultCase& one) {
    const bool body = one.phase == Phase::Body;
    const bool plain = one.answering == Answering::Plain;
    switch (one.fault) {
    case Fault::Reset:
    case Fault::Close:
    case Fault::HalfClose:
        return body ? "broken stream" : "broken connection";
    case Fault::Hang:
    case Fault::Drip:
        return "timeout";
    case Fault::Garbage:
        return body && plain ? "unusable answer" : "not HTTP";
    case Fault::BadFraming:
    case Fault::Flood:
        return body && plain ? "" : "not HTTP";
    case Fault::TooShort:
        return "broken stream";
    case Fault::ServerError:
        return body && !plain ? "error in the answer: server_error" : "503 server_error";
    case Fault::Slices:
    case Fault::Extra:
        return "";
    }
    return "";
}

std::string codeIn(const metrics::Observation& seen) {
    return seen.failure ? metrics::codeOf(seen.failure->reason) : "";
}

VersionSpec patient(bool waits) {
    VersionSpec spec;
    spec.configuration.firstTokenTimeout = waits ? 0.15 : 10.0;
    spec.configuration.requestTimeout = waits ? 0.4 : 20;
    return spec;
}

} // namespace

class TestFailureReasons : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ofAFault_data();
    void ofAFault();
    void ofAnErrorAnswer_data();
    void ofAnErrorAnswer();
    void ofNoConnection_data();
    void ofNoConnection();
    void ofOneThatCannotBeAsked_data();
    void ofOneThatCannotBeAsked();
    void aCallerWhoLeavesIsNone();
    void readsFewMessagesInAnOutage();
};

void TestFailureReasons::ofAFault_data() {
    QTest::addColumn<FaultCase>("one");
    for (const Answering answering : {Answering::Plain, Answering::Stream})
        for (int fault = 0; fault < faultKinds; ++fault)
            for (int phase = 0; phase < phaseKinds; ++phase) {
                const FaultCase one{static_cast<Fault>(fault), static_cast<Phase>(phase), answering};
                QTest::addRow("%s: %s, %s", answering == Answering::Plain ? "plain" : "stream", toString(one.fault),
                              toString(one.phase))
                    << one;
            }
}

void TestFailureReasons::ofAFault() {
    QFETCH(FaultCase, one);
    Sink sink;
    Upstream upstream([&one](RawSocket& socket, const std::string& request) { answer(socket, one, request); },
                      [&one](RawSocket& socket) { return greet(socket, one); });
    Gateway gateway({}, workspace(upstream.url()), sink);
    const std::string expected = reasonOfFault(one);
    QVERIFY(gateway.start() && gateway.apply(table(1, patient(expected == "timeout"))));
    Caller caller(gateway.port());
    QVERIFY(caller.send(ask("nonce-one", one.answering)));
    (void)caller.readMessage(true);
    const auto seen = sink.wait(1);
    QCOMPARE(seen.size(), 1U);
    QCOMPARE(codeIn(seen[0]), expected);
    QCOMPARE(seen[0].failure == nullptr, expected.empty());
    if (!seen[0].failure)
        return;
    QCOMPARE(seen[0].failure->provider, "main");
    QVERIFY(!seen[0].failure->requestId.empty());
    QVERIFY2(!seen[0].failure->message.contains("nonce-one"), seen[0].failure->message.c_str());
    if (one.fault == Fault::ServerError) // what it said before it was asked is no word of the caller's
        QCOMPARE(seen[0].failure->message, one.phase == Phase::Accepted ? "busy nonce-early" : "busy …");
}

void TestFailureReasons::ofAnErrorAnswer_data() {
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("reason");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, int status, const QByteArray& body, const char* reason, const char* message) {
        QTest::newRow(name) << status << body << QString::fromLatin1(reason) << QString::fromUtf8(message);
    };
    row("a code", 404,
        R"({"error":{"message":"The model does not exist","type":"invalid_request_error","code":"model_not_found"}})",
        "404 model_not_found", "The model does not exist");
    row("a code that is the status", 400, R"({"error":{"code":400,"message":"Bad argument"}})", "400", "Bad argument");
    row("a number of its own", 400, R"({"error":{"code":"1211","message":"No such model"}})", "400 1211",
        "No such model");
    row("plain text", 500, "Internal Server Error", "500", "Internal Server Error");
    row("nothing", 500, "", "500", "");
    row("an address as the code", 502, R"({"error":{"code":"db.internal.example:5432","message":"No"}})", "502", "No");
    row("deep", 400, QByteArray(3000, '['), "400", "");
}

void TestFailureReasons::ofAnErrorAnswer() {
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QString, reason);
    QFETCH(QString, message);
    for (const Answering answering : {Answering::Plain, Answering::Stream}) {
        Sink sink;
        Upstream upstream(
            [&](RawSocket& socket, const std::string&) { socket.send(json(body.toStdString(), status)); });
        Gateway gateway({}, workspace(upstream.url()), sink);
        QVERIFY(gateway.start() && gateway.apply(table(1, {})));
        Caller caller(gateway.port());
        QVERIFY(bodyOf(caller.ask(ask("hi", answering))) == body.toStdString()); // relayed as it came
        const auto seen = sink.wait(1);
        QCOMPARE(seen.size(), 1U);
        QVERIFY(seen[0].failure);
        QCOMPARE(QString::fromStdString(codeIn(seen[0])), reason);
        if (!body.startsWith('[') || body.size() < 3000)
            QCOMPARE(QString::fromStdString(seen[0].failure->message), message);
    }
}

void TestFailureReasons::ofNoConnection_data() {
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("reason");
    std::uint16_t free = 0;
    {
        const Upstream gone([](RawSocket&, const std::string&) {});
        free = gone.port();
    }
    QTest::newRow("nobody listens") << u"http://127.0.0.1:%1/v1"_s.arg(free) << u"connection refused"_s;
    QTest::newRow("no such name") << u"http://nowhere.invalid/v1"_s << u"unreachable"_s;
}

void TestFailureReasons::ofNoConnection() {
    QFETCH(QString, url);
    QFETCH(QString, reason);
    Sink sink;
    Gateway gateway({}, workspace(url.toStdString()), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {})));
    Caller caller(gateway.port());
    const std::string told = caller.ask(ask("hi", Answering::Plain));
    QVERIFY(told.starts_with("HTTP/1.1 502 "));
    const metrics::Observation seen = sink.wait(1).at(0);
    QCOMPARE(QString::fromStdString(codeIn(seen)), reason);
    // Where the provider is, is no caller's business.
    const std::string address = url.section(u'/', 2, 2).section(u':', 0, 0).toStdString();
    QVERIFY2(!told.contains(address) && !seen.failure->message.contains(address), told.c_str());
}

void TestFailureReasons::ofOneThatCannotBeAsked_data() {
    QTest::addColumn<QString>("provider");
    QTest::addColumn<QString>("credential");
    QTest::addColumn<QString>("url");
    const auto good = u"http://127.0.0.1:9/v1"_s;
    QTest::newRow("unknown provider") << u"another"_s << QString() << good;
    QTest::newRow("missing credential") << u"main"_s << u"env:SIGNALBOX_NO_SUCH_VARIABLE"_s << good;
    QTest::newRow("an address that is none")
        << u"main"_s << QString() << u"http://me:hunter22@api.example.com/v1?k=1"_s;
}

void TestFailureReasons::ofOneThatCannotBeAsked() {
    QFETCH(QString, provider);
    QFETCH(QString, credential);
    QFETCH(QString, url);
    Sink sink;
    agents::Workspace known = workspace(url.toStdString());
    known.providers.begin()->second.credential = credential.toStdString();
    Gateway gateway({}, known, sink);
    VersionSpec spec;
    spec.provider = provider.toStdString();
    QVERIFY(gateway.start() && gateway.apply(table(1, spec)));
    Caller caller(gateway.port());
    const std::string told = caller.ask(ask("hi", Answering::Plain));
    QVERIFY2(told.starts_with("HTTP/1.1 502 ") && !told.contains("hunter22") && !told.contains("example.com"),
             told.c_str());
    const auto seen = sink.wait(1).at(0);
    QCOMPARE(codeIn(seen), "not configured");
    QVERIFY2(!seen.failure->message.contains("hunter22") && !seen.failure->message.contains("example.com"),
             seen.failure->message.c_str());
}

void TestFailureReasons::aCallerWhoLeavesIsNone() {
    Sink sink;
    Upstream upstream([](RawSocket& socket, const std::string&) { (void)socket.readToEnd(); });
    Gateway gateway({}, workspace(upstream.url()), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {})));
    {
        Caller caller(gateway.port());
        QVERIFY(caller.send(ask("hi", Answering::Plain)));
        QVERIFY(eventually([&] { return upstream.requests().size() == 1; }));
    }
    const auto seen = sink.wait(1).at(0);
    QVERIFY(seen.outcome == metrics::Outcome::Cancelled);
    QVERIFY(!seen.failure);
}

// Reasons are counted for every request; words are read a few times a second.
void TestFailureReasons::readsFewMessagesInAnOutage() {
    Sink sink;
    Upstream upstream([](RawSocket& socket, const std::string&) {
        socket.send(json(R"({"error":{"message":"Overloaded","type":"overloaded_error"}})", 503));
    });
    Gateway gateway({}, workspace(upstream.url()), sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {})));
    Caller caller(gateway.port());
    for (int i = 0; i < 60; ++i)
        QVERIFY(caller.ask(ask("hi", Answering::Plain)).starts_with("HTTP/1.1 503 "));
    const auto seen = sink.wait(60);
    QCOMPARE(seen.size(), 60U);
    const auto told = std::ranges::count_if(seen, [](const auto& one) { return !one.failure->message.empty(); });
    QVERIFY(std::ranges::all_of(seen, [](const auto& one) { return codeIn(one) == "503 overloaded_error"; }));
    QVERIFY2(told >= 1 && told < 60, std::to_string(told).c_str());
}

QTEST_GUILESS_MAIN(TestFailureReasons)
#include "tst_failure_reasons.moc"
