// Who may do what, and everything a web page could try: refused, and nothing changes.
#include <algorithm>

#include <QTest>

#include "core/protocol/access.h"
#include "core/server/guard.h"
#include "tests/server/backend_host.h"

using namespace signalbox;
using namespace signalbox::test;
using namespace Qt::StringLiterals;

class ControlGuardTest : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<BackendHost> host;
    int cases = 0;

    [[nodiscard]] HeaderList good() {
        return {{"Authorization", "Bearer " + host->token()}, {"Content-Type", "application/json"}};
    }

    // Sends a roll back of a release that is under way; it must be refused and the release must go on.
    void refused(HeaderList headers, std::vector<int> statuses, const std::string& method = "POST",
                 bool withoutHost = false) {
        const QJsonObject before = host->stateOf("refunds");
        const HttpAnswer answer =
            send(host->port(), {method, "/api/v1/agents/refunds/roll-back", std::move(headers), "{}", withoutHost});
        ++cases;
        QVERIFY2(std::ranges::contains(statuses, answer.status),
                 qPrintable(u"case %1: status %2"_s.arg(cases).arg(answer.status)));
        QVERIFY(answer.header("access-control-allow-origin").empty());
        QCOMPARE(host->stateOf("refunds").value("revision"_L1), before.value("revision"_L1));
    }

private Q_SLOTS:

    void initTestCase() {
        host = std::make_unique<BackendHost>();
        const auto started = host->start();
        QVERIFY2(started, started ? "" : started.error().message.c_str());
        QVERIFY(!host->startRefunds().empty());
    }

    void cleanupTestCase() {
        // The same request without anything wrong does work, so the refusals above mean something.
        QCOMPARE(host->post("/api/v1/agents/refunds/roll-back", {}).status, 200);
        qInfo("%d hostile requests, none had an effect", cases);
        QVERIFY(cases >= 50);
        host.reset();
    }

    void foreignHosts() {
        const std::string port = std::to_string(host->port());
        for (const std::string& value : std::vector<std::string>{std::string("evil.example"),
                                                                 "evil.example:" + port,
                                                                 std::string("127.0.0.1"),
                                                                 std::string("localhost"),
                                                                 "0.0.0.0:" + port,
                                                                 "[::]:" + port,
                                                                 "127.0.0.1:" + port + ".",
                                                                 "127.0.0.1.:" + port,
                                                                 "localhost.:" + port,
                                                                 "127.0.0.1:1",
                                                                 "localhost:" + port + "@evil.example",
                                                                 "evil.example#127.0.0.1:" + port,
                                                                 "127.0.0.1.nip.io:" + port,
                                                                 "127.1:" + port,
                                                                 "2130706433:" + port,
                                                                 "0x7f000001:" + port,
                                                                 "[::ffff:127.0.0.1]:" + port,
                                                                 "127.0.0.2:" + port,
                                                                 "localhost:0" + port,
                                                                 "localhost.localdomain:" + port}) {
            HeaderList headers = good();
            headers.emplace_back("Host", value);
            refused(std::move(headers), {400, 403});
        }
        HeaderList twice = good();
        twice.emplace_back("Host", "127.0.0.1:" + port);
        twice.emplace_back("Host", "evil.example");
        refused(std::move(twice), {400, 403});
        refused(good(), {400, 403}, "POST", true);
    }

    void foreignOrigins() {
        const std::string port = std::to_string(host->port());
        for (const std::string& value : std::vector<std::string>{
                 std::string("http://evil.example"), std::string("https://evil.example"), std::string("null"),
                 "http://127.0.0.1:" + port, "http://localhost:" + port, "https://127.0.0.1:" + port,
                 std::string("file://"), std::string("chrome-extension://abcdef"), std::string("http://127.0.0.1:3000"),
                 std::string("app://local")}) {
            HeaderList headers = good();
            headers.emplace_back("Origin", value);
            refused(std::move(headers), {403});
        }
        for (const std::string& value : std::vector<std::string>{"cross-site", "same-site", "same-origin"}) {
            HeaderList headers = good();
            headers.emplace_back("Sec-Fetch-Site", value);
            refused(std::move(headers), {403});
        }
    }

    void otherContentTypes() {
        for (const std::string& value : std::vector<std::string>{
                 "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                 "text/plain;json", "application/json-patch+json", "application/jsonp", "text/json",
                 "application/json; charset=utf-16", "application/json, text/plain"}) {
            HeaderList headers{{"Authorization", "Bearer " + host->token()}, {"Content-Type", value}};
            refused(std::move(headers), {415});
        }
        refused({{"Authorization", "Bearer " + host->token()}}, {415});
        HeaderList encoded = good();
        encoded.emplace_back("Content-Encoding", "gzip");
        refused(std::move(encoded), {415});
    }

    // RFC 9112, 3.2.2: the host of an absolute target counts, the header's does not.
    void absoluteTargets() {
        const std::string port = std::to_string(host->port());
        const auto get = [&](const std::string& method, const std::string& target, const std::string& hostHeader) {
            HeaderList headers{{"Authorization", "Bearer " + host->token()}, {"Host", hostHeader}};
            return send(host->port(), {method, target, std::move(headers), {}});
        };
        const std::string path = "/api/v1/agents";
        QCOMPARE(get("GET", "http://127.0.0.1:" + port + path, "127.0.0.1:" + port).status, 200);
        QCOMPARE(get("GET", "http://127.0.0.1:" + port + path, "evil.example").status, 200);
        QCOMPARE(get("GET", "http://evil.example" + path, "127.0.0.1:" + port).status, 403);
        QCOMPARE(get("GET", "http://127.0.0.1:" + port + "@evil.example" + path, "127.0.0.1:" + port).status, 400);
        QCOMPARE(get("GET", "*", "127.0.0.1:" + port).status, 400);
        // RFC 9110, 9.1 and 15.5.6
        const HttpAnswer head = get("HEAD", path, "127.0.0.1:" + port);
        QCOMPARE(head.status, 200);
        QVERIFY(head.body.empty() && head.header("content-length") != "0");
        const HttpAnswer wrong = get("DELETE", path, "127.0.0.1:" + port);
        QCOMPARE(wrong.status, 405);
        QCOMPARE(wrong.header("allow"), std::string("GET, HEAD"));
    }

    void otherMethods() {
        for (const std::string& method :
             std::vector<std::string>{"GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE"})
            refused(good(), {400, 405, 501}, method);
        HeaderList preflight{{"Origin", "http://evil.example"},
                             {"Access-Control-Request-Method", "POST"},
                             {"Access-Control-Request-Headers", "authorization"}};
        refused(std::move(preflight), {400, 403}, "OPTIONS");
        HeaderList overridden = good();
        overridden.emplace_back("X-HTTP-Method-Override", "POST");
        refused(std::move(overridden), {400, 405}, "GET");
    }

    void wrongTokens() {
        const std::string token = host->token();
        for (const std::string& value : std::vector<std::string>{
                 std::string(), std::string("Bearer"), std::string("Bearer "), "Basic " + token, token,
                 "Bearer " + token + "x", "Bearer " + token.substr(0, token.size() - 1), "Bearer  " + token,
                 std::string("Bearer sb_"), "Bearer " + std::string(4000, 'a')}) {
            HeaderList headers{{"Content-Type", "application/json"}};
            if (!value.empty())
                headers.emplace_back("Authorization", value);
            refused(std::move(headers), {401});
        }
        HeaderList both = good();
        both.emplace_back("Authorization", "Bearer x");
        refused(std::move(both), {400, 401});
    }

    void largeBodies() {
        const HttpAnswer answer =
            send(host->port(), {"POST", "/api/v1/agents/refunds/roll-back", good(), std::string(1024 * 1024 + 1, ' ')});
        ++cases;
        QCOMPARE(answer.status, 413);
        QVERIFY(host->stateOf("refunds").value("release"_L1).isObject());
    }

    void rolesAreObeyed_data() {
        QTest::addColumn<QString>("role");
        for (const auto& role : {"viewer", "engineer", "responder", "release_manager", "admin"})
            QTest::newRow(role) << QString::fromLatin1(role);
    }

    void rolesAreObeyed() {
        QFETCH(QString, role);
        const auto parsed = *protocol::accessRoleFrom(role.toStdString());
        const std::string token = host->token(parsed, "role-" + role.toStdString());
        QVERIFY(!token.empty());
        QCOMPARE(host->get("/api/v1/agents", token).status, 200);
        // A revision that nobody has: whoever may is answered with a conflict, so nothing changes.
        const QJsonObject body{{u"revision"_s, 99'999}};
        const std::string id =
            host->stateOf("refunds").value("release"_L1).toObject().value("id"_L1).toString().toStdString();
        for (const std::string& verb :
             std::vector<std::string>{"pause", "step-back", "abort", "advance", "approve", "resume", "promote"}) {
            const HttpAnswer answer = host->post("/api/v1/releases/" + id + "/" + verb, body, token);
            const bool allowed = protocol::mayUse(parsed, verb);
            QVERIFY2(allowed ? answer.status == 409 : answer.status == 403,
                     qPrintable(role + u' ' + QString::fromStdString(verb) + u' ' + QString::number(answer.status)));
        }
        const HttpAnswer publish = host->post("/api/v1/agents/refunds/versions", {}, token);
        QCOMPARE(publish.status, protocol::mayUse(parsed, "publish") ? 400 : 403);
        const HttpAnswer back = host->post("/api/v1/agents/nobody/roll-back", {}, token);
        QCOMPARE(back.status, protocol::mayUse(parsed, "roll-back") ? 404 : 403);
    }

    void tokensAreNotKept() {
        const std::string token = host->token(protocol::AccessRole::Viewer, "kept");
        const auto stored = protocol::readPrivateFile(host->state() + "/tokens.json");
        QVERIFY(stored);
        QVERIFY(!stored->contains(token));
        QVERIFY(!stored->contains(host->token()));
        QVERIFY(host->backend().tokens().remove("kept"));
        QCOMPARE(host->get("/api/v1/agents", token).status, 401);
        QVERIFY(!host->backend().tokens().add("two words", protocol::AccessRole::Viewer));
        QVERIFY(!host->backend().tokens().add("owner", protocol::AccessRole::Viewer));
    }

    void onlyLoopbackWithoutTls() {
        for (const char* address : {"0.0.0.0", "192.0.2.1", "::", "evil.example"}) {
            server::Settings settings;
            settings.workspace = host->workspace();
            settings.stateDirectory = host->state() + "-2";
            settings.controlAddress = address;
            server::Backend backend(settings);
            const auto started = backend.start();
            QVERIFY(!started);
            QCOMPARE(started.error().code, "not_loopback");
        }
        for (const char* address : {"127.0.0.1", "::1", "127.8.9.10"})
            QVERIFY(server::isLoopback(address));
        QVERIFY(!server::isLoopback("127.evil.example"));
    }
};

QTEST_GUILESS_MAIN(ControlGuardTest)
#include "tst_control_guard.moc"
