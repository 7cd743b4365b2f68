#include "core/evidence/forecast.h"

#include <algorithm>
#include <cmath>
#include <format>

#include "core/base/grouped_text.h"
#include "core/evidence/guard_set.h"
#include "core/evidence/ratio_process.h"

namespace signalbox::evidence {

namespace {

// What is overshot on average when the bound is passed.
constexpr double overshoot = 0.5;
constexpr Days patience{14};

bool isShare(double rate, traffic::Weight canary) {
    return rate > 0 && rate < 1 && canary.thousandths() > 0 && canary < traffic::Weight::all();
}

std::string counted(double number, std::string_view unit) {
    const auto whole = static_cast<std::uint64_t>(std::llround(number));
    return std::format("about {} {}{}", groupedText(whole), unit, whole == 1 ? "" : "s");
}

std::string ratioText(double ratio) {
    return std::format("{:g}×", ratio);
}

std::string daily(double unitsPerDay) {
    return std::format("{} request{} a day", groupedText(static_cast<std::uint64_t>(std::llround(unitsPerDay))),
                       std::llround(unitsPerDay) == 1 ? "" : "s");
}

} // namespace

std::uint64_t leastStepUnits(traffic::Weight canary) {
    constexpr std::uint64_t least = 200;
    const bool comparable = canary.thousandths() > 0 && canary < traffic::Weight::all();
    if (!comparable)
        return least;
    const auto forLimit = static_cast<double>(GuardSet{}.leastLimitUnits) / canary.share();
    return std::max(least, static_cast<std::uint64_t>(std::ceil(forLimit)));
}

std::optional<double> unitsToWorse(double rate, double ratio, traffic::Weight canary, double alpha,
                                   double logEvidence) {
    if (!isShare(rate, canary) || !(ratio > 1) || rate * ratio > 1)
        return {};
    const double share = canary.share();
    const double events = 1 - share + share * ratio; // for each of stable's
    const double growth = share * ratio * std::log(ratio) - events * std::log(events);
    return std::max(0.0, std::log(1 / alpha) + overshoot - logEvidence) / (rate * growth);
}

std::optional<double> unitsToClear(double rate, double margin, traffic::Weight canary, double alpha,
                                   double logEvidence) {
    if (!isShare(rate, canary) || !(margin > 1))
        return {};
    const double share = canary.share();
    const double shifted = share * margin / (share * margin + 1 - share);
    double growth = 0; // of the best bet of the grid
    for (const double ratio : ratiosOf(Grid::Safer))
        growth = std::max(growth, share * std::log(ratio) - std::log(1 - shifted + shifted * ratio));
    if (!(growth > 0))
        return {};
    return std::max(0.0, std::log(1 / alpha) - logEvidence) / (rate * growth);
}

std::vector<StepForecast> forecastStep(traffic::Weight canary, std::span<const double> ratios, double rate,
                                       double alpha, double unitsPerDay) {
    std::vector<StepForecast> steps;
    for (const double ratio : ratios) {
        const auto units = unitsToWorse(rate, ratio, canary, alpha);
        if (!units)
            continue;
        StepForecast step{.canary = canary, .ratio = ratio, .units = *units, .canaryUnits = *units * canary.share()};
        if (unitsPerDay > 0)
            step.time = Days(*units / unitsPerDay);
        steps.push_back(step);
    }
    return steps;
}

std::string forecastSentence(std::span<const StepForecast> step) {
    if (step.empty())
        return "nothing can be seen at this weight";
    std::string text = std::format("at {} of your traffic this canary can see ", step.front().canary.toString());
    for (std::size_t i = 0; i < step.size(); ++i) {
        if (i > 0)
            text += ", ";
        text +=
            std::format("a {} rise {}", ratioText(step[i].ratio),
                        step[i].time ? "in " + aboutText(*step[i].time) : "after " + counted(step[i].units, "request"));
    }
    return text;
}

std::string lowTrafficAdvice(double rate, double alpha, double unitsPerDay, double ratio, traffic::Weight canary) {
    const auto units = unitsToWorse(rate, ratio, canary, alpha);
    if (!units || !(unitsPerDay > 0) || Days(*units / unitsPerDay) <= patience)
        return {};
    const auto days = [unitsPerDay](double needed) {
        return groupedText(static_cast<std::uint64_t>(std::llround(std::max(1.0, needed / unitsPerDay))));
    };
    std::string text = std::format("at {} a {} rise would take {} days to see: skip shadow", daily(unitsPerDay),
                                   ratioText(ratio), days(*units));
    const auto half = traffic::Weight::percent(50);
    if (canary < half)
        text += std::format(", go to 50 % ({} days)", days(*unitsToWorse(rate, ratio, half, alpha)));
    return text + ", and rely on tests and on people reading a sample";
}

std::string minimumSentence(double units, double unitsPerDay) {
    std::string text = "needs " + counted(units, "request");
    if (unitsPerDay > 0)
        text += ", " + aboutText(Days(units / unitsPerDay)) + " at your traffic";
    return text;
}

std::string aboutText(Days time) {
    const double seconds = std::chrono::duration<double>(time).count();
    const auto say = [](double value, std::string_view unit) {
        return std::format("about {} {}", groupedText(static_cast<std::uint64_t>(std::llround(value))), unit);
    };
    if (seconds < 90)
        return say(std::max(1.0, seconds), "s");
    if (seconds < 90 * 60)
        return say(seconds / 60, "min");
    if (seconds < 36 * 3600)
        return say(seconds / 3600, "h");
    return say(seconds / 86'400, "days");
}

} // namespace signalbox::evidence
