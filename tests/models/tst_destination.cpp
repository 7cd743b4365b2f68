// Whose address is whose: what a credential goes along with, over every way in which one address can look like another.
#include <QTest>

#include "core/models/destination.h"

using namespace signalbox;
using namespace signalbox::models;

namespace {

agents::Workspace workspace() {
    agents::Workspace all;
    all.providers["openai"] = {.url = "https://api.example/v1", .headers = {{"x-owner", "openai"}}};
    all.providers["azure"] = {.url = "https://azure.example/a?api-version=1", .headers = {{"x-owner", "azure"}}};
    all.providers["root"] = {.url = "http://root.example", .headers = {{"x-owner", "root"}}};
    all.providers["local"] = {.url = "http://[::1]:8000/v1", .headers = {{"x-owner", "local"}}};
    all.upstreams["triage"] = {.url = "http://10.0.0.9:9000/triage", .headers = {{"x-owner", "triage"}}};
    all.upstreams["deep"] = {.url = "https://api.example/v1/agents", .headers = {{"x-owner", "deep"}}};
    all.upstreams["same"] = {.url = "https://azure.example/a", .headers = {{"x-owner", "same"}}};
    return all;
}

} // namespace

class TestDestination : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ofARuntime_data();
    void ofARuntime();
    void ofAProvider();
    void aMissingCredentialKeepsTheOwner();
};

void TestDestination::ofARuntime_data() {
    QTest::addColumn<QByteArray>("url");
    QTest::addColumn<QByteArray>("owner"); // whose headers go there, or "!code"
    const auto row = [](const char* url, const char* owner) {
        QTest::newRow(url) << QByteArray(url) << QByteArray(owner);
    };
    row("", "openai"); // the model's provider
    row("https://api.example/v1", "openai");
    row("https://api.example/v1/", "openai");
    row("https://API.Example:443/v1", "openai");
    row("HTTPS://api.example/v1/chat", "openai");
    row("https://api.example/v1/agents", "deep");
    row("https://api.example/v1/agents/7", "deep");
    row("https://api.example/v1/agentsX", "openai");
    row("https://api.example/v1?x=1", "openai");
    row("https://azure.example/a", "same"); // what the workspace says of services stands before the provider
    row("http://root.example", "root");
    row("http://root.example/anything", "root");
    row("http://[::1]:8000/v1/x", "local");
    row("http://10.0.0.9:9000/triage", "triage");
    row("http://10.0.0.9:9000/triage/v2", "triage");
    // Not the same scheme, host, port or path.
    row("http://api.example/v1", "!unknown_upstream");
    row("http://api.example:443/v1", "!unknown_upstream");
    row("https://api.example:8443/v1", "!unknown_upstream");
    row("https://api.example/v2", "!unknown_upstream");
    row("https://api.example/", "!unknown_upstream");
    row("https://api.example", "!unknown_upstream");
    row("https://api.example/v1x", "!unknown_upstream");
    row("https://api.example/V1", "!unknown_upstream");
    row("https://api.example./v1", "!unknown_upstream");
    row("https://api.example.evil.example/v1", "!unknown_upstream");
    row("https://evil.example/api.example/v1", "!unknown_upstream");
    row("https://evil.example?https://api.example/v1", "!unknown_upstream");
    row("https://xapi.example/v1", "!unknown_upstream");
    row("http://10.0.0.9/triage", "!unknown_upstream");
    row("http://10.0.0.9:9000/", "!unknown_upstream");
    row("http://[::1]/v1", "!unknown_upstream");
    row("http://169.254.169.254/latest", "!unknown_upstream");
    // A path that leaves the base on some servers.
    row("https://api.example/v1/../admin", "!unknown_upstream");
    row("https://api.example/v1/..", "!unknown_upstream");
    row("https://api.example/v1/./x", "!unknown_upstream");
    row("https://api.example/v1/%2e%2e/admin", "!unknown_upstream");
    row("https://api.example/v1/%252e%252e/admin", "!unknown_upstream");
    row("https://api.example/v1/..;/admin", "!unknown_upstream");
    row("https://api.example/v1/..%2fadmin", "!unknown_upstream");
    row("https://api.example/v1/..%5cadmin", "!unknown_upstream");
    row("https://api.example/v1/..\\admin", "!unknown_upstream");
    row("http://root.example/x/../..", "!unknown_upstream");
    row("http://10.0.0.9:9000/triage/%2e%2e", "!unknown_upstream");
    // No address.
    row("https://u@api.example/v1", "!bad_url");
    row("https://api.example@evil.example/v1", "!bad_url");
    row("https://evil.example#@api.example/v1", "!bad_url");
    row("ftp://api.example/v1", "!bad_url");
    row("https://api.example\t/v1", "!bad_url");
    row("//api.example/v1", "!bad_url");
}

void TestDestination::ofARuntime() {
    QFETCH(const QByteArray, url);
    QFETCH(const QByteArray, owner);
    const Providers providers(workspace());
    for (const auto kind : {agents::RuntimeKind::Chat, agents::RuntimeKind::Http}) {
        agents::Manifest manifest;
        manifest.name = "refunds";
        manifest.model.provider = "openai"; // whatever it says of its model
        manifest.runtime = kind;
        manifest.runtimeUrl = url.toStdString();
        const auto found = destinationOf(manifest, providers);
        if (owner.startsWith('!')) {
            QVERIFY2(!found, url.constData());
            QCOMPARE("!" + QByteArray::fromStdString(found.error().code), owner);
            continue;
        }
        QVERIFY2(found, found ? "" : found.error().message.c_str());
        QCOMPARE(QByteArray::fromStdString(found->owner->name()), owner);
        const http::Headers expected{{"x-owner", owner.toStdString()}};
        QVERIFY(found->headers && *found->headers == expected);
    }
}

void TestDestination::ofAProvider() {
    const Providers providers(workspace());
    const auto azure = destinationOf("azure", providers);
    QVERIFY(azure);
    QCOMPARE(azure->url.text(), std::string("https://azure.example:443/a?api-version=1"));
    QCOMPARE(azure->owner->name(), std::string("azure"));
    QCOMPARE(destinationOf("nobody", providers).error().code, std::string("unknown_provider"));
    // Services are no models: nobody asks one by its name.
    QCOMPARE(destinationOf("triage", providers).error().code, std::string("unknown_provider"));
    agents::Manifest manifest;
    manifest.model.provider = "nobody";
    QCOMPARE(destinationOf(manifest, providers).error().code, std::string("unknown_provider"));
}

// Who waits for it sees when it is there.
void TestDestination::aMissingCredentialKeepsTheOwner() {
    agents::Workspace all = workspace();
    all.upstreams["triage"].credential = "env:SIGNALBOX_TEST_NOT_THERE";
    const Providers providers(all);
    agents::Manifest manifest;
    manifest.runtimeUrl = "http://10.0.0.9:9000/triage";
    const auto found = destinationOf(manifest, providers);
    QVERIFY(found && found->owner->name() == "triage");
    QVERIFY(!found->headers);
    QCOMPARE(found->headers.error().code, std::string("credential_missing"));
    QCOMPARE(found->generation, found->owner->generation());
}

QTEST_GUILESS_MAIN(TestDestination)
#include "tst_destination.moc"
