#include "ui/releases/guardrail_words.h"

#include <cmath>

#include <QCoreApplication>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/releases/forecast_words.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

constexpr std::uint64_t leastToday = 20; // requests
constexpr double farOff = 10;            // times today
constexpr double headroom = 3;           // times today, for a limit that is passed only by what is unusual

struct GuardrailWords {
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::releases::GuardrailEditor)
};

std::optional<double> shareOf(std::uint64_t some, std::uint64_t all) {
    if (all < leastToday)
        return std::nullopt;
    return static_cast<double>(some) / static_cast<double>(all);
}

double roundedUp(double value) { // to one digit
    const double step = std::pow(10, std::floor(std::log10(value)));
    return std::ceil(value / step - 1e-9) * step;
}

QString shortUsd(double value) { // "$0.50", "$0.0029"
    QString text = usdText(value);
    const auto point = text.indexOf(u'.');
    while (point >= 0 && text.size() > point + 3 && text.endsWith(u'0'))
        text.chop(1);
    return text;
}

} // namespace

MetricWords metricWords(const std::string& metric) {
    const QString percent = u" %"_s;
    const auto share = [&](const QString& name) { return MetricWords{.name = name, .suffix = percent, .scale = 100}; };
    if (metric == "error_rate")
        return {.name = GuardrailWords::tr("errors above"), .suffix = percent, .scale = 100, .usual = 0.02};
    if (metric.starts_with("latency_"))
        return {.name = GuardrailWords::tr("latency %1 above").arg(QString::fromStdString(metric.substr(8))),
                .suffix = u" s"_s,
                .decimals = 3,
                .usual = 10};
    if (metric == "cost")
        return {.name = GuardrailWords::tr("cost per request above"), .prefix = u"$"_s, .decimals = 5, .usual = 0.5};
    if (metric == "tokens")
        return {.name = GuardrailWords::tr("more tokens than stable, or above"), .decimals = 0};
    if (metric == "tool_calls")
        return {.name = GuardrailWords::tr("other tool calls than stable, or above"), .decimals = 1};
    if (metric == "refusal")
        return share(GuardrailWords::tr("more refusals than stable, or above"));
    if (metric == "contract_violation")
        return share(GuardrailWords::tr("more broken contracts than stable, or above"));
    if (metric == "tool_failure")
        return share(GuardrailWords::tr("more failing tools than stable, or above"));
    if (metric == "low_quality")
        return share(GuardrailWords::tr("more low quality than stable, or above"));
    if (metric.starts_with(signalPrefix))
        return {.name = GuardrailWords::tr("a changed share of the signal")};
    return {.name = GuardrailWords::tr("%1 above").arg(plainLine(metric, 40)), .decimals = 3};
}

QString metricMenuText(std::string_view metric) {
    if (metric == "error_rate")
        return GuardrailWords::tr("Errors");
    if (metric.starts_with("latency_"))
        return GuardrailWords::tr("Latency %1").arg(QString::fromUtf8(metric.substr(8)));
    if (metric == "cost")
        return GuardrailWords::tr("Cost per request");
    if (metric == "tokens")
        return GuardrailWords::tr("Tokens per request");
    if (metric == "tool_calls")
        return GuardrailWords::tr("Tool calls per request");
    if (metric == "refusal")
        return GuardrailWords::tr("Refusals");
    if (metric == "contract_violation")
        return GuardrailWords::tr("Answers that break the output contract");
    if (metric == "tool_failure")
        return GuardrailWords::tr("Tool failures");
    if (metric == "low_quality")
        return GuardrailWords::tr("Low quality, from feedback");
    return GuardrailWords::tr("A business signal, from feedback…");
}

std::optional<double> todayOf(const std::string& metric, const protocol::MetricPoint& total) {
    if (metric == "error_rate")
        return shareOf(total.errors, total.requests);
    if (metric == "refusal")
        return shareOf(total.refusals, total.refusalsKnown);
    if (metric == "contract_violation")
        return shareOf(total.contractViolations, total.contractsKnown);
    if (metric == "tool_failure")
        return shareOf(total.toolFailures, total.toolsKnown);
    if (total.requests < leastToday)
        return std::nullopt;
    if (metric == "latency_p50")
        return total.latencyP50;
    if (metric == "latency_p95")
        return total.latencyP95;
    if (metric == "latency_p99")
        return total.latencyP99;
    if (metric == "cost" && total.costKnown >= leastToday)
        return total.costUsd / static_cast<double>(total.costKnown);
    const std::uint64_t tokens = total.inputTokens + total.outputTokens;
    if (metric == "tokens" && tokens > 0) // nobody said how many: that is no data
        return static_cast<double>(tokens) / static_cast<double>(total.requests);
    if (metric == "tool_calls")
        return static_cast<double>(total.toolCalls) / static_cast<double>(total.requests);
    return std::nullopt;
}

QString amountText(const std::string& metric, double value) {
    const MetricWords words = metricWords(metric);
    if (metric.starts_with("latency_"))
        return secondsText(value);
    if (metric == "cost")
        return shortUsd(value);
    if (words.scale == 100)
        return shortPercent(value);
    return value >= 100 ? countText(static_cast<std::uint64_t>(std::llround(value))) : QString::number(value, 'g', 3);
}

std::optional<TighterLimit> tighterLimit(const std::string& metric, double limit, const protocol::MetricPoint& total) {
    const auto today = todayOf(metric, total);
    if (!today || *today <= 0 || limit < farOff * *today)
        return std::nullopt;
    const double times = limit / *today;
    return TighterLimit{.why = GuardrailWords::tr("%1 × today").arg(countText(static_cast<std::uint64_t>(times))),
                        .limit = roundedUp(*today * headroom)};
}

} // namespace signalbox::ui::releases
