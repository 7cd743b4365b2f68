// Everything that the release bar and the start panel say on their first level, for all states, holds and questions: no
// word of statistics or of the code is among it.
#include <QRegularExpression>

#include "core/release/guarded_metrics.h"
#include "tests/releases/caution_stage.h"
#include "ui/releases/caution_words.h"
#include "ui/releases/forecast_words.h"
#include "ui/releases/guardrail_words.h"
#include "ui/releases/outcome_text.h"
#include "ui/releases/ramp_words.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace signalbox::uitest;

namespace {

const QRegularExpression& jargon() {
    static const QRegularExpression words(
        u"\\bunits?\\b|\\bE\\b|e-process|[a-z]_[a-z]|α|alpha|\\barm\\b|still so|shows [0-9]|[0-9]×|evidence"_s);
    return words;
}

// Each kind of hold as the backend makes it.
std::vector<protocol::AgentStatus> everyState() {
    using release::EvidenceView;
    using release::Phase;
    std::vector<protocol::AgentStatus> all{idle(),   ramping(), rolledBack(), gated(),
                                           frozen(), queued(),  inWindow(),   queued(idle())};
    const std::array<std::optional<EvidenceView>, 5> seen{
        std::nullopt, EvidenceView{.units = 498, .minimum = 1000, .isWorse = false, .holds = {}},
        EvidenceView{.units = 2000, .minimum = 1000, .isWorse = false, .holds = {}},
        EvidenceView{.units = 2000, .minimum = 1000, .isWorse = true, .holds = {}},
        EvidenceView{.units = 3,
                     .minimum = 1000,
                     .isWorse = false,
                     .holds = {"Nothing has come from the canary for about 12 min."}}};
    for (const Phase phase : {Phase::Testing, Phase::Shadowing, Phase::Ramping, Phase::Observing})
        for (const auto& view : seen)
            for (const bool paused : {false, true}) {
                protocol::AgentStatus status = ramping(1);
                release::Release& release = *status.state.release;
                release.phase = phase;
                release.paused = paused;
                release.plan.shadowTime = std::chrono::minutes(30);
                release.plan.gates = {"tests"};
                release.plan.steps[1].approval = release::Approval::Needed;
                status.holds = release::holdsOf(status.state, view ? &*view : nullptr,
                                                paused ? std::optional<std::string>("weekend") : std::nullopt);
                all.push_back(status);
            }
    return all;
}

QStringList saidOf(const protocol::AgentStatus& status) {
    const ReleaseView view = releaseView({.status = &status, .role = protocol::AccessRole::Admin});
    QStringList said{view.step,          view.story,         view.mismatch,      frozenText(status),
                     queuedText(status), queuedHint(status), leavingText(status)};
    for (const Offer& offer : view.offers)
        said << offer.text << offer.reason << offer.detail << offer.full << progressOf(offer.verb)
             << failureText(offer.verb);
    for (const Question& question : {breakGlassQuestion(status), freezeQuestion(status), unfreezeQuestion(status)})
        said << question.title << question.what << question.effects;
    if (status.state.release)
        said << promoteWarning(status);
    return said;
}

} // namespace

class TestBarWords : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void theCheckCanFail() {
        for (const QString& bad : {u"498 of 1,000 units"_s, u"E is 3"_s, u"error_rate: high"_s, u"shows 6× in 2 h"_s})
            QVERIFY2(jargon().match(bad).hasMatch(), qPrintable(bad));
    }

    void theBarSpeaksPlainly() {
        int sentences = 0;
        for (const protocol::AgentStatus& status : everyState())
            for (const QString& text : saidOf(status)) {
                QVERIFY2(!jargon().match(text).hasMatch(), qPrintable(text));
                sentences += text.isEmpty() ? 0 : 1;
            }
        QVERIFY(sentences > 500);
    }

    void theStartSpeaksPlainly() {
        release::Plan plan = release::defaultPlan();
        const release::Plan usual = plan;
        plan.shadowTime = std::chrono::minutes(30);
        plan.gates = {"tests", "review"};
        for (const double rate : {0.0005, 0.005, 0.05, 0.5})
            for (const double perDay : {10.0, 20'000.0})
                for (const bool assumed : {false, true}) {
                    const StableTraffic traffic{.requests = assumed ? 70U : 20'000U,
                                                .seen = std::chrono::hours(24),
                                                .perDay = perDay,
                                                .errorRate = rate,
                                                .assumed = assumed};
                    QStringList said{planSentence(plan, traffic), planSentence(usual, std::nullopt),
                                     forecastStatement(usual, traffic), lowTrafficAdvice(usual, traffic)};
                    for (const release::Step& step : usual.steps)
                        said << stepForecast(usual, step.weight, traffic);
                    for (const QString& text : said)
                        QVERIFY2(!jargon().match(text).hasMatch(), qPrintable(text));
                }
        for (const release::GuardedMetric& metric : release::guardedMetrics())
            for (const QString& text : {metricWords(std::string(metric.name)).name, metricMenuText(metric.name)})
                QVERIFY2(!jargon().match(text).hasMatch(), qPrintable(text));
    }
};

QTEST_MAIN(TestBarWords)
#include "tst_bar_words.moc"
