// Every message of the control API there and back, with text that tries to break it, and with fields missing or wrong.
#include <functional>
#include <ranges>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "core/base/canonical_json.h"
#include "core/protocol/decode.h"
#include "core/protocol/encode.h"
#include "tests/protocol/samples.h"

using namespace signalbox;
using namespace signalbox::protocol;
using namespace Qt::StringLiterals;

namespace {

// A message type as functions over JSON, so that one test can run over all of them.
struct Kind {
    const char* name;
    QJsonObject sample;
    std::function<Result<QJsonObject>(const QJsonObject&)> again; // decode and encode
};

template <class Message> Kind kind(const char* name, const Message& message) {
    return {name, encode(message), [](const QJsonObject& object) -> Result<QJsonObject> {
                auto decoded = decode<Message>(object);
                if (!decoded)
                    return failure(std::move(decoded.error()));
                return encode(*decoded);
            }};
}

Finding finding(Finding::Severity severity = Finding::Severity::Error) {
    return {.severity = severity,
            .code = "bad_tool",
            .message = hostile,
            .hint = hostile,
            .write = hostile,
            .place = {.file = hostile, .line = 3, .column = 2, .field = "model.id"}};
}

std::vector<Kind> kinds() {
    BackendInfo backend{hostile,
                        "0.1.0",
                        "http://127.0.0.1:1",
                        AccessRole::Responder,
                        true,
                        12,
                        true,
                        "3f2a9c",
                        Error{Errc::NotFound, "workspace_gone", hostile, "hint"}};
    SnapshotMessage snapshot{sha256("x"), {{u"name"_s, u"refunds"_s}}, {{"prompts/system.md", hostile}}};
    snapshot.files.push_back({"bytes", std::string("\xFF\0\xFE", 3)});
    snapshot.files.push_back({"marked", "\xEF\xBB\xBFtext"});
    return {kind("backend", backend),
            kind("status", status()),
            kind("agents", AgentList{{status(), status()},
                                     {{"support", hostile, {"intake", "router"}}},
                                     {{"new", UnservedReason::NotCommitted, hostile, hostile, "x"}}}),
            kind("version", version()),
            kind("versions",
                 VersionList{
                     {version()}, {{"a", "b", "tag_moved", hostile, hostile}}, {{"1.2.3", false, {finding()}, 2}}, 7}),
            kind("detail", VersionDetail{version(),
                                         {{u"name"_s, u"refunds"_s}},
                                         {"agent.yaml", "prompts/system.md"},
                                         {"model"},
                                         {},
                                         {},
                                         {finding(), finding(Finding::Severity::Warning)}}),
            kind("snapshot", snapshot),
            kind("metrics", metricsMessage()),
            kind("failures", failures()),
            kind("deployments", deployments()),
            kind("audit", audit()),
            kind("proof", AuditProof{3, 12, {sha256("a"), sha256("b")}, hostile, "key"}),
            kind("publish", PublishMessage{"1.2.3", snapshot.files, hostile, "SUP-1", "agents/a/v1.0.0", hostile, "r"}),
            kind("published", PublishResult{version(), {{"hidden_text", hostile, "prompts/system.md:3"}}, 7}),
            kind("verification", AuditVerification{false, 12, 3, hostile}),
            kind("drill", drill()),
            kind("drill order", DrillMessage{drill().order, hostile}),
            kind("drills", DrillList{{drill(), drill()}}),
            kind("command", command()),
            kind("result", result()),
            kind("pair", pair()),
            kind("pairs", PairPage{.summary = pairSummary(), .pairs = {pair(), pair()}, .next = "0-7"}),
            kind("pair verdict",
                 PairVerdictMessage{.verdict = "same", .seen = "worse", .reason = hostile, .requestId = hostile}),
            kind("pair judged", PairVerdictResult{.pair = pair(), .summary = pairSummary(), .sequence = 44})};
}

bool isRequest(const Kind& one) {
    const QLatin1StringView name(one.name);
    return name == "command"_L1 || name == "publish"_L1 || name == "drill order"_L1 || name == "pair verdict"_L1;
}

// The wire: text and back.
QJsonObject overTheWire(const QJsonObject& object) {
    const QByteArray text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    return parseJsonObject(text.toStdString()).value();
}

// Every place in the value, as a path of keys and positions.
void places(const QJsonValue& value, const QStringList& path, QList<QStringList>& found) {
    if (!path.isEmpty())
        found.append(path);
    const QJsonObject object = value.toObject();
    for (const QString& key : object.keys())
        places(object[key], path + QStringList{key}, found);
    const QJsonArray array = value.toArray();
    for (qsizetype i = 0; i < array.size(); ++i)
        places(array[i], path + QStringList{QString::number(i)}, found);
}

QJsonValue replaced(const QJsonValue& value, const QStringList& path, const QJsonValue& by) {
    if (path.isEmpty())
        return by;
    const QStringList rest = path.mid(1);
    if (value.isArray()) {
        QJsonArray array = value.toArray();
        const qsizetype i = path.first().toLongLong();
        array[i] = replaced(array[i], rest, by);
        return array;
    }
    QJsonObject object = value.toObject();
    object[path.first()] = replaced(object.value(path.first()), rest, by);
    return object;
}

// What a pair, a list of pairs or a verdict may leave out.
bool isOptionalOfPairs(std::string_view message, const QString& key) {
    static const QStringList ofPair{u"verdict"_s,      u"verdict_by"_s, u"verdict_at"_s, u"asked"_s,
                                    u"request_text"_s, u"request"_s,    u"said"_s};
    return (message == "pair" && ofPair.contains(key)) ||
           (message == "pairs" && (key == "summary"_L1 || key == "next"_L1)) || message == "pair verdict";
}

} // namespace

class TestMessages : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void thereAndBack_data() { each(); }

    void thereAndBack();

    void unknownFieldsAreIgnored_data() { each(); }

    void unknownFieldsAreIgnored();
    void unknownFieldsOfRequestsAreRefused(); // however deep they stand

    void wrongTypesNameTheField_data() { each(); }

    void wrongTypesNameTheField();

    void missingFieldsAreNamed_data() { each(); }

    void missingFieldsAreNamed();
    void statesAndBytesSurvive();
    void namesAndUnitsOnTheWire();
    void anEmptyCommandIsEnough();
    void limitsOfNumbers();
    void wordsOfPairsAreKnown();

private:
    static void each();
};

void TestMessages::each() {
    QTest::addColumn<int>("index");
    int index = 0;
    for (const Kind& one : kinds())
        QTest::newRow(one.name) << index++;
}

void TestMessages::thereAndBack() {
    QFETCH(int, index);
    const Kind one = kinds()[static_cast<std::size_t>(index)];
    const auto again = one.again(overTheWire(one.sample));
    QVERIFY2(again, again ? "" : again.error().message.c_str());
    QCOMPARE(canonicalJson(*again).value(), canonicalJson(one.sample).value());
}

void TestMessages::unknownFieldsAreIgnored() {
    QFETCH(int, index);
    const Kind one = kinds()[static_cast<std::size_t>(index)];
    QJsonObject more = one.sample;
    more.insert(u"from_the_future"_s, QJsonArray{1, u"x"_s});
    if (!isRequest(one)) // the next test
        QCOMPARE(canonicalJson(one.again(more).value()).value(), canonicalJson(one.sample).value());
}

void TestMessages::unknownFieldsOfRequestsAreRefused() {
    int refusals = 0;
    for (const Kind& one : kinds() | std::views::filter(isRequest)) {
        QList<QStringList> all{QStringList{}};
        places(one.sample, {}, all);
        for (const QStringList& path : std::as_const(all)) {
            QJsonValue place = one.sample;
            for (const QString& step : path)
                place = place.isArray() ? place[step.toInt()] : place[step];
            QJsonObject more = place.toObject();
            if (!place.isObject())
                continue;
            more.insert(u"aproval"_s, true);
            const auto again = one.again(replaced(one.sample, path, more).toObject());
            const QString field = (path.isEmpty() ? QString() : u"/"_s + path.join(u'/')) + u"/aproval"_s;
            QVERIFY2(!again, qPrintable(field)); // a misspelt word changes nothing silently
            QCOMPARE(QString::fromStdString(again.error().code + " " + again.error().field),
                     u"unknown_field "_s + field);
            ++refusals;
        }
    }
    QVERIFY2(refusals >= 12, std::to_string(refusals).c_str()); // the plan's parts among them
}

// Whatever is put in place of any part, decoding never crashes; and what it refuses, it names.
void TestMessages::wrongTypesNameTheField() {
    QFETCH(int, index);
    const Kind one = kinds()[static_cast<std::size_t>(index)];
    QList<QStringList> all;
    places(one.sample, {}, all);
    const QList<QJsonValue> wrong{QJsonValue(u"\x01wrong"_s), QJsonValue(-1.5),         QJsonValue(true),
                                  QJsonArray{QJsonArray{}},   QJsonObject{{u"x"_s, 1}}, QJsonValue(1e300)};
    int refusals = 0;
    for (const QStringList& path : std::as_const(all)) {
        for (const QJsonValue& by : wrong) {
            const auto again = one.again(replaced(one.sample, path, by).toObject());
            if (again)
                continue;
            ++refusals;
            QCOMPARE(again.error().kind, Errc::Invalid);
            QVERIFY2(again.error().field.starts_with("/" + path.first().toStdString()), again.error().field.c_str());
        }
    }
    QVERIFY(refusals > all.size());
}

void TestMessages::missingFieldsAreNamed() {
    QFETCH(int, index);
    const Kind one = kinds()[static_cast<std::size_t>(index)];
    const QStringList optional{u"ended"_s,         u"digest"_s,   u"roll_back_target"_s,  u"first_bad"_s,
                               u"warning"_s,       u"status"_s,   u"workspace_problem"_s, u"unserved"_s,
                               u"audit_problem"_s, u"units"_s,    u"anchored"_s,          u"key"_s,
                               u"checks"_s,        u"findings"_s, u"unrecorded"_s};
    for (const QString& key : one.sample.keys()) {
        QJsonObject less = one.sample;
        less.remove(key);
        const auto again = one.again(less);
        const bool mayBeAbsent = std::string_view(one.name) == "command" ||
                                 std::string_view(one.name) == "drill order" || isOptionalOfPairs(one.name, key) ||
                                 (std::string_view(one.name) == "publish" && key != u"version" && key != u"files") ||
                                 (optional.contains(key) && std::string_view(one.name) != "snapshot" &&
                                  std::string_view(one.name) != "published");
        QCOMPARE(again.has_value(), mayBeAbsent);
        if (!again)
            QCOMPARE(again.error().field, "/" + key.toStdString());
        QJsonObject null = one.sample;
        null.insert(key, QJsonValue());
        QCOMPARE(one.again(null).has_value(), mayBeAbsent);
    }
}

void TestMessages::statesAndBytesSurvive() {
    QCOMPARE(decode<AgentStatus>(overTheWire(encode(status()))).value().state, state());
    QCOMPARE(decode<AgentStatus>(overTheWire(encode(status()))).value().observed, routing());
    const CommandResult back = decode<CommandResult>(overTheWire(encode(result()))).value();
    QCOMPARE(back.after, result().after);
    QCOMPARE(canonicalJson(encode(back.status.value())).value(), canonicalJson(encode(status())).value());
    QCOMPARE(decode<release::Drill>(overTheWire(encode(drill()))).value(), drill());
    QCOMPARE(decode<DrillMessage>(overTheWire(encode(DrillMessage{drill().order, "why"}))).value().order,
             drill().order);
    QCOMPARE(decode<DrillMessage>({}).value().order, release::DrillOrder{}); // nothing said: the usual drill
    QCOMPARE(back.warning, result().warning);
    std::string all;
    for (int c = 0; c < 256; ++c)
        all += static_cast<char>(c);
    for (const std::string& content :
         {all, std::string(), hostile, std::string("\xEF\xBB\xBF"), std::string(1, '\0')}) {
        const SnapshotMessage message{sha256(content), {}, {{"file", content}}};
        QCOMPARE(decode<SnapshotMessage>(overTheWire(encode(message))).value().files.front().content, content);
    }
}

void TestMessages::namesAndUnitsOnTheWire() {
    const QJsonObject status_ = encode(status());
    QCOMPARE(status_["observed"_L1]["canary_weight"_L1].toInt(), 50);
    QCOMPARE(status_["holds"_L1].toArray()[0]["remaining_ms"_L1].toInt(), 1'080'000);
    const QJsonObject metrics_ = encode(metricsMessage());
    QCOMPARE(metrics_["step_ms"_L1].toInt(), 10'000);
    const QJsonValue first = metrics_["series"_L1].toArray()[0]["points"_L1].toArray()[0];
    QCOMPARE(first["latency_p50_ms"_L1].toDouble(), 125.0);
    QCOMPARE(first["time"_L1].toString(), u"2026-03-01T14:02:11.000Z"_s);
    QVERIFY(!metrics_["series"_L1].toArray()[0]["points"_L1].toArray()[1].toObject().contains("latency_p50_ms"_L1));
    QCOMPARE(encode(deployments())["deployments"_L1].toArray()[0]["weight"_L1].toInt(), 250);
    QVERIFY(!encode(deployments())["deployments"_L1].toArray()[0].toObject().contains("until"_L1));
    MetricPoint odd = point(true);
    odd.latencyP50 = std::numeric_limits<double>::quiet_NaN();
    odd.costUsd = std::numeric_limits<double>::infinity();
    QVERIFY(!encode(odd).contains("latency_p50_ms"_L1));
    QVERIFY(canonicalJson(encode(odd)));
}

void TestMessages::anEmptyCommandIsEnough() {
    const auto message = decode<CommandMessage>(QJsonObject());
    QVERIFY(message);
    QVERIFY(message->reason.empty() && message->requestId.empty() && !message->revision && !message->plan);
    const auto broken = decode<CommandMessage>({{u"plan"_s, QJsonObject{{u"steps"_s, 5}}}});
    QVERIFY(!broken);
    QVERIFY2(broken.error().field.starts_with("/plan"), broken.error().field.c_str());
}

void TestMessages::limitsOfNumbers() {
    QJsonObject object = encode(AuditVerification{true, 0, {}, ""});
    for (const QJsonValue& wrong : {QJsonValue(-1), QJsonValue(0.5), QJsonValue(1e30), QJsonValue(u"1"_s)}) {
        object[u"size"_s] = wrong;
        QCOMPARE(decode<AuditVerification>(object).error().field, "/size");
    }
    QJsonObject row = encode(deployments());
    row = replaced(row, {u"deployments"_s, u"1"_s, u"weight"_s}, 1001).toObject();
    QCOMPARE(decode<std::vector<Deployment>>(row).error().field, "/deployments/1/weight");
}

void TestMessages::wordsOfPairsAreKnown() {
    const QJsonObject good = encode(pair());
    for (const auto& [key, word] :
         {std::pair{u"layer"_s, u"vibes"_s}, {u"better"_s, u"best"_s}, {u"verdict"_s, u"good"_s}}) {
        const auto read = decode<PairMessage>(replaced(good, {key}, word).toObject());
        QVERIFY(!read);
        QCOMPARE(read.error().field, "/" + key.toStdString());
    }
    // Pairs that were kept before models were asked.
    QJsonObject older = good;
    older.remove(u"said"_s);
    QVERIFY(decode<PairMessage>(older).value().said.empty());
    QVERIFY(!decode<PairVerdictMessage>({{u"verdict"_s, u"excellent"_s}}));
    // A summary without models is one of a plan that asks none.
    QJsonObject page = encode(PairPage{.summary = pairSummary()});
    QJsonObject summary = page["summary"_L1].toObject();
    summary.remove(u"asking"_s);
    QVERIFY(!decode<PairPage>(replaced(page, {u"summary"_s}, summary).toObject()).value().summary->asking);
}

QTEST_GUILESS_MAIN(TestMessages)
#include "tst_messages.moc"
