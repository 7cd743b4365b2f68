#include "ui/releases/forecast_words.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QStringList>

#include "core/evidence/guard_set.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/releases/release_text.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::releases {

namespace {

using evidence::Days;

constexpr std::uint64_t leastRequests = 20;
constexpr double assumedErrorRate = 0.005; // where none has failed yet
constexpr Days patience{14};
constexpr std::chrono::seconds enoughTime{20}; // to say how many requests come

struct ForecastWords {
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::releases::Forecast)
};

// The false-alarm share of the guardrail on errors, as the judge will split it; nullopt: there is none.
std::optional<double> alphaOf(const release::Plan& plan) {
    evidence::GuardSet set;
    const auto actionOf = [](release::GuardAction action) {
        return action == release::GuardAction::RollBack ? evidence::Action::RollBack : evidence::Action::Pause;
    };
    set.guards.reserve(plan.guardrails.size());
    for (const release::Guardrail& guardrail : plan.guardrails)
        if (auto guard = evidence::guardFor(guardrail.metric, guardrail.limit, actionOf(guardrail.action)))
            set.guards.push_back(std::move(*guard));
    const auto errors = std::ranges::find(set.guards, evidence::Metric::Errors, &evidence::Guard::metric);
    return errors == set.guards.end() ? std::nullopt : std::optional(set.alphaOf(*errors));
}

std::optional<double> unitsFor(const release::Plan& plan, traffic::Weight weight, double ratio,
                               const StableTraffic& traffic) {
    const double alpha = alphaOf(plan).value_or(evidence::GuardSet().rollBackAlpha);
    return evidence::unitsToWorse(traffic.errorRate, ratio, weight, alpha);
}

std::optional<Days> timeFor(double units, const StableTraffic& traffic) {
    return traffic.perDay > 0 ? std::optional(Days(units / traffic.perDay)) : std::nullopt;
}

QString roundedCount(double number) { // two digits: it is a forecast
    const double step = std::pow(10, std::max(0.0, std::floor(std::log10(std::max(number, 1.0))) - 1));
    return countText(static_cast<std::uint64_t>(std::llround(number / step) * std::llround(step)));
}

// "0.5 % to 3 %"
QString riseText(double ratio, const StableTraffic& traffic) {
    return ForecastWords::tr("%1 to %2").arg(shortPercent(traffic.errorRate), shortPercent(traffic.errorRate * ratio));
}

// With a space before it; empty when no limit is passed already.
QString aboveLimitText(const release::Plan& plan, const StableTraffic& traffic) {
    const auto guard = std::ranges::find(plan.guardrails, "error_rate", &release::Guardrail::metric);
    if (traffic.assumed || guard == plan.guardrails.end() || guard->limit <= 0 || traffic.errorRate <= guard->limit)
        return {};
    return u' ' + ForecastWords::tr("▲ Stable itself is above the limit of %1: while both versions are, nothing is "
                                    "rolled back by it.")
                      .arg(shortPercent(guard->limit));
}

// Whoever came first came somewhere in the first bucket: what is counted from its end on has all of its time.
std::optional<double> perDayOf(const protocol::MetricsMessage& metrics, const std::string& version, WallTime first,
                               WallTime now) {
    const WallTime from = first + metrics.step;
    std::uint64_t requests = 0;
    for (const protocol::MetricSeries& series : metrics.series)
        if (series.role == traffic::Role::Stable && series.version == version)
            for (const protocol::MetricPoint& point : series.points)
                if (point.time >= from)
                    requests += point.requests - std::min(point.requests, point.cancelled);
    if (now - from < enoughTime || requests < leastRequests)
        return std::nullopt;
    return static_cast<double>(requests) / std::chrono::duration_cast<Days>(now - from).count();
}

} // namespace

QString unitsText(const traffic::AgentUnits& units) {
    const traffic::UnitsSeen& seen = units.seen;
    const auto share = [&](std::uint64_t part) {
        return percentText(static_cast<double>(part) / static_cast<double>(seen.requests), 0);
    };
    if (seen.isDegenerate())
        return ForecastWords::tr("One value of %1 carries %2 of the requests: they all meet the same version and count "
                                 "as one conversation. Name what tells them apart under units: in signalbox.yaml.")
            .arg(plainLine(units.field, 140), share(seen.heaviest));
    if (seen.isUnnamed())
        return ForecastWords::tr("%1 of the requests do not say whose they are: each counts as a conversation of its "
                                 "own, and one caller may meet both versions. Let callers send x-signalbox-unit or "
                                 "user, or name what they send under units: in signalbox.yaml.")
            .arg(share(seen.unnamed));
    return {};
}

QString lengthText(Days time) {
    const double minutes = std::chrono::duration<double, std::ratio<60>>(time).count();
    const auto rounded = [](double value) { return countText(static_cast<std::uint64_t>(std::llround(value))); };
    if (minutes < 90)
        return ForecastWords::tr("%1 min").arg(rounded(std::max(1.0, minutes)));
    if (minutes < 36 * 60)
        return ForecastWords::tr("%1 h").arg(rounded(minutes / 60));
    return ForecastWords::tr("%1 days").arg(rounded(minutes / 60 / 24));
}

QString aboutText(Days time) {
    return time < std::chrono::minutes(1) ? ForecastWords::tr("under a minute")
                                          : ForecastWords::tr("about %1").arg(lengthText(time));
}

QString shortPercent(double share) {
    const double shown = share * 100;
    return (shown >= 100 ? countText(static_cast<std::uint64_t>(std::llround(shown)))
                         : QString::number(shown, 'g', shown < 1 ? 2 : 3)) +
           u" %"_s;
}

std::optional<StableTraffic> stableTraffic(const protocol::MetricsMessage& metrics, const std::string& version,
                                           WallTime now) {
    StableTraffic traffic;
    traffic.version = version;
    std::uint64_t errors = 0;
    std::uint64_t judged = 0;
    WallTime first = now;
    for (const protocol::MetricSeries& series : metrics.series) {
        if (series.role != traffic::Role::Stable || series.version != version || series.points.empty())
            continue;
        traffic.requests += series.total.requests - std::min(series.total.requests, series.total.cancelled);
        errors += series.total.errors;
        judged += series.total.judged();
        first = std::min(first, series.points.front().time);
        traffic.total = series.total;
    }
    if (traffic.requests < leastRequests)
        return {};
    traffic.seen = std::max<std::chrono::milliseconds>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now - first), std::chrono::minutes{1});
    traffic.perDay =
        perDayOf(metrics, version, first, now)
            .value_or(static_cast<double>(traffic.requests) / std::chrono::duration_cast<Days>(traffic.seen).count());
    traffic.assumed = errors == 0;
    traffic.errorRate = traffic.assumed ? assumedErrorRate : static_cast<double>(errors) / static_cast<double>(judged);
    return traffic;
}

std::optional<StepWait> stepWait(const release::Plan& plan, traffic::Weight weight, const StableTraffic& traffic) {
    if (plan.evidence == release::MinimumEvidence::NotNeeded || weight == traffic::Weight::all())
        return {};
    // As the backend: what nobody knows of stable is replaced by the least that a step waits for.
    const bool known = traffic.requests >= evidence::leastKnownRequests && !traffic.assumed && alphaOf(plan);
    const auto units = known ? unitsFor(plan, weight, plan.promise, traffic) : std::nullopt;
    StepWait wait{.conversations =
                      units ? static_cast<std::uint64_t>(std::ceil(*units)) : evidence::leastStepUnits(weight),
                  .time = {}};
    wait.time = timeFor(static_cast<double>(wait.conversations), traffic);
    return wait;
}

QString stepForecast(const release::Plan& plan, traffic::Weight weight, const StableTraffic& traffic) {
    const auto wait = stepWait(plan, weight, traffic);
    if (!wait)
        return {};
    const QString count = ForecastWords::tr("%1 conversations").arg(countText(wait->conversations));
    return wait->time ? ForecastWords::tr("%1, %2").arg(count, aboutText(*wait->time)) : count;
}

QString forecastStatement(const release::Plan& plan, const StableTraffic& traffic) {
    if (plan.steps.empty())
        return {};
    const traffic::Weight weight = plan.steps.front().weight;
    QStringList rises;
    for (const double ratio : plan.promise > 2 ? std::vector{plan.promise, 2.0} : std::vector{plan.promise}) {
        const auto units = unitsFor(plan, weight, ratio, traffic);
        const auto time = units ? timeFor(*units, traffic) : std::nullopt;
        if (time)
            rises += ForecastWords::tr("one from %1 after about %2 conversations (%3)")
                         .arg(riseText(ratio, traffic), roundedCount(*units), aboutText(*time));
    }
    const QString above = aboveLimitText(plan, traffic);
    if (rises.isEmpty() && traffic.errorRate * plan.promise > 1)
        return ForecastWords::tr("%1 of stable's requests fail; %2 times that cannot be.")
                   .arg(shortPercent(traffic.errorRate), QString::number(plan.promise, 'g', 3)) +
               above;
    if (rises.isEmpty())
        return above.trimmed();
    const QString all = rises.join(u", "_s);
    if (traffic.assumed)
        return ForecastWords::tr(
                   "None of stable's last %1 requests failed. If %2 did, a rise of errors would be seen at "
                   "%3: %4.")
                   .arg(countText(traffic.requests), shortPercent(traffic.errorRate), percentOf(weight), all) +
               above;
    return ForecastWords::tr("At %1 a rise of errors is seen: %2.").arg(percentOf(weight), all) + above;
}

QString forecastWhy(const release::Plan& plan, const StableTraffic& traffic) {
    QString text =
        ForecastWords::tr("The plan promises to show when %1 times as much fails as now. At %2 requests a day, each "
                          "taken for a conversation; where one has many requests it takes longer. A healthy version "
                          "is stopped by mistake in at most 1 of %3 releases.")
            .arg(QString::number(plan.promise, 'g', 3),
                 countText(static_cast<std::uint64_t>(std::llround(traffic.perDay))),
                 countText(static_cast<std::uint64_t>(
                     std::llround(1 / alphaOf(plan).value_or(evidence::GuardSet().rollBackAlpha)))));
    if (traffic.assumed && plan.evidence == release::MinimumEvidence::Needed && !plan.steps.empty()) {
        const auto weight = plan.steps.front().weight;
        const auto least = evidence::leastStepUnits(weight);
        text += u' ' +
                ForecastWords::tr("While none fails, the first step waits for %1 conversations, of which %2 are "
                                  "the canary's.")
                    .arg(countText(least),
                         countText(static_cast<std::uint64_t>(std::ceil(static_cast<double>(least) * weight.share()))));
    }
    return text;
}

QString lowTrafficAdvice(const release::Plan& plan, const StableTraffic& traffic) {
    if (plan.steps.empty())
        return {};
    const auto timeAt = [&](traffic::Weight weight) {
        const auto units = unitsFor(plan, weight, plan.promise, traffic);
        return units ? timeFor(*units, traffic) : std::nullopt;
    };
    const auto time = timeAt(plan.steps.front().weight);
    if (!time || *time <= patience)
        return {};
    QString text =
        ForecastWords::tr("At this traffic the first step needs %1 to show a rise of errors from %2. Skip shadow")
            .arg(aboutText(*time), riseText(plan.promise, traffic));
    const auto half = traffic::Weight::percent(50);
    if (plan.steps.front().weight < half)
        if (const auto shorter = timeAt(half))
            text += ForecastWords::tr(", go to 50 % (%1)").arg(aboutText(*shorter));
    return text + ForecastWords::tr(", and rely on tests and on people reading a sample.");
}

} // namespace signalbox::ui::releases
