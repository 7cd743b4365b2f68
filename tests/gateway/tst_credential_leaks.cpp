// No manifest and no answer of an upstream sends a provider's secret anywhere but to that provider: every way in which
// the gateway asks (stable, canary, shadow, tries, each endpoint, both runtimes) against every way of pointing
// elsewhere.
#include <algorithm>

#include <QTest>

#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

constexpr std::string_view secret = "sk-only-for-main";
constexpr std::string_view headerSecret = "header-only-for-main";

agents::Workspace guarded(const std::string& url) {
    qputenv("SIGNALBOX_TEST_LEAK", QByteArray(secret.data(), static_cast<qsizetype>(secret.size())));
    agents::Workspace where = workspace(url);
    where.providers["main"].credential = "env:SIGNALBOX_TEST_LEAK";
    where.providers["main"].headers = {{"api-key", std::string(headerSecret)}};
    return where;
}

bool leaks(const std::vector<std::string>& texts) {
    return std::ranges::any_of(
        texts, [](const std::string& text) { return text.contains(secret) || text.contains(headerSecret); });
}

std::vector<std::string> requests() {
    return {post(chatPath, helloBody), post("/v1/responses", R"({"model":"refunds","input":"hi"})"),
            post("/v1/completions", R"({"model":"refunds","prompt":"hi"})"),
            post("/v1/embeddings", R"({"model":"refunds","input":"hi"})"), post("/agents/refunds/run", "{}")};
}

// The agent is the workspace's upstream "service".
traffic::RouteTablePtr serviceTable(const agents::Workspace& where) {
    VersionSpec spec;
    spec.runtime = agents::RuntimeKind::Http;
    spec.runtimeUrl = where.upstreams.at("service").url;
    return table(1, spec);
}

traffic::RouteTablePtr asShadow(const traffic::RouteTable& canaries) {
    traffic::AgentRoute route = canaries.routes().at("refunds");
    route.shadow = std::move(route.canary);
    route.canary.reset();
    route.canaryWeight = {};
    route.shadowShare = traffic::Weight::all();
    std::map<std::string, traffic::AgentRoute, std::less<>> routes;
    routes.emplace("refunds", std::move(route));
    return std::make_shared<const traffic::RouteTable>(canaries.revision(), std::move(routes));
}

} // namespace

class TestCredentialLeaks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRuntimeElsewhere_data();
    void aRuntimeElsewhere();
    void anUpstreamGetsItsOwn();
    void aRedirectIsNotFollowed_data();
    void aRedirectIsNotFollowed();
    void callersCannotLeaveTheBase();
};

void TestCredentialLeaks::aRuntimeElsewhere_data() {
    QTest::addColumn<int>("role"); // 0: stable, 1: canary, 2: shadow
    QTest::addColumn<bool>("http");
    for (const int role : {0, 1, 2})
        for (const bool http : {false, true})
            QTest::addRow("role %d, %s", role, http ? "http" : "chat") << role << http;
}

void TestCredentialLeaks::aRuntimeElsewhere() {
    QFETCH(const int, role);
    QFETCH(const bool, http);
    const Upstream own(answerInChat);
    const Upstream other(answerInChat);
    Sink sink;
    Gateway gateway(Settings{}, guarded(own.url()), sink);
    QVERIFY(gateway.start());
    const std::string otherOrigin = "http://127.0.0.1:" + std::to_string(other.port());
    const std::string ownOrigin = "http://127.0.0.1:" + std::to_string(own.port());
    std::uint64_t revision = 0;
    for (const std::string& url :
         {otherOrigin, otherOrigin + "/v1", ownOrigin, ownOrigin + "/other", ownOrigin + "/v1/../other",
          ownOrigin + "/v1/%2e%2e/other", "http://localhost:" + std::to_string(own.port()) + "/v1"}) {
        VersionSpec evil{.version = "2.0.0", .prompt = "Elsewhere."};
        evil.runtime = http ? agents::RuntimeKind::Http : agents::RuntimeKind::Chat;
        evil.runtimeUrl = url;
        VersionSpec good;
        good.runtime = evil.runtime;
        ++revision;
        traffic::RouteTablePtr routes =
            role == 0 ? table(revision, evil) : table(revision, good, evil, traffic::Weight::percent(50));
        if (role == 2)
            routes = asShadow(*routes);
        QVERIFY(gateway.apply(routes));
        std::vector<std::string> answers;
        for (int caller = 0; caller < 12; ++caller)
            for (const std::string& request : requests())
                answers.push_back(Caller(gateway.port()).ask(request));
        QVERIFY2(!leaks(answers), url.c_str());
        QCOMPARE(other.requests().size(), std::size_t{0}); // not even without it: nobody named this address
        for (const std::string& request : own.requests())
            QVERIFY2(request.contains(" /v1/"), request.c_str());
        QVERIFY2(own.requests().empty() == (role == 0), url.c_str()); // the good version goes on
    }
}

void TestCredentialLeaks::anUpstreamGetsItsOwn() {
    const Upstream own(answerInChat);
    const Upstream service([](RawSocket& socket, const std::string&) { socket.send(json(R"({"done":true})")); });
    agents::Workspace where = guarded(own.url());
    where.upstreams["service"] = {.url = "http://127.0.0.1:" + std::to_string(service.port()) + "/agent",
                                  .headers = {{"x-service", "mine"}}};
    Sink sink;
    Gateway gateway(Settings{}, where, sink);
    QVERIFY(gateway.start() && gateway.apply(serviceTable(where)));
    const std::string answer =
        Caller(gateway.port()).ask(post("/agents/refunds/run", "{}", "authorization: Bearer of-the-caller\r\n"));
    QVERIFY2(answer.starts_with("HTTP/1.1 200 "), answer.c_str());
    const auto seen = service.requests();
    QCOMPARE(seen.size(), std::size_t{1});
    QVERIFY2(seen[0].starts_with("POST /agent/run "), seen[0].c_str());
    QVERIFY(seen[0].contains("x-service: mine") && seen[0].contains("Bearer of-the-caller"));
    QVERIFY(!leaks(seen) && own.requests().empty());
}

void TestCredentialLeaks::aRedirectIsNotFollowed_data() {
    QTest::addColumn<int>("status");
    for (const int status : {300, 301, 302, 303, 305, 307, 308})
        QTest::addRow("%d", status) << status;
}

void TestCredentialLeaks::aRedirectIsNotFollowed() {
    QFETCH(const int, status);
    const Upstream other(answerInChat);
    const std::string elsewhere = "http://127.0.0.1:" + std::to_string(other.port()) + "/v1/chat/completions";
    const Upstream own([&](RawSocket& socket, const std::string&) {
        socket.send("HTTP/1.1 " + std::to_string(status) + " Elsewhere\r\nlocation: " + elsewhere +
                    "\r\nrefresh: 0; url=" + elsewhere + "\r\nalt-svc: h2=\":" + std::to_string(other.port()) +
                    "\"\r\ncontent-length: 0\r\n\r\n");
    });
    Sink sink;
    Gateway gateway(Settings{}, guarded(own.url()), sink);
    VersionSpec spec;
    spec.configuration.maxAttempts = 3;
    QVERIFY(gateway.start() && gateway.apply(table(1, spec)));
    for (const std::string& request : requests())
        QVERIFY(!leaks({Caller(gateway.port()).ask(request)}));
    QVERIFY(!own.requests().empty());
    QCOMPARE(other.connections(), std::size_t{0});
}

void TestCredentialLeaks::callersCannotLeaveTheBase() {
    const Upstream service([](RawSocket& socket, const std::string&) { socket.send(json("{}")); });
    agents::Workspace where = guarded("http://127.0.0.1:9/v1");
    where.upstreams["service"] = {.url = "http://127.0.0.1:" + std::to_string(service.port()) + "/agent"};
    Sink sink;
    Gateway gateway(Settings{}, where, sink);
    QVERIFY(gateway.start() && gateway.apply(serviceTable(where)));
    for (const char* path : {"/agents/refunds/../admin", "/agents/refunds/%2e%2e/admin", "/agents/refunds/..%2fadmin",
                             "/agents/refunds/x/..\\..\\admin", "/agents/refunds/.%2E/", "/agents/refunds/..",
                             "/agents/refunds@evil.example/", "/agents/refunds//evil.example/x"})
        static_cast<void>(Caller(gateway.port()).ask(post(path, "{}")));
    const auto seen = service.requests();
    QVERIFY(!seen.empty()); // the last one stays below
    for (const std::string& request : seen)
        QVERIFY2(request.starts_with("POST /agent/") && !request.contains(".."), request.c_str());
}

QTEST_GUILESS_MAIN(TestCredentialLeaks)
#include "tst_credential_leaks.moc"
