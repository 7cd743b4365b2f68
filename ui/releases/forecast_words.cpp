#include "ui/releases/forecast_words.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QCoreApplication>
#include <QStringList>

#include "core/evidence/forecast.h"
#include "core/evidence/guard_set.h"
#include "ui/base/formatting.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::releases {

namespace {

using evidence::Days;

constexpr std::uint64_t leastRequests = 20;
constexpr double assumedErrorRate = 0.005; // where none has failed yet
constexpr Days patience{14};

struct ForecastWords {
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::releases::Forecast)
};

// The false-alarm share of the guardrail on errors, as the judge will split it.
double alphaOf(const release::Plan& plan) {
    evidence::GuardSet set;
    const auto actionOf = [](release::GuardAction action) {
        return action == release::GuardAction::RollBack ? evidence::Action::RollBack : evidence::Action::Pause;
    };
    const evidence::Guard* errors = nullptr;
    set.guards.reserve(plan.guardrails.size());
    for (const release::Guardrail& guardrail : plan.guardrails)
        if (auto guard = evidence::guardFor(guardrail.metric, guardrail.limit, actionOf(guardrail.action)))
            set.guards.push_back(std::move(*guard));
    for (const evidence::Guard& guard : set.guards)
        if (guard.metric == evidence::Metric::Errors)
            errors = &guard;
    return errors != nullptr ? set.alphaOf(*errors) : set.rollBackAlpha;
}

QString aboutText(Days time) {
    const double minutes = std::chrono::duration<double, std::ratio<60>>(time).count();
    const auto rounded = [](double value) { return countText(static_cast<std::uint64_t>(std::llround(value))); };
    if (minutes < 1)
        return ForecastWords::tr("under a minute");
    if (minutes < 90)
        return ForecastWords::tr("about %1 min").arg(rounded(minutes));
    if (minutes < 36 * 60)
        return ForecastWords::tr("about %1 h").arg(rounded(minutes / 60));
    return ForecastWords::tr("about %1 days").arg(rounded(minutes / 60 / 24));
}

std::optional<Days> timeFor(const release::Plan& plan, traffic::Weight weight, double ratio,
                            const StableTraffic& traffic) {
    const auto units = evidence::unitsToWorse(traffic.errorRate, ratio, weight, alphaOf(plan));
    if (!units || traffic.perDay <= 0)
        return {};
    return Days(*units / traffic.perDay);
}

// With a space before it; empty when no limit is passed already.
QString aboveLimitText(const release::Plan& plan, const StableTraffic& traffic) {
    const auto guard = std::ranges::find(plan.guardrails, "error_rate", &release::Guardrail::metric);
    if (traffic.assumed || guard == plan.guardrails.end() || guard->limit <= 0 || traffic.errorRate <= guard->limit)
        return {};
    return u' ' + ForecastWords::tr(
                      "▲ Stable itself is above the limit of %1: while both versions are, nothing is rolled back "
                      "by it.")
                      .arg(percentText(guard->limit, 2));
}

QString ratioText(double ratio) {
    return QString::number(ratio, 'g', 3) + u'×';
}

} // namespace

std::optional<StableTraffic> stableTraffic(const protocol::MetricsMessage& metrics, const std::string& version,
                                           WallTime now) {
    StableTraffic traffic;
    std::uint64_t errors = 0;
    WallTime first = now;
    for (const protocol::MetricSeries& series : metrics.series) {
        if (series.role != traffic::Role::Stable || series.version != version || series.points.empty())
            continue;
        traffic.requests += series.total.requests;
        errors += series.total.errors;
        first = std::min(first, series.points.front().time);
    }
    if (traffic.requests < leastRequests)
        return {};
    traffic.seen = std::max<std::chrono::milliseconds>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now - first), std::chrono::minutes{1});
    const auto requests = static_cast<double>(traffic.requests);
    traffic.perDay = requests / std::chrono::duration_cast<Days>(traffic.seen).count();
    traffic.assumed = errors == 0;
    traffic.errorRate = traffic.assumed ? assumedErrorRate : static_cast<double>(errors) / requests;
    return traffic;
}

QString stepForecast(const release::Plan& plan, traffic::Weight weight, const StableTraffic& traffic) {
    const auto time = timeFor(plan, weight, plan.promise, traffic);
    return time ? ForecastWords::tr("shows %1 in %2").arg(ratioText(plan.promise), aboutText(*time)) : QString();
}

QString forecastStatement(const release::Plan& plan, const StableTraffic& traffic) {
    if (plan.steps.empty())
        return {};
    const traffic::Weight weight = plan.steps.front().weight;
    QStringList rises;
    std::vector<double> ratios{plan.promise};
    if (plan.promise > 2)
        ratios.push_back(2);
    for (const double ratio : ratios)
        if (const auto time = timeFor(plan, weight, ratio, traffic))
            rises += ForecastWords::tr("a %1 rise in %2").arg(ratioText(ratio), aboutText(*time));
    const QString rate = percentText(traffic.errorRate, 2);
    const QString above = aboveLimitText(plan, traffic);
    if (rises.isEmpty() && traffic.errorRate * plan.promise > 1)
        return ForecastWords::tr("%1 of stable's requests fail; %2 times that cannot be.")
                   .arg(rate, QString::number(plan.promise, 'g', 3)) +
               above;
    if (rises.isEmpty())
        return above.trimmed();
    const QString perDay = countText(static_cast<std::uint64_t>(std::llround(traffic.perDay)));
    const QString seen = traffic.assumed
                             ? ForecastWords::tr("None of stable's last %1 requests failed; if %2 did, at %3 a day")
                                   .arg(countText(traffic.requests), rate, perDay)
                             : ForecastWords::tr("%1 of stable's requests fail; at %2 a day").arg(rate, perDay);
    QString text = ForecastWords::tr("%1, the step at %2 shows %3.")
                       .arg(seen, QString::fromStdString(weight.toString()), rises.join(u", "_s));
    if (traffic.assumed && plan.evidence == release::MinimumEvidence::Needed)
        text +=
            u' ' + ForecastWords::tr("While none fails, this step waits for %1 units, of which %2 are the canary's.")
                       .arg(countText(evidence::leastStepUnits(weight)),
                            countText(static_cast<std::uint64_t>(
                                std::ceil(static_cast<double>(evidence::leastStepUnits(weight)) * weight.share()))));
    return text + above;
}

QString lowTrafficAdvice(const release::Plan& plan, const StableTraffic& traffic) {
    if (plan.steps.empty())
        return {};
    const auto time = timeFor(plan, plan.steps.front().weight, plan.promise, traffic);
    if (!time || *time <= patience)
        return {};
    QString text = ForecastWords::tr("At this traffic the first step needs %1 to show a %2 rise. Skip shadow")
                       .arg(aboutText(*time), ratioText(plan.promise));
    const auto half = traffic::Weight::percent(50);
    if (plan.steps.front().weight < half)
        if (const auto shorter = timeFor(plan, half, plan.promise, traffic))
            text += ForecastWords::tr(", go to 50 % (%1)").arg(aboutText(*shorter));
    return text + ForecastWords::tr(", and rely on tests and on people reading a sample.");
}

} // namespace signalbox::ui::releases
