// A provider's secret: where it is looked for, when it is looked for again, and that a changed one is used by requests
// that start later, with nothing lost in between.
#include <filesystem>
#include <fstream>

#include <QTemporaryDir>
#include <QTest>

#include "core/models/provider.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;
using models::Credential;

namespace {

void write(const std::string& path, std::string_view text) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
}

// As tools that rotate secrets do: another file in its place, of the same length and with the same time.
void replace(const std::string& path, std::string_view text) {
    const auto time = std::filesystem::last_write_time(path);
    write(path + ".new", text);
    std::filesystem::last_write_time(path + ".new", time);
    std::filesystem::rename(path + ".new", path);
}

std::string authorizationIn(const std::string& request) {
    const auto at = request.find("Authorization: ");
    return at == std::string::npos ? "(none)" : request.substr(at + 15, request.find("\r\n", at) - at - 15);
}

} // namespace

class TestCredentials : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void init() {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("key")).toStdString();
    }

    void isReadWhereItIs_data();
    void isReadWhereItIs();
    void looksAgain();
    void aVariableIsOfThisProcess();
    void goesToTheProviderOnly();
    void aChangedSecretIsUsed();
    void aMissingSecretIsMended();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::string m_path;
};

void TestCredentials::isReadWhereItIs_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QByteArray>("secret"); // or the code of the error, in brackets
    QTest::newRow("plain") << QByteArray("abc") << QByteArray("abc");
    QTest::newRow("line") << QByteArray("abc\r\n") << QByteArray("abc");
    QTest::newRow("empty") << QByteArray("\n") << QByteArray("(credential_missing)");
    QTest::newRow("two lines") << QByteArray("abc\nx-evil: 1") << QByteArray("(bad_credential)");
    QTest::newRow("no file") << QByteArray() << QByteArray("(credential_missing)");
}

void TestCredentials::isReadWhereItIs() {
    QFETCH(QByteArray, content);
    QFETCH(QByteArray, secret);
    if (!content.isNull())
        write(m_path, content.toStdString());
    const auto read = Credential("file:" + m_path).secret();
    QCOMPARE(QByteArray::fromStdString(read ? *read : "(" + read.error().code + ")"), secret);
    if (!read)
        QVERIFY(!read.error().message.contains("evil"));
}

void TestCredentials::looksAgain() {
    write(m_path, "first");
    Credential credential("file:" + m_path);
    const auto generation = credential.generation();
    QVERIFY(!credential.refresh());
    replace(m_path, "other");
    QCOMPARE(*credential.secret(), std::string("first")); // only when it is looked for
    QVERIFY(credential.refresh());
    QCOMPARE(*credential.secret(), std::string("other"));
    QVERIFY(credential.generation() != generation);
    replace(m_path, "other"); // another file, the same secret
    QVERIFY(!credential.refresh());
    write(m_path, "third, longer");
    QVERIFY(credential.refresh());
    QCOMPARE(*credential.secret(), std::string("third, longer"));
    std::filesystem::remove(m_path);
    QVERIFY(credential.refresh());
    QCOMPARE(credential.secret().error().code, std::string("credential_missing"));
    QVERIFY(!credential.refresh());
    QVERIFY(!Credential("").refresh());
    QCOMPARE(*Credential("").secret(), std::string());
}

void TestCredentials::aVariableIsOfThisProcess() {
    qputenv("SIGNALBOX_TEST_CREDENTIAL", "first");
    Credential credential("env:SIGNALBOX_TEST_CREDENTIAL");
    QCOMPARE(*credential.secret(), std::string("first"));
    qputenv("SIGNALBOX_TEST_CREDENTIAL", "second");
    QVERIFY(credential.refresh());
    QCOMPARE(*credential.secret(), std::string("second"));
    QVERIFY(!credential.refresh());
}

void TestCredentials::goesToTheProviderOnly() {
    write(m_path, "s3cret");
    agents::Provider said{
        .url = "http://example.invalid/v1//", .credential = "file:" + m_path, .headers = {{"x-a", "b"}}};
    models::Provider provider("main", said);
    QCOMPARE(provider.url(), std::string("http://example.invalid/v1"));
    const auto headers = provider.headers();
    QVERIFY(headers);
    const http::Headers expected{{"x-a", "b"}, {"Authorization", "Bearer s3cret"}};
    QVERIFY(*headers == expected);
    // Some want it in a header of their own.
    said = {.url = said.url, .headers = {{"api-key", "file:" + m_path}}};
    models::Provider other("main", said);
    const http::Headers own{{"api-key", "s3cret"}};
    QVERIFY(other.headers() && *other.headers() == own);
    const auto generation = other.generation();
    replace(m_path, "second");
    QVERIFY(other.refresh() && other.generation() != generation);
    QCOMPARE(other.headers()->front().value, std::string("second"));
    write(m_path, "\x01");
    QVERIFY(provider.refresh());
    QCOMPARE(provider.headers().error().code, std::string("bad_credential"));
}

void TestCredentials::aChangedSecretIsUsed() {
    write(m_path, "first");
    const Upstream upstream(answerInChat);
    agents::Workspace where = workspace(upstream.url());
    where.providers["main"].credential = "file:" + m_path;
    Sink sink;
    auto providers = std::make_shared<models::Providers>(where);
    Gateway gateway(Settings{}, providers, sink);
    QVERIFY(gateway.start() && gateway.apply(table(7, {})));
    Caller caller(gateway.port());
    const auto ask = [&] { return caller.ask(post(chatPath, helloBody)).starts_with("HTTP/1.1 200 "); };
    QVERIFY(ask());
    QVERIFY(!gateway.refreshCredentials());
    replace(m_path, "other");
    QVERIFY(ask());
    QVERIFY(gateway.refreshCredentials());
    QVERIFY(!gateway.refreshCredentials());
    QVERIFY(ask());
    // Another who asks the same provider has seen the change first.
    replace(m_path, "third");
    QVERIFY(providers->refresh());
    QVERIFY(gateway.refreshCredentials());
    QVERIFY(ask());
    std::vector<std::string> sent;
    for (const std::string& request : upstream.requests())
        sent.push_back(authorizationIn(request));
    const std::vector<std::string> expected{"Bearer first", "Bearer first", "Bearer other", "Bearer third"};
    QVERIFY(sent == expected);
    QCOMPARE(gateway.observed()->revision(), 7U);
}

void TestCredentials::aMissingSecretIsMended() {
    const Upstream upstream(answerInChat);
    agents::Workspace where = workspace(upstream.url());
    where.providers["main"].credential = "file:" + m_path;
    Sink sink;
    Gateway gateway(Settings{}, where, sink);
    QVERIFY(gateway.start() && gateway.apply(table(1, {})));
    Caller caller(gateway.port());
    QVERIFY(caller.ask(post(chatPath, helloBody)).starts_with("HTTP/1.1 502 "));
    write(m_path, "there");
    QVERIFY(gateway.refreshCredentials());
    QVERIFY(caller.ask(post(chatPath, helloBody)).starts_with("HTTP/1.1 200 "));
    QCOMPARE(authorizationIn(upstream.requests().at(0)), std::string("Bearer there"));
}

QTEST_GUILESS_MAIN(TestCredentials)
#include "tst_credentials.moc"
