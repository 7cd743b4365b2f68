// Whose a request is: every place in which a workspace may look for it, through the gateway as callers send it, and
// what a cache key must not do.
#include <format>
#include <set>

#include <QTest>

#include "core/agents/workspace.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;
using namespace Qt::StringLiterals;

namespace {

agents::Workspace workspaceOf(const std::string& url, const std::vector<std::string>& units) {
    agents::Workspace made = workspace(url);
    if (!units.empty())
        made.units.clear();
    for (const std::string& unit : units)
        made.units.push_back(agents::unitFieldFrom(unit).value());
    return made;
}

struct Rig {
    explicit Rig(const std::vector<std::string>& units = {})
        : gateway(Settings{}, workspaceOf(upstream.url(), units), sink) {
        good = gateway.start() &&
               gateway.apply(table(1, {}, {.version = "2.0.0"}, traffic::Weight::percent(50))).has_value();
    }

    Sink sink;
    Upstream upstream{answerInChat};
    Gateway gateway;
    bool good = false;
};

std::string asking(const std::string& members) {
    return R"({"model":"refunds","messages":[{"role":"user","content":"hi"}])" +
           (members.empty() ? "" : "," + members) + "}";
}

} // namespace

class TestUnits : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fieldsAreReadBack_data();
    void fieldsAreReadBack();
    void theFirstThatSaysSomethingCounts_data();
    void theFirstThatSaysSomethingCounts();
    void aCacheKeyIsNoConversation();
    void whatCannotBeToldApartIsKnown();
};

void TestUnits::fieldsAreReadBack_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("good");
    const auto row = [](const QString& text, bool good) { QTest::newRow(qPrintable(text)) << text << good; };
    for (const char* good : {"header.x-session-id", "header.X-Session_Id", "body.user", "body.metadata.session",
                             "body.metadata.a.b", "body.prompt_cache_key", "body.conversation"})
        row(QString::fromLatin1(good), true);
    for (const char* bad : {"", "user", "header", "header.", "body", "body.", "body.a.", "body..a", "header.a b",
                            "header.a:b", "header.a.b", "query.user", "body.a b", "Body.user"})
        row(QString::fromLatin1(bad), false);
    row(u"body."_s + QString(65, u'a'), false);
    row(u"header."_s + QString(65, u'a'), false);
    row(u"body.b\u00fcrger"_s, false);
}

void TestUnits::fieldsAreReadBack() {
    QFETCH(QString, text);
    QFETCH(bool, good);
    const auto field = agents::unitFieldFrom(text.toStdString());
    QCOMPARE(field.has_value(), good);
    if (field)
        QCOMPARE(agents::unitFieldFrom(agents::toString(*field)), field);
    const auto read = agents::readWorkspace("name: w\nunits: [\"" + text.toStdString() + "\"]\n");
    QCOMPARE(read.has_value(), good);
    if (good)
        QVERIFY(read->units == std::vector{*field});
}

// Each row sends one request in two ways, or two that only look alike: whether they are one unit.
void TestUnits::theFirstThatSaysSomethingCounts_data() {
    QTest::addColumn<QStringList>("units");
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("firstHeaders");
    QTest::addColumn<QByteArray>("second");
    QTest::addColumn<QByteArray>("secondHeaders");
    QTest::addColumn<bool>("same");
    const auto row = [](const char* name, const QStringList& units, const char* first, const char* firstHeaders,
                        const char* second, const char* secondHeaders, bool same) {
        QTest::newRow(name) << units << QByteArray(first) << QByteArray(firstHeaders) << QByteArray(second)
                            << QByteArray(secondHeaders) << same;
    };
    const QStringList usual;
    row("nothing", usual, "", "", "", "", false);
    row("a user", usual, R"("user":"u1")", "", R"("user":"u1")", "", true);
    row("another user", usual, R"("user":"u1")", "", R"("user":"u2")", "", false);
    row("an empty user", usual, R"("user":"")", "", R"("user":"")", "", false);
    row("a user of blanks", usual, R"("user":"  ")", "", R"("user":"  ")", "", false);
    row("blanks around", usual, R"("user":" u1 ")", "", R"("user":"u1")", "", true);
    row("no user", usual, R"("user":null)", "", R"("user":null)", "", false);
    row("a number", usual, R"("user":17)", "", R"("user":"17")", "", true);
    row("a truth", usual, R"("user":true)", "", R"("user":true)", "", false);
    row("a list", usual, R"("user":["u1"])", "", R"("user":["u1"])", "", false);
    row("escaped", usual, R"("user":"\u0075\u0031")", "", R"("user":"u1")", "", true);
    row("the header before the user", usual, R"("user":"u1")", "X-Signalbox-Unit: h\r\n", R"("user":"u2")",
        "x-signalbox-unit:  h \r\n", true);
    row("a user before safety", usual, R"("user":"u1","safety_identifier":"s")", "",
        R"("user":"u2","safety_identifier":"s")", "", false);
    row("safety", usual, R"("safety_identifier":"s")", "", R"("safety_identifier":"s")", "", true);
    row("a conversation", usual, R"("conversation":"c")", "", R"("conversation":{"id":"c"})", "", true);
    row("another conversation", usual, R"("conversation":{"id":"c"})", "", R"("conversation":{"id":"d"})", "", false);
    row("a cache key", usual, R"("prompt_cache_key":"k")", "", R"("prompt_cache_key":"k")", "", false);
    row("a cache key that was asked for", {"body.prompt_cache_key"_L1}, R"("prompt_cache_key":"k")", "",
        R"("prompt_cache_key":"k")", "", true);
    row("a header of one's own", {"header.x-session-id"_L1}, R"("user":"u1")", "X-Session-Id: 7\r\n", R"("user":"u2")",
        "x-session-id: 7\r\n", true);
    row("what is not listed", {"header.x-session-id"_L1}, R"("user":"u1")", "X-Signalbox-Unit: h\r\n", R"("user":"u1")",
        "X-Signalbox-Unit: h\r\n", false);
    row("inside metadata", {"body.metadata.session"_L1}, R"("metadata":{"a":1,"session":"s"})", "",
        R"("metadata":{"session":"s"})", "", true);
    row("a dot inside", {"body.metadata.a.b"_L1}, R"("metadata":{"a.b":"s"})", "", R"("metadata":{"a.b":"s"})", "",
        true);
    row("metadata without it", {"body.metadata.session"_L1}, R"("metadata":{"a":1})", "", R"("metadata":{"a":1})", "",
        false);
    row("metadata that is a text", {"body.metadata.session"_L1}, R"("metadata":"session")", "",
        R"("metadata":"session")", "", false);
    row("twice inside", {"body.metadata.session"_L1}, R"("metadata":{"session":"s","session":"s"})", "",
        R"("metadata":{"session":"s","session":"s"})", "", false);
    row("the second place", {"body.metadata.session"_L1, "body.user"_L1}, R"("user":"u1")", "",
        R"("user":"u1","metadata":{"session":""})", "", true);
}

void TestUnits::theFirstThatSaysSomethingCounts() {
    QFETCH(QStringList, units);
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, firstHeaders);
    QFETCH(QByteArray, second);
    QFETCH(QByteArray, secondHeaders);
    QFETCH(bool, same);
    std::vector<std::string> order;
    for (const QString& unit : units)
        order.push_back(unit.toStdString());
    Rig rig(order);
    QVERIFY(rig.good);
    Caller caller(rig.gateway.port());
    QVERIFY(caller.ask(post(chatPath, asking(first.toStdString()), firstHeaders.toStdString())).contains(" 200 "));
    QVERIFY(caller.ask(post(chatPath, asking(second.toStdString()), secondHeaders.toStdString())).contains(" 200 "));
    const auto seen = rig.sink.wait(2);
    QCOMPARE(seen.size(), 2U);
    QCOMPARE(seen[0].unit == seen[1].unit, same);
    if (same)
        QCOMPARE(seen[0].version, seen[1].version);
}

// Everybody sends the same cache key: a canary at a half still gets about half.
void TestUnits::aCacheKeyIsNoConversation() {
    Rig rig;
    Caller caller(rig.gateway.port());
    constexpr int asked = 200;
    for (int i = 0; i < asked; ++i)
        QVERIFY(caller.ask(post(chatPath, asking(R"("prompt_cache_key":"support-bot-v1")"))).contains(" 200 "));
    const auto seen = rig.sink.wait(asked);
    const auto canary = std::ranges::count(seen, traffic::Role::Canary, &metrics::Observation::role);
    QVERIFY2(canary > 60 && canary < 140, std::to_string(canary).c_str());
    std::set<std::uint64_t> units;
    for (const metrics::Observation& one : seen)
        units.insert(one.unit);
    QCOMPARE(units.size(), std::size_t{asked});
}

void TestUnits::whatCannotBeToldApartIsKnown() {
    Rig rig;
    Caller caller(rig.gateway.port());
    for (int i = 0; i < 250; ++i) {
        const std::string user = i % 2 == 0 ? R"("user":"everybody")" : std::format(R"("user":"u{}")", i);
        QVERIFY(caller.ask(post(chatPath, i % 10 == 1 ? asking("") : asking(user))).contains(" 200 "));
    }
    QVERIFY(
        eventually([&] { return rig.gateway.units("refunds").value_or(traffic::AgentUnits{}).seen.requests == 250; }));
    const auto units = rig.gateway.units("refunds");
    QVERIFY(units->seen.isDegenerate());
    QCOMPARE(units->seen.heaviest, std::uint64_t{125});
    QCOMPARE(units->seen.unnamed, std::uint64_t{25});
    QCOMPARE(units->field, std::string("body.user"));
    QVERIFY(!rig.gateway.units("nobody"));
}

QTEST_GUILESS_MAIN(TestUnits)
#include "tst_units.moc"
