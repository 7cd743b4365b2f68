#include <bit>
#include <limits>

#include <QJsonArray>
#include <QTest>

#include "core/base/canonical_json.h"
#include "core/base/digest.h"
#include "core/base/id.h"
#include "core/base/time.h"

using namespace signalbox;
using namespace Qt::StringLiterals;

class TestCanonicalJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void writesNumbersLikeEcmaScript_data();
    void writesNumbersLikeEcmaScript();
    void refusesWhatJsonCannotSay();
    void writesTheExampleOfTheRfc();
    void sortsByUtf16();
    void parsesObjects();
    void digests();
    void ids();
    void printsAndReadsTime();
};

// RFC 8785, appendix B.
void TestCanonicalJson::writesNumbersLikeEcmaScript_data() {
    QTest::addColumn<quint64>("bits");
    QTest::addColumn<QByteArray>("text");
    const std::pair<quint64, const char*> rows[] = {
        {0x0000000000000000, "0"},
        {0x8000000000000000, "0"},
        {0x0000000000000001, "5e-324"},
        {0x8000000000000001, "-5e-324"},
        {0x7fefffffffffffff, "1.7976931348623157e+308"},
        {0xffefffffffffffff, "-1.7976931348623157e+308"},
        {0x4340000000000000, "9007199254740992"},
        {0xc340000000000000, "-9007199254740992"},
        {0x4430000000000000, "295147905179352830000"},
        {0x44b52d02c7e14af5, "9.999999999999997e+22"},
        {0x44b52d02c7e14af6, "1e+23"},
        {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
        {0x444b1ae4d6e2ef4e, "999999999999999700000"},
        {0x444b1ae4d6e2ef4f, "999999999999999900000"},
        {0x444b1ae4d6e2ef50, "1e+21"},
        {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
        {0x3eb0c6f7a0b5ed8d, "0.000001"},
        {0x41b3de4355555553, "333333333.3333332"},
        {0x41b3de4355555554, "333333333.33333325"},
        {0x41b3de4355555555, "333333333.3333333"},
        {0x41b3de4355555556, "333333333.3333334"},
        {0x41b3de4355555557, "333333333.33333343"},
        {0xbecbf647612f3696, "-0.0000033333333333333333"},
        {0x43143ff3c1cb0959, "1424953923781206.2"},
    };
    for (const auto& [bits, text] : rows)
        QTest::addRow("%016llx", static_cast<unsigned long long>(bits)) << bits << QByteArray(text);
}

void TestCanonicalJson::writesNumbersLikeEcmaScript() {
    QFETCH(quint64, bits);
    QFETCH(QByteArray, text);
    QCOMPARE(QByteArray::fromStdString(canonicalNumber(std::bit_cast<double>(bits))), text);
    QCOMPARE(QByteArray::fromStdString(canonicalJson(QJsonValue(std::bit_cast<double>(bits))).value()), text);
}

void TestCanonicalJson::refusesWhatJsonCannotSay() {
    for (const double value : {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        // QJsonValue may turn these into null by itself; either way no "nan" is written.
        const auto text = canonicalJson(QJsonValue(value));
        QVERIFY(!text || *text == "null");
    }
    QVERIFY(!canonicalJson(QJsonValue(QString(QChar(0xD800)))));
    QVERIFY(!canonicalJson(QJsonValue(QString(QChar(0xDC00)) + u"x"_s)));
    const auto key = canonicalJson(QJsonObject{{QString(QChar(0xDBFF)), 1}});
    QVERIFY(!key);
    QCOMPARE(key.error().code, std::string("bad_text"));
}

void TestCanonicalJson::writesTheExampleOfTheRfc() {
    const auto object = parseJsonObject(R"({
        "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
        "literals": [null, true, false]})");
    QVERIFY(object);
    QCOMPARE(QByteArray::fromStdString(canonicalJson(*object).value()),
             QByteArray("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        "\"string\":\"\xe2\x82\xac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}"));
}

void TestCanonicalJson::sortsByUtf16() {
    const auto object =
        parseJsonObject(R"({"\u20ac": 5, "\r": 1, "\ufb33": 7, "1": 2, "\ud83d\ude00": 6, "\u0080": 3, "\u00f6": 4})");
    QVERIFY(object);
    const std::string text = canonicalJson(*object).value();
    // A carriage return, "1", a control, o with dots, the euro, an emoji (surrogates), a Hebrew letter above them.
    QCOMPARE(QByteArray::fromStdString(text),
             QByteArray("{\"\\r\":1,\"1\":2,\"\xc2\x80\":3,\"\xc3\xb6\":4,\"\xe2\x82\xac\":5,"
                        "\"\xf0\x9f\x98\x80\":6,\"\xef\xac\xb3\":7}"));
}

void TestCanonicalJson::parsesObjects() {
    QVERIFY(!parseJsonObject("[1]"));
    QVERIFY(!parseJsonObject(""));
    const auto broken = parseJsonObject(R"({"a": 1,,})");
    QVERIFY(!broken);
    QVERIFY(broken.error().message.contains("byte"));
}

void TestCanonicalJson::digests() {
    QCOMPARE(sha256("abc").toString(),
             std::string("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    DigestBuilder builder;
    QCOMPARE(builder.add("a").add("bc").finish(), sha256("abc"));
    QCOMPARE(builder.finish(), sha256("")); // finishing begins anew
    QCOMPARE(Digest::parse(sha256("x").toString()).value(), sha256("x"));
    QVERIFY(Digest{}.isNull());
    QVERIFY(!sha256("").isNull());
    const std::string good = sha256("abc").toString();
    for (std::string bad : {good.substr(1), good + "0", std::string("sha1:") + good.substr(5), std::string(71, 'g')})
        QVERIFY(!Digest::parse(bad));
    std::string upper = good;
    upper[7] = 'B';
    QVERIFY(!Digest::parse(upper));
}

void TestCanonicalJson::ids() {
    QCOMPARE(newId().size(), std::size_t{32});
    QCOMPARE(newSecret().size(), std::size_t{64});
    QVERIFY(newId() != newId());
}

void TestCanonicalJson::printsAndReadsTime() {
    for (const char* text : {"2026-03-01T14:02:11.042Z", "1970-01-01T00:00:00.000Z", "2024-02-29T23:59:59.999Z"})
        QCOMPARE(toIso(fromIso(text).value()), std::string(text));
    QCOMPARE(toIso(fromIso("2026-03-01T14:02:11Z").value()), std::string("2026-03-01T14:02:11.000Z"));
    for (const char* bad :
         {"", "2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
          "2026-01-01 00:00:00Z", "2026-01-01T00:00:00+01:00", "2026-01-01T00:00:00.1Z", "2026-01-01T00:00:00.0420Z",
          "2026-01-01T00:00:00.-42Z", "2026-01-01T00:00:00.04"})
        QVERIFY2(!fromIso(bad), bad);
    ManualClock clock;
    const auto before = clock.monotonic();
    clock.advance(std::chrono::milliseconds{1500});
    QCOMPARE((clock.monotonic() - before) / std::chrono::milliseconds{1}, std::int64_t{1500});
    QCOMPARE(toIso(clock.wall()), std::string("2026-01-01T00:00:01.500Z"));
}

QTEST_APPLESS_MAIN(TestCanonicalJson)
#include "tst_canonical_json.moc"
