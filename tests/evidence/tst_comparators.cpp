// The comparators of a pair of answers, and the judge of a shadow.
#include <bit>

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include "core/evidence/pair_judge.h"
#include "core/evidence/text_similarity.h"
#include "tests/evidence/random.h"

using namespace signalbox;
using namespace signalbox::evidence;

namespace {

QJsonValue json(const char* text) {
    return QJsonDocument::fromJson(text).object();
}

bool isNear(double value, double expected) {
    return std::abs(value - expected) < 5e-4;
}

} // namespace

class TestComparators : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void charactersInCommon();
    void wordsInCommon();
    void pathPatterns();
    void fieldByField();
    void rulesAreChecked();
    void tools();
    void cheapestLayerDecides();
    void shadowIsJudgedBesideItsNoise();
    void shadowGoesOnWithTheSameBits();
};

void TestComparators::charactersInCommon() {
    QCOMPARE(chrF("", ""), 1.0);
    QCOMPARE(chrF("same text", "same text"), 1.0);
    QCOMPARE(chrF("same text", "sametext"), 1.0); // white space says nothing
    QCOMPARE(chrF("abc", "xyz"), 0.0);
    QCOMPARE(chrF("abc", ""), 0.0);
    // "abcd" → "abc": precision 1, recall of 1- to 3-grams 3/4, 2/3, 1/2; F2 of their means.
    const double recall = (3.0 / 4 + 2.0 / 3 + 1.0 / 2) / 3;
    QVERIFY(isNear(chrF("abcd", "abc"), 5 * recall / (4 + recall)));
    QVERIFY(chrF("The refund was approved.", "The refunds were approved.") > 0.6);
    QVERIFY(chrF("The refund was approved.", "Please contact the bank instead.") < 0.3);
    QVERIFY(chrF("größere Züge 🚆", "größere Züge 🚄") > 0.5);
    const std::string huge(2'000'000, 'a');
    QCOMPARE(chrF(huge, huge + "b"), 1.0); // cut, and quick
}

void TestComparators::wordsInCommon() {
    QCOMPARE(tokenSetRatio("", ""), 1.0);
    QCOMPARE(tokenSetRatio("fuzzy was a bear", "fuzzy fuzzy was a bear"), 1.0);
    QCOMPARE(tokenSetRatio("A bear, fuzzy!", "fuzzy bear a"), 1.0);
    QCOMPARE(tokenSetRatio("new york mets", "new york mets vs atlanta braves"), 1.0);
    QCOMPARE(tokenSetRatio("abc", "xyz"), 0.0);
    QVERIFY(isNear(tokenSetRatio("abcd", "abce"), 0.75));
    // More than 64 letters go through several words of bits: "x…x" has every letter of the shorter one.
    const std::string tall = "k" + std::string(150, 'x');
    const std::string small = "m" + std::string(100, 'x');
    QVERIFY(isNear(tokenSetRatio(tall, small), 200.0 / 252.0));
}

void TestComparators::pathPatterns() {
    QVERIFY(matchesPath("", ""));
    QVERIFY(matchesPath("/a/b", "/a/b"));
    QVERIFY(!matchesPath("/a", "/a/b"));
    QVERIFY(!matchesPath("/a/b", "/a"));
    QVERIFY(matchesPath("/a/*/c", "/a/7/c"));
    QVERIFY(!matchesPath("/a/*/c", "/a/c"));
    QVERIFY(matchesPath("/**/id", "/id"));
    QVERIFY(matchesPath("/**/id", "/a/b/id"));
    QVERIFY(!matchesPath("/**/id", "/a/b/idea"));
    QVERIFY(matchesPath("/**", ""));
    QVERIFY(matchesPath("/a/**", "/a/b/c"));
}

void TestComparators::fieldByField() {
    const auto stable = json(
        R"({"id": 7, "total": 10.0, "tags": ["a", "b"], "note": "The refund was approved.", "items": [{"price": 5}, {"price": 6}]})");
    const auto candidate = json(
        R"({"id": 8, "total": 10.05, "tags": ["b", "a", "a"], "note": "The refund is approved.", "items": [{"price": 5}]})");
    const std::vector<PathRule> rules = {{"/id", FieldRule::Ignore},
                                         {"/total", FieldRule::Number, 0.01},
                                         {"/tags", FieldRule::Set},
                                         {"/note", FieldRule::Text, 0.6}};
    const auto compared = compareJson(stable, candidate, rules);
    QCOMPARE(compared.fields, 5U);
    QCOMPARE(compared.alike, 4U);
    QCOMPARE(compared.differences.size(), 1U);
    QCOMPARE(compared.differences[0].path, std::string("/items/1"));
    QCOMPARE(compared.differences[0].stable, std::string(R"({"price":6})"));
    QVERIFY(compared.differences[0].candidate.empty());
    QCOMPARE(compareJson(stable, candidate, {}).alike, 1U); // only the first price is the same
    // The last rule that matches counts.
    const auto later =
        compareJson(json(R"({"a": 1})"), json(R"({"a": 2})"), {{"/a", FieldRule::Ignore}, {"/*", FieldRule::Exact}});
    QCOMPARE(later.fields, 1U);
    QCOMPARE(later.alike, 0U);
    QCOMPARE(compareJson(json(R"({"a/b": {"~": 1}})"), json(R"({"a/b": {"~": 2}})"), {}).differences[0].path,
             std::string("/a~1b/~0"));
    QCOMPARE(compareJson(QJsonObject{}, QJsonObject{}, {}).agreement(), 1.0);
    QJsonValue deep = 1;
    for (int i = 0; i < 5000; ++i)
        deep = QJsonArray{deep};
    QCOMPARE(compareJson(deep, deep, {}).fields, 1U);
}

void TestComparators::rulesAreChecked() {
    QVERIFY(checkRules({{"/a/*/b", FieldRule::Number, 5}, {"", FieldRule::Text, 0.5}}));
    QVERIFY(!checkRules({{"a", FieldRule::Exact}}));
    QVERIFY(!checkRules({{"/a", FieldRule::Text, 1.5}}));
    QVERIFY(!checkRules({{"/a", FieldRule::Number, -1}}));
    QVERIFY(!checkRules({{"/a", FieldRule::Number, std::nan("")}}));
}

void TestComparators::tools() {
    const ToolCall search{"search", {{QStringLiteral("query"), QStringLiteral("lamp")}}};
    const ToolCall other{"search", {{QStringLiteral("query"), QStringLiteral("bulb")}}};
    const ToolCall refund{"refund",
                          {{QStringLiteral("order"), 12}, {QStringLiteral("reason"), QStringLiteral("late")}}};
    QCOMPARE(compareToolCalls({}, {}, {}).calls, 1.0);
    QCOMPARE(compareToolCalls({search}, {}, {}).calls, 0.0);
    const auto swapped = compareToolCalls({search, other, refund}, {refund, other, search}, {});
    QCOMPARE(swapped.calls, 1.0);
    QCOMPARE(swapped.arguments, 1.0); // each found its partner
    const auto twice = compareToolCalls({search}, {search, search}, {});
    QVERIFY(isNear(twice.calls, 2.0 / 3));
    QCOMPARE(compareToolCalls({search}, {other}, {}).arguments, 0.0);
    QCOMPARE(compareToolCalls({search}, {other}, {{"/query", FieldRule::Ignore}}).arguments, 1.0);
}

void TestComparators::cheapestLayerDecides() {
    const Answer good{.text = "The refund was approved."};
    const Answer failed{.succeeded = false, .failure = "timeout"};
    const Answer refused{.succeeded = false, .failure = "server_error"};
    QVERIFY(comparePair(good, failed, {}).better == Better::Stable);
    QVERIFY(comparePair(failed, good, {}).better == Better::Candidate);
    QVERIFY(comparePair(failed, failed, {}).agree);
    QVERIFY(!comparePair(failed, refused, {}).agree);
    QVERIFY(comparePair(failed, refused, {}).better == Better::Neither);
    Answer broken = good;
    broken.keepsContract = false;
    Answer kept = good;
    kept.keepsContract = true;
    QVERIFY(comparePair(kept, broken, {}).better == Better::Stable);
    QVERIFY(comparePair(kept, broken, {}).layer == PairLayer::Contract);
    Answer calling = good;
    calling.toolCalls = {{"refund", {}}};
    QVERIFY(comparePair(good, calling, {}).layer == PairLayer::Tools);
    QVERIFY(comparePair(good, calling, {}).better == Better::Undecided);
    QVERIFY(comparePair(good, {.text = "The refund is approved."}, {}).agree);
    QVERIFY(!comparePair(good, {.text = "Ask your bank."}, {}).agree);
    Answer left = good;
    Answer right = good;
    left.json = json(R"({"approved": true})");
    right.json = json(R"({"approved": false})");
    const auto fields = comparePair(left, right, {});
    QVERIFY(fields.layer == PairLayer::Fields && !fields.agree);
    QCOMPARE(fields.differences.size(), 1U);
}

void TestComparators::shadowIsJudgedBesideItsNoise() {
    PairJudge judge;
    QVERIFY(judge.verdict().verdict == Verdict::NoData);
    const PairComparison same;
    const PairComparison different{.better = Better::Undecided, .agree = false};
    const PairComparison worse{.better = Better::Stable, .agree = false};
    for (int i = 0; i < 300; ++i)
        judge.takeNoise(i % 33 == 0 ? different : same);
    for (int i = 0; i < 300; ++i)
        judge.take(i % 30 == 0 ? different : same);
    QVERIFY(judge.verdict().verdict == Verdict::NotYet);
    QVERIFY(!judge.verdict().differsBeyondNoise);
    QCOMPARE(
        QString::fromStdString(sentenceOf(judge.verdict())),
        QStringLiteral("96.7 % of 300 pairs agree; stable agrees with itself in 96.7 % of 300. No sign so far of more "
                       "difference than stable has with itself."));
    for (int i = 0; i < 40; ++i)
        judge.take(worse);
    QVERIFY(judge.verdict().differsBeyondNoise);
    QVERIFY(judge.verdict().verdict == Verdict::Worse);
    for (int i = 0; i < 1000; ++i)
        judge.takePreference(Better::Candidate);
    QVERIFY(judge.verdict().verdict == Verdict::Worse); // stays
}

void TestComparators::shadowGoesOnWithTheSameBits() {
    simulation::Random random(5);
    PairJudge whole;
    PairJudge broken;
    for (int i = 0; i < 2000; ++i) {
        const double stable = random.uniform();
        const double candidate = random.uniform();
        whole.takeScores(stable, candidate);
        broken.takeScores(stable, candidate);
        if (i % 3 == 0) {
            const Better better = random.chance(0.5) ? Better::Stable : Better::Candidate;
            whole.takePreference(better);
            broken.takePreference(better);
        }
        auto restored = PairJudge::fromJson(QJsonDocument::fromJson(QJsonDocument(broken.toJson()).toJson()).object());
        QVERIFY(restored);
        broken = *restored;
    }
    QCOMPARE(std::bit_cast<std::uint64_t>(broken.verdict().logEvidence),
             std::bit_cast<std::uint64_t>(whole.verdict().logEvidence));
    QVERIFY(broken.verdict() == whole.verdict());
    for (const QString& key : whole.toJson().keys()) {
        QJsonObject less = whole.toJson();
        less.remove(key);
        QVERIFY2(!PairJudge::fromJson(less), qPrintable(key));
    }
}

QTEST_APPLESS_MAIN(TestComparators)
#include "tst_comparators.moc"
