#include "ui/live/metric.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "ui/base/formatting.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::live {

namespace {

struct MetricWords {
    Q_DECLARE_TR_FUNCTIONS(Metric)
};

std::optional<double> latencyOf(Quantile quantile, const protocol::MetricPoint& point) {
    switch (quantile) {
    case Quantile::P50:
        return point.latencyP50;
    case Quantile::P95:
        return point.latencyP95;
    case Quantile::P99:
        return point.latencyP99;
    }
    return std::nullopt;
}

// Up to three significant digits: 0.012, 1.23, 12.3, 1,230.
QString digits(double value) {
    const int decimals = value < 0.1 ? 3 : value < 10 ? 2 : value < 100 ? 1 : 0;
    const QLocale locale(QLocale::English, QLocale::UnitedStates); // as ui/base/formatting.h
    return value == std::floor(value) ? locale.toString(value, 'f', 0) : locale.toString(value, 'f', decimals);
}

// Three digits at most, and none that says nothing: 0, 2.5, 0.21, 71.4.
int decimalsOf(double percent) {
    const int most = std::abs(percent) < 10 ? 2 : std::abs(percent) < 100 ? 1 : 0;
    const double scaled = std::round(percent * std::pow(10, most));
    int decimals = most;
    for (double rest = scaled; decimals > 0 && std::fmod(rest, 10) == 0; rest /= 10)
        --decimals;
    return decimals;
}

} // namespace

std::optional<double> valueOf(const Measure& measure, const protocol::MetricPoint& point,
                              std::chrono::milliseconds span) {
    switch (measure.metric) {
    case Metric::RequestRate:
        if (span.count() <= 0)
            return std::nullopt;
        return static_cast<double>(point.requests) * 1000.0 / static_cast<double>(span.count());
    case Metric::Latency:
        return latencyOf(measure.quantile, point);
    case Metric::FirstToken:
        return measure.quantile == Quantile::P50 ? point.firstTokenP50 : point.firstTokenP95;
    default:
        break;
    }
    const std::uint64_t base = baseOf(measure.metric, point);
    if (base == 0)
        return std::nullopt;
    const double part =
        measure.metric == Metric::Cost ? point.costUsd : static_cast<double>(partOf(measure.metric, point));
    return part / static_cast<double>(base);
}

bool isShare(Metric metric) {
    return metric == Metric::ErrorRate || metric == Metric::ContractViolations || metric == Metric::ToolFailures ||
           metric == Metric::Refusals;
}

bool isQuantile(Metric metric) {
    return metric == Metric::Latency || metric == Metric::FirstToken;
}

std::uint64_t baseOf(Metric metric, const protocol::MetricPoint& point) {
    switch (metric) {
    case Metric::RequestRate:
        return point.requests;
    case Metric::ErrorRate:
        return point.judged();
    case Metric::Latency:
        return point.latencyKnown;
    case Metric::FirstToken:
        return point.firstTokenKnown;
    case Metric::Tokens:
        return point.usageKnown;
    case Metric::Cost:
        return point.costKnown;
    case Metric::ToolCalls:
        return point.answers;
    case Metric::ContractViolations:
        return point.contractsKnown;
    case Metric::ToolFailures:
        return point.toolsKnown;
    case Metric::Refusals:
        return point.refusalsKnown;
    }
    return 0;
}

std::uint64_t partOf(Metric metric, const protocol::MetricPoint& point) {
    switch (metric) {
    case Metric::ErrorRate:
        return point.errors;
    case Metric::Tokens:
        return point.inputTokens + point.outputTokens;
    case Metric::ToolCalls:
        return point.toolCalls;
    case Metric::ContractViolations:
        return point.contractViolations;
    case Metric::ToolFailures:
        return point.toolFailures;
    case Metric::Refusals:
        return point.refusals;
    default:
        return 0;
    }
}

const release::Guardrail* guardrailOf(const Measure& measure, const std::vector<release::Guardrail>& guardrails) {
    std::string name;
    switch (measure.metric) {
    case Metric::ErrorRate:
        name = "error_rate";
        break;
    case Metric::Latency:
        name = "latency_" + quantileName(measure.quantile).toStdString();
        break;
    case Metric::FirstToken:
        name = "first_token_" + quantileName(measure.quantile).toStdString();
        break;
    case Metric::Cost:
        name = "cost";
        break;
    case Metric::Tokens:
        name = "tokens";
        break;
    case Metric::ToolCalls:
        name = "tool_calls";
        break;
    case Metric::ContractViolations:
        name = "contract_violation";
        break;
    case Metric::ToolFailures:
        name = "tool_failure";
        break;
    case Metric::Refusals:
        name = "refusal";
        break;
    case Metric::RequestRate:
        return nullptr;
    }
    const auto found = std::ranges::find(guardrails, name, &release::Guardrail::metric);
    return found == guardrails.end() ? nullptr : &*found;
}

double shareOf(Quantile quantile) {
    switch (quantile) {
    case Quantile::P50:
        return 0.50;
    case Quantile::P95:
        return 0.95;
    case Quantile::P99:
        return 0.99;
    }
    return 0;
}

QString quantileName(Quantile quantile) {
    switch (quantile) {
    case Quantile::P50:
        return u"p50"_s;
    case Quantile::P95:
        return u"p95"_s;
    case Quantile::P99:
        return u"p99"_s;
    }
    return {};
}

QString titleOf(const Measure& measure) {
    switch (measure.metric) {
    case Metric::RequestRate:
        return MetricWords::tr("Requests per second");
    case Metric::ErrorRate:
        return MetricWords::tr("Error rate");
    case Metric::Latency:
        return MetricWords::tr("Latency %1").arg(quantileName(measure.quantile));
    case Metric::FirstToken:
        return MetricWords::tr("Time to first token %1").arg(quantileName(measure.quantile));
    case Metric::Tokens:
        return MetricWords::tr("Tokens per request");
    case Metric::Cost:
        return MetricWords::tr("Cost per request");
    case Metric::ToolCalls:
        return MetricWords::tr("Tool calls per answer");
    case Metric::ContractViolations:
        return MetricWords::tr("Contract violations");
    case Metric::ToolFailures:
        return MetricWords::tr("Tool failures");
    case Metric::Refusals:
        return MetricWords::tr("Refusals");
    }
    return {};
}

QString formatValue(Metric metric, const std::optional<double>& value) {
    if (!value)
        return noData();
    switch (metric) {
    case Metric::RequestRate:
        return MetricWords::tr("%1 /s").arg(digits(*value));
    case Metric::ErrorRate:
    case Metric::ContractViolations:
    case Metric::ToolFailures:
    case Metric::Refusals:
        return percentText(*value, decimalsOf(*value * 100));
    case Metric::Latency:
    case Metric::FirstToken:
        return secondsText(*value);
    case Metric::Tokens:
    case Metric::ToolCalls:
        return digits(*value);
    case Metric::Cost:
        return usdText(*value);
    }
    return {};
}

QString formatBounds(Metric metric, double low, double high) {
    if (isQuantile(metric))
        return secondsText(low) + u'–' + secondsText(high);
    const double unit = isShare(metric) ? 100 : 1;
    const auto text = [](double value) {
        const QLocale locale(QLocale::English, QLocale::UnitedStates); // as ui/base/formatting.h
        return locale.toString(value, 'f', value < 10 && value != std::floor(value) ? 1 : 0);
    };
    return text(low * unit) + u'–' + text(high * unit);
}

QString formatBase(const Measure& measure, const protocol::MetricPoint& total) {
    const bool isRate = measure.metric == Metric::RequestRate;
    const std::uint64_t base = baseOf(measure.metric, total);
    if (base == 0 || (!isRate && !valueOf(measure, total, std::chrono::seconds(1))))
        return {};
    if (measure.metric == Metric::ContractViolations || measure.metric == Metric::ToolFailures)
        return MetricWords::tr("of %1 judged").arg(countText(base));
    // Whoever adds it up must know that something is missing.
    const bool isSum = measure.metric == Metric::Cost || measure.metric == Metric::Tokens;
    if (isSum && total.answers > base)
        return MetricWords::tr("of %1, %2 unknown").arg(countText(base), countText(total.answers - base));
    return isRate ? MetricWords::tr("%1 in all").arg(countText(base)) : MetricWords::tr("of %1").arg(countText(base));
}

} // namespace signalbox::ui::live
