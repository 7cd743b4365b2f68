// Every sentence that the judge makes, for all kinds of guards × verdicts × methods, and its holds: none speaks the
// language of statistics or of the code, and all say what was counted. What stands behind "Why?" says how much it is.
#include <array>
#include <set>

#include <QRegularExpression>
#include <QTest>

#include "tests/evidence/judge_traffic.h"

using namespace signalbox;
using namespace signalbox::evidence;
using traffic::Weight;

namespace {

constexpr std::array guardNames{"error_rate", "tool_failure", "refusal",     "contract_violation",
                                "policy_hit", "low_quality",  "latency_p95", "latency_p50",
                                "cost",       "tokens",       "tool_calls",  "signal:approved"};
constexpr std::array verdicts{Verdict::NoData, Verdict::NotYet, Verdict::Clear, Verdict::NotThisVersion,
                              Verdict::Worse};
constexpr std::array methods{Method::Ratio,     Method::TwoSided, Method::MeanSequence, Method::ExactLimit,
                             Method::MeanLimit, Method::Outage,   Method::AfterRelease};

// Words for who writes judges, not for who reads what they say.
const QRegularExpression& jargon() {
    static const QRegularExpression words(
        QStringLiteral("\\bunits?\\b|\\bE\\b|e-process|[a-z]_[a-z]|\\bα\\b|alpha|\\barm\\b|evidence|still so|"
                       "[0-9]×|[0-9]e[-+]?[0-9]|\\bnan\\b|\\binf\\b"));
    return words;
}

Explanation made(const char* guard, Verdict verdict, Method method, std::uint64_t scale) {
    Explanation explanation{.guard = *guardFor(guard, 0.02, Action::Pause), .verdict = verdict, .method = method};
    explanation.value = method == Method::ExactLimit ? 0.041 : 5.3;
    explanation.bound = method == Method::ExactLimit ? 0.02 : 4.6;
    explanation.arms = {.stable = {.units = 67 * scale, .requests = 70 * scale, .events = 0},
                        .canary = {.units = 5 * scale, .requests = 6 * scale, .events = 4 * scale}};
    const bool mean = explanation.guard.metric == Metric::Cost || explanation.guard.metric == Metric::Tokens ||
                      explanation.guard.metric == Metric::ToolCalls;
    if (mean && scale > 0)
        explanation.moments = Both<Moments>{.stable = {67, 0.0029, 1}, .canary = {5, 1234.5, 1}};
    if (method == Method::ExactLimit && scale > 0)
        explanation.window = WindowCounts{.units = {67, 60},
                                          .events = {0, 12},
                                          .share = 0.02,
                                          .from = std::chrono::minutes{0},
                                          .to = std::chrono::minutes{10}};
    if (method == Method::AfterRelease && scale > 0)
        explanation.after = {{.name = guard, .rate = 0.006, .events = 30, .units = 400}};
    if (explanation.guard.metric == Metric::Latency)
        explanation.slowerThan = std::chrono::milliseconds{54};
    if (explanation.guard.metric == Metric::Errors && scale > 0)
        explanation.failures = {{.name = "404 model_not_found", .units = {0, 3 * scale}},
                                {.name = "timeout", .units = {2, scale}}};
    if (verdict == Verdict::NoData)
        explanation.reason = "Nothing has come from stable yet.";
    return explanation;
}

} // namespace

class TestPlainSentences : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void theCheckCanFail() {
        for (const char* bad :
             {"4 of 5 units failed", "E is 12", "error_rate: bad", "shows 6×", "1e-05 USD", "still so"})
            QVERIFY2(jargon().match(QString::fromUtf8(bad)).hasMatch(), bad);
        QVERIFY(!jargon().match(QStringLiteral("Errors: the canary failed 4 of 5 conversations.")).hasMatch());
    }

    void noSentenceSpeaksStatistics() {
        const ArmNames named{.canary = "2.2.0", .stable = "2.1.0"};
        for (const char* guard : guardNames)
            for (const Verdict verdict : verdicts)
                for (const Method method : methods)
                    for (const std::uint64_t scale : {0U, 1U, 1000U}) {
                        const Explanation one = made(guard, verdict, method, scale);
                        for (const ArmNames& names : {ArmNames{}, named}) {
                            QString text = QString::fromStdString(sentenceOf(one, names));
                            text.remove(QStringLiteral("model_not_found")); // the upstream's own word
                            QVERIFY2(!jargon().match(text).hasMatch(), qPrintable(text));
                            QVERIFY2(!jargon().match(QString::fromStdString(soFarOf(one, names))).hasMatch(),
                                     soFarOf(one, names).c_str());
                            QVERIFY2(!jargon().match(QString::fromStdString(deedOf(one.guard))).hasMatch(),
                                     deedOf(one.guard).c_str());
                            QVERIFY2(text.endsWith(u'.') && text.at(0) == text.at(0).toUpper(), qPrintable(text));
                            QVERIFY2(!text.contains(QStringLiteral("..")) && !text.contains(QStringLiteral("  ")),
                                     qPrintable(text));
                        }
                        QVERIFY(!proofOf(one).empty());
                    }
    }

    void theTitlesArePeoplesWords() {
        for (const char* guard : guardNames) {
            const QString title = QString::fromStdString(titleOf(guard));
            QVERIFY2(!title.contains(u'_') && !title.contains(u':'), qPrintable(title));
            QCOMPARE(titleOf(std::string(guard) + "/pause"), titleOf(guard));
        }
        QCOMPARE(titleOf("something new"), std::string("something new"));
    }

    void anAlertSaysWhatHappenedFirst() {
        const Explanation one = made("error_rate", Verdict::Worse, Method::Ratio, 1);
        QCOMPARE(sentenceOf(one, {.canary = "2.2.0", .stable = "2.1.0"}),
                 std::string("2.2.0 failed 4 of 5 conversations, 2.1.0 none of 67. 3 of 4 failures: 404 "
                             "model_not_found."));
        QCOMPARE(
            sentenceOf(made("error_rate", Verdict::Worse, Method::ExactLimit, 1)),
            std::string("In the last 10 min the canary failed 12 of 60 conversations, stable none of 67; the limit "
                        "is 2 %. Since the release began: 3 of 4 failures: 404 model_not_found."));
        QCOMPARE(
            sentenceOf(made("latency_p95", Verdict::Worse, Method::ExactLimit, 1)),
            std::string("In the last 10 min the canary was slower than 54 ms in 12 of 60 conversations, stable none "
                        "of 67; the limit is 2 %."));
        QCOMPARE(sentenceOf(made("cost", Verdict::Worse, Method::MeanLimit, 1)),
                 std::string("The canary cost $1,235 per request (5 conversations), stable $0.00290 (67); the limit is "
                             "$4.60."));
    }

    // While nothing is proven it says how much it is that can tell.
    void itSaysHowFarItCanTell() {
        const ArmNames named{.canary = "2.2.0", .stable = "2.1.0"};
        Explanation one = made("error_rate", Verdict::NotYet, Method::Ratio, 1);
        QCOMPARE(soFarOf(one, named), std::string("too little to tell yet")); // 5 conversations
        one.arms.canary = {.units = 312, .requests = 320, .events = 1};
        one.value = 0.4;
        QCOMPARE(soFarOf(one, named), std::string("no worse than 2.1.0 as far as 312 conversations can tell"));
        QVERIFY(sentenceOf(one, named)
                    .starts_with("Errors: no worse than 2.1.0 as far as 312 conversations can tell. "
                                 "2.2.0 failed 1 of 312 conversations"));
        one.value = one.bound * 0.6;
        QCOMPARE(soFarOf(one, named), std::string("not proven yet, but it looks worse"));
        one.value = 0.4;
        one.arms.stable.units = 0;
        QCOMPARE(soFarOf(one, named), std::string("too little to tell yet"));
        Explanation mean = made("cost", Verdict::NotYet, Method::MeanSequence, 1);
        mean.moments->canary.count = 40;
        QCOMPARE(soFarOf(mean), std::string("no worse than stable as far as 40 conversations can tell"));
        mean.earlySign = true;
        QCOMPARE(soFarOf(mean), std::string("not proven yet, but it looks worse"));
        Explanation signal = made("signal:approved", Verdict::NotYet, Method::TwoSided, 1000);
        signal.value = 0;
        QCOMPARE(soFarOf(signal), std::string("no different from stable as far as 5,000 conversations can tell"));
        Explanation after = made("error_rate", Verdict::NotYet, Method::AfterRelease, 1);
        after.value = 0;
        QCOMPARE(soFarOf(after), std::string("no worse than before the release as far as 400 conversations can tell"));
    }

    void itSaysWhatItDoes_data() {
        QTest::addColumn<QString>("guard");
        QTest::addColumn<double>("limit"); // 0: none
        QTest::addColumn<int>("action");
        QTest::addColumn<QString>("deed");
        const auto row = [](const char* guard, double limit, Action action, const char* deed) {
            QTest::newRow(deed) << QString::fromLatin1(guard) << limit << static_cast<int>(action)
                                << QString::fromUtf8(deed);
        };
        row("error_rate", 0.02, Action::RollBack, "rolls back above 2 %, or when worse");
        row("error_rate", 0, Action::Pause, "pauses when worse");
        row("latency_p95", 10, Action::StepBack, "steps back when more than 5 % are slower than 10 s, or when worse");
        row("cost", 0.5, Action::Pause, "pauses above $0.500 per request, or when worse");
        row("tokens", 4000, Action::Notify, "notifies above 4,000 tokens per request, or when worse");
        row("signal:approved", 0, Action::Notify, "notifies when it changes");
        row("refusal", 0.125, Action::None, "");
    }

    void itSaysWhatItDoes() {
        QFETCH(QString, guard);
        QFETCH(double, limit);
        QFETCH(int, action);
        QFETCH(QString, deed);
        const auto made =
            guardFor(guard.toStdString(), limit > 0 ? std::optional(limit) : std::nullopt, static_cast<Action>(action));
        QCOMPARE(QString::fromStdString(deedOf(*made)), deed);
    }

    // What the judge itself says while it runs: no data, silence, a wrong split, both arms bad.
    void theHoldsArePlainToo() {
        std::set<std::string> said;
        const auto note = [&said](const ReleaseJudge& judge) {
            for (const std::string& hold : judge.judgement().holds)
                said.insert(hold);
            for (const Explanation& one : judge.explainAll())
                said.insert(sentenceOf(one));
        };
        {
            ReleaseJudge judge({.guards = usualGuards()});
            note(judge);
            JudgeTraffic traffic(3, Weight::percent(50));
            for (int i = 0; i < 3000; ++i)
                judge.take(traffic.next({.errors = 0.6}, {.errors = 0.6}));
            note(judge);
            judge.passTime(traffic.elapsed() + std::chrono::hours{1});
            note(judge);
        }
        ReleaseJudge lopsided({.guards = usualGuards()});
        JudgeTraffic traffic(4, Weight::percent(5));
        for (int i = 0; i < 4000; ++i) {
            auto outcome = traffic.next({}, {});
            outcome.arm = i % 2 == 0 ? Arm::Canary : Arm::Stable;
            lopsided.take(outcome);
            if (i % 50 == 0)
                note(lopsided);
        }
        QVERIFY(said.size() > 10);
        for (const std::string& text : said)
            QVERIFY2(!jargon().match(QString::fromStdString(text)).hasMatch(), text.c_str());
    }
};

QTEST_GUILESS_MAIN(TestPlainSentences)
#include "tst_plain_sentences.moc"
