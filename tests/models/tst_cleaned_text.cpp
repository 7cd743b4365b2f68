// What may be shown of an upstream's own words: no credential, no address and nothing that the caller wrote.
#include <QTest>

#include "core/models/cleaned_text.h"

using namespace signalbox::models;

class TestCleanedText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void codes_data();
    void codes();
    void keepsSecrets_data();
    void keepsSecrets();
};

void TestCleanedText::codes_data() {
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<bool>("isCode");
    for (const char* word : {"model_not_found", "INVALID_ARGUMENT", "BadRequestError", "1004", "-32602", "error",
                             "aws:Throttling", "insufficient_system_resource_v2_x", "rate-limit", "gpt-4.1"})
        QTest::newRow(word) << QByteArray(word) << true;
    for (const char* word :
         {"", "please call us", "x y", "sk-abcdefghijklmnopqrstuvwx1234", "20240501123456", "request 7",
          "api.example.com", "one.word", "10.0.0.1", "db-7:5432", "https://a.test/x", "ops@shop.test", "/etc/passwd",
          "4fd0a1b2c3d4e5f60718293a4b5c6d7e", "caf\xC3\xA9", "a\nb", "<b>"})
        QTest::newRow(QByteArray(word).toPercentEncoding().constData()) << QByteArray(word) << false;
    QTest::newRow("the longest") << QByteArray(64, 'a') << true;
    QTest::newRow("too long") << QByteArray(65, 'a') << false;
}

void TestCleanedText::codes() {
    QFETCH(QByteArray, word);
    QFETCH(bool, isCode);
    QCOMPARE(QByteArray::fromStdString(cleanedCode(word.toStdString())), isCode ? word : QByteArray());
}

void TestCleanedText::keepsSecrets_data() {
    QTest::addColumn<QString>("said");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char* name, const char* said, const char* shown) {
        QTest::newRow(name) << QString::fromUtf8(said) << QString::fromUtf8(shown);
    };
    row("nothing to hide", "Rate limit reached, try again in 20 s", "Rate limit reached, try again in 20 s");
    row("the credential", "Key sesame-open-7 is not valid", "Key … is not valid");
    row("with its scheme", "Got header Bearer sesame-open-7", "Got header …");
    row("another's key", "Incorrect API key provided: sk-proj-1234", "Incorrect API key provided: …");
    row("a masked key", "Incorrect API key: ab***xy", "Incorrect API key: …");
    row("a header of the provider", "Organisation org-blue-42 is closed", "Organisation … is closed");
    row("the provider's name", "No route to models.example.com now", "No route to … now");
    row("an address", "Connect to 10.1.2.3 failed", "Connect to … failed");
    row("an address with a port", "Connect to backend-7:8443 failed", "Connect to … failed");
    row("a URL", "See https://help.test/errors?id=4 for more", "See … for more");
    row("a mail address", "Write to help@shop.test please", "Write to … please");
    row("a path", "Cannot open /srv/keys/prod.pem today", "Cannot open … today");
    row("what the caller wrote", "Blocked: my lamp came broken and I am angry now", "Blocked: … now");
    row("in quotes", "Invalid value: 'Jane'", "Invalid value: …");
    row("a name of the caller's", "The customer Jane is unknown", "The customer … is unknown");
    row("a word of the caller's", "Nothing about a lamp here", "Nothing about a … here");
    row("a number of the caller's", "Order 4711 is unknown", "Order … is unknown");
    row("the model", "The model `gpt-4.1-mini` does not exist", "The model `gpt-4.1-mini` does not exist");
    row("a parameter", "Unsupported parameter: 'max_tokens'", "Unsupported parameter: 'max_tokens'");
    row("a word of programs", "Field 'response_format' is wrong", "Field 'response_format' is wrong");
    row("a word with an apostrophe", "It doesn't exist", "It doesn't exist");
    row("a long number", "Request 123456789012 failed", "Request … failed");
    row("a random word", "Trace 4fd0a1b2c3d4e5f60718293a4b5c6d7e failed", "Trace … failed");
    row("escape codes", "\x1b[31mred", "␛[31mred");
    row("lines", "first\nsecond", "first second");
    row("nothing left", "Jane", "");
}

void TestCleanedText::keepsSecrets() {
    QFETCH(QString, said);
    QFETCH(QString, shown);
    const std::string request = R"({"model":"refunds","max_tokens":5,"metadata":{"order":"4711"},"messages":)"
                                R"([{"role":"user","content":"I am Jane, my lamp came broken and I am angry"}]})";
    const Unsaid unsaid{.request = request,
                        .headers = "host: models.example.com\r\nAuthorization: Bearer sesame-open-7\r\n"
                                   "OpenAI-Organization: org-blue-42\r\n",
                        .host = "models.example.com",
                        .kept = {"gpt-4.1-mini"}};
    QCOMPARE(QString::fromStdString(cleanedMessage(said.toStdString(), unsaid)), shown);
    const std::string large(longestComparedRequest + 1, 'x'); // too much to compare with, so nothing is told
    QVERIFY(cleanedMessage(said.toStdString(), {.request = large, .headers = {}, .host = {}, .kept = {}}).empty());
}

QTEST_APPLESS_MAIN(TestCleanedText)
#include "tst_cleaned_text.moc"
