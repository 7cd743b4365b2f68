// A guardrail in words and figures beside what stable does today: how its limit is written, today's value in the same
// unit, and a tighter limit where the one that is set would stop nothing. Pure; UI thread (translated).
#pragma once

#include <optional>
#include <string>

#include <QString>

#include "core/protocol/messages.h"

namespace signalbox::ui::releases {

inline constexpr std::string_view signalPrefix = "signal:";

struct MetricWords {
    QString name;
    QString prefix = {};
    QString suffix = {};
    double scale = 1; // shown = stored × scale
    int decimals = 2;
    double usual = 0; // a limit to begin with, as stored
};

[[nodiscard]] MetricWords metricWords(const std::string& metric);
[[nodiscard]] QString metricMenuText(std::string_view metric);

// What stable's requests did, as the limit is stored; nullopt: not measured, or by too few to say anything.
[[nodiscard]] std::optional<double> todayOf(const std::string& metric, const protocol::MetricPoint& total);
// "0.5 %", "54 ms", "$0.0029"
[[nodiscard]] QString amountText(const std::string& metric, double value);

struct TighterLimit {
    QString why;      // "185 × today"
    double limit = 0; // as stored
};

// nullopt: the limit is near enough to what is usual.
[[nodiscard]] std::optional<TighterLimit> tighterLimit(const std::string& metric, double limit,
                                                       const protocol::MetricPoint& total);

} // namespace signalbox::ui::releases
