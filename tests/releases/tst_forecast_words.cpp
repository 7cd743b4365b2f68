// What a plan is said to be able to see, against the closed forms and at the edges of no traffic.
#include <QtTest>

#include "core/evidence/forecast.h"
#include "ui/base/plain_text.h"
#include "ui/releases/plan_editor.h"

using namespace signalbox;
using namespace signalbox::ui::releases;
using namespace Qt::StringLiterals;

namespace {

const WallTime now(std::chrono::milliseconds(1'767'225'600'000));

protocol::MetricsMessage metricsOf(std::uint64_t requests, std::uint64_t errors, std::chrono::minutes since) {
    protocol::MetricPoint first;
    first.time = now - since;
    first.requests = 1;
    protocol::MetricSeries series{
        .agent = "refunds", .version = "2.1.0", .role = traffic::Role::Stable, .points = {first}, .total = {}};
    series.total.requests = requests;
    series.total.errors = errors;
    protocol::MetricSeries canary = series; // must not be counted
    canary.role = traffic::Role::Canary;
    return {.step = std::chrono::seconds(60), .series = {canary, series}};
}

release::Plan plan(double promise = 6) {
    release::Plan made = release::defaultPlan();
    made.promise = promise;
    return made;
}

} // namespace

class TestForecastWords : public QObject {
    Q_OBJECT

private Q_SLOTS:

    void trafficIsCountedOverTheTimeThatWasSeen() {
        const auto traffic = stableTraffic(metricsOf(600, 3, std::chrono::minutes(60)), "2.1.0", now);
        QVERIFY(traffic);
        QCOMPARE(traffic->perDay, 600.0 * 24);
        QCOMPARE(traffic->errorRate, 0.005);
        QVERIFY(!traffic->assumed);
        QVERIFY(stableTraffic(metricsOf(600, 0, std::chrono::minutes(60)), "2.1.0", now)->assumed);
    }

    // Whoever came first came late in its minute: only what is counted from the next one on says how many come.
    void theFirstMinuteIsNoWholeOne() {
        auto metrics = metricsOf(55, 0, std::chrono::minutes(1));
        protocol::MetricSeries& series = metrics.series.back();
        series.points.front().time = now - std::chrono::seconds(85);
        series.points.front().requests = 5;
        protocol::MetricPoint next;
        next.time = now - std::chrono::seconds(25);
        next.requests = 50;
        series.points.push_back(next);
        QCOMPARE(stableTraffic(metrics, "2.1.0", now)->perDay, 2.0 * 86'400);
        // Of seconds nothing is foretold.
        series.points.back().time = series.points.front().time + std::chrono::seconds(60);
        const auto soon = series.points.back().time + std::chrono::seconds(10);
        QCOMPARE(stableTraffic(metrics, "2.1.0", soon)->perDay, 55.0 / 70 * 86'400);
    }

    void tooLittleIsNoForecast() {
        QVERIFY(!stableTraffic(metricsOf(19, 1, std::chrono::minutes(60)), "2.1.0", now));
        QVERIFY(!stableTraffic(metricsOf(600, 1, std::chrono::minutes(60)), "9.9.9", now));
        QVERIFY(!stableTraffic({}, "2.1.0", now));
        // A backend that started seconds ago does not make days of seconds without end.
        QCOMPARE(stableTraffic(metricsOf(60, 1, std::chrono::minutes(0)), "2.1.0", now)->perDay, 60.0 * 1440);
    }

    void theSentenceSaysWhatTheClosedFormGives() {
        const StableTraffic traffic{
            .requests = 20'000, .seen = std::chrono::hours(24), .perDay = 20'000, .errorRate = 0.005};
        const auto units = evidence::unitsToWorse(0.005, 6, traffic::Weight::percent(5), 0.01);
        QVERIFY(units);
        const auto hours = static_cast<int>(std::lround(*units / 20'000 * 24));
        const QString text = forecastStatement(plan(), traffic);
        QVERIFY2(text.startsWith(u"At 5 % a rise of errors is seen: one from 0.5 % to 3 % after about "_s),
                 qPrintable(text));
        QVERIFY2(text.contains(u"conversations (about %1 h), one from 0.5 % to 1 % after about "_s.arg(hours)),
                 qPrintable(text));
        QVERIFY(!text.contains(u'×'));
        QVERIFY(lowTrafficAdvice(plan(), traffic).isEmpty());
        // More traffic on the canary sees sooner.
        QVERIFY(stepForecast(plan(), traffic::Weight::percent(5), traffic) !=
                stepForecast(plan(), traffic::Weight::percent(50), traffic));
        QVERIFY(stepForecast(plan(), traffic::Weight::all(), traffic).isEmpty()); // nothing to compare with
        QVERIFY(forecastStatement(release::Plan{}, traffic).isEmpty());
    }

    void whatCannotBeIsNotForecast() {
        release::Plan guarded = plan();
        guarded.guardrails = {{.metric = "error_rate", .limit = 0.02, .action = release::GuardAction::RollBack}};
        StableTraffic traffic{.requests = 1'000, .seen = std::chrono::hours(24), .perDay = 1'000, .errorRate = 0.5338};
        const QString text = forecastStatement(guarded, traffic);
        QVERIFY2(text.startsWith(u"53.4 % of stable's requests fail; 6 times that cannot be."_s), qPrintable(text));
        QVERIFY2(text.contains(u"Stable itself is above the limit of 2 %"_s), qPrintable(text));
        QVERIFY(stepForecast(guarded, traffic::Weight::percent(5), traffic).startsWith(u"1,000 conversations"_s));
        traffic.errorRate = 0.3; // of the two rises only the smaller can be
        QVERIFY(!forecastStatement(guarded, traffic).contains(u"180 %"_s));
        QVERIFY(forecastStatement(guarded, traffic).contains(u"one from 30 % to 60 % after about "_s));
        traffic.errorRate = 0.01;
        QVERIFY(!forecastStatement(guarded, traffic).contains(u"above the limit"_s));
    }

    void tenRequestsADaySeeNothing() {
        const StableTraffic traffic{
            .requests = 70, .seen = std::chrono::hours(24 * 7), .perDay = 10, .errorRate = 0.005, .assumed = true};
        const QString advice = lowTrafficAdvice(plan(), traffic);
        QVERIFY2(advice.contains(u"Skip shadow, go to 50 %"_s), qPrintable(advice));
        const QString none = forecastStatement(plan(), traffic);
        QVERIFY(none.startsWith(u"None of stable's last 70 requests failed"_s));
        const QString why = forecastWhy(plan(), traffic);
        QVERIFY2(why.contains(u"the first step waits for 1,000 conversations, of which 50 are the canary's"_s),
                 qPrintable(why));
    }

    void theEditorFollowsWhatIsTyped() {
        PlanEditor editor;
        editor.setPlan(plan());
        const auto said = [&editor] {
            QStringList texts;
            for (const auto* label : editor.findChildren<ui::PlainLabel*>())
                if (label->text().contains(u" conversations, "_s) || label->text().contains(u" is seen: "_s))
                    texts += label->text();
            return texts.join(u'|');
        };
        QVERIFY(said().isEmpty()); // nothing is claimed without traffic
        editor.setTraffic(
            StableTraffic{.requests = 20'000, .seen = std::chrono::hours(24), .perDay = 20'000, .errorRate = 0.005});
        QVERIFY(said().contains(u"one from 0.5 % to 3 %"_s));
        QVERIFY(said().contains(u" conversations, about "_s));
        editor.setPlan(plan(3));
        QVERIFY(said().contains(u"one from 0.5 % to 1.5 %"_s));
        QVERIFY(!said().contains(u"to 3 %"_s));
    }
};

QTEST_MAIN(TestForecastWords)
#include "tst_forecast_words.moc"
