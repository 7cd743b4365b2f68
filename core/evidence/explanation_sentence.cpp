#include <algorithm>
#include <array>
#include <cmath>
#include <format>

#include "core/base/grouped_text.h"
#include "core/evidence/explanation.h"

namespace signalbox::evidence {

namespace {

// How people speak of a metric: "the canary failed 4 of 5 conversations", "the canary was slow in 4 of 5 …".
struct Spoken {
    Metric metric;
    std::string_view title;
    std::string_view did; // with the count behind it
    std::string_view amount = {};
};

constexpr std::array spoken{
    Spoken{Metric::Errors, "Errors", "failed"},
    Spoken{Metric::ToolFailures, "Tool failures", "had a failing tool in"},
    Spoken{Metric::Refusals, "Refusals", "refused"},
    Spoken{Metric::ContractViolations, "Broken contracts", "broke its contract in"},
    Spoken{Metric::PolicyHits, "Policy hits", "hit a policy in"},
    Spoken{Metric::LowQuality, "Low quality", "was of low quality in"},
    Spoken{Metric::Latency, "Latency", "was slow in"},
    Spoken{Metric::Signal, "Signal", "had it in"},
    Spoken{Metric::Cost, "Cost", "cost", "USD"},
    Spoken{Metric::Tokens, "Tokens", "used", "tokens"},
    Spoken{Metric::ToolCalls, "Tool calls", "made", "tool calls"},
};

const Spoken& spokenOf(Metric metric) {
    const auto* const found = std::ranges::find(spoken, metric, &Spoken::metric);
    return found == spoken.end() ? spoken.front() : *found;
}

std::string percent(double share) {
    return std::format("{:.3g} %", share * 100);
}

std::string begun(std::string sentence) { // with a capital
    if (!sentence.empty() && sentence.front() >= 'a' && sentence.front() <= 'z')
        sentence.front() = static_cast<char>(sentence.front() - 'a' + 'A');
    return sentence;
}

std::string of(std::uint64_t some, std::uint64_t all) {
    return std::format("{} of {}", some == 0 ? "none" : groupedText(some), groupedText(all));
}

std::string conversations(std::uint64_t some, std::uint64_t all) {
    return std::format("{} conversation{}", of(some, all), all == 1 ? "" : "s");
}

// Three digits that say something, and no powers of ten.
std::string amountText(Metric metric, double amount) {
    const double size = std::abs(amount);
    const int decimals = size == 0 ? 0 : std::clamp(2 - static_cast<int>(std::floor(std::log10(size))), 0, 9);
    const std::string number = size >= 1000 ? groupedText(static_cast<std::uint64_t>(std::llround(size)))
                                            : std::format("{:.{}f}", size, decimals);
    return metric == Metric::Cost ? "$" + number : std::format("{} {}", number, spokenOf(metric).amount);
}

class Sentence {
public:
    Sentence(const Explanation& explanation, const ArmNames& names)
        : m_explanation(explanation),
          m_names(names),
          m_metric(explanation.guard.metric) {}

    // What was seen, in people's words.
    [[nodiscard]] std::string seen() const {
        switch (m_explanation.method) {
        case Method::Outage:
            if (m_explanation.verdict == Verdict::Worse)
                return std::format("{:.0f} conversations in a row got no good answer from {}", m_explanation.value,
                                   m_names.canary);
            return counts();
        case Method::ExactLimit:
            return window();
        case Method::MeanLimit:
        case Method::MeanSequence:
            return means();
        case Method::AfterRelease:
            return after();
        case Method::Ratio:
        case Method::TwoSided:
            break;
        }
        return m_explanation.moments ? means() : counts();
    }

    [[nodiscard]] std::string limit() const {
        switch (m_explanation.method) {
        case Method::ExactLimit:
            return std::format("; the limit is {}", percent(m_explanation.bound));
        case Method::MeanLimit:
            return std::format("; the limit is {}", amountText(m_metric, m_explanation.bound));
        default:
            return {};
        }
    }

private:
    [[nodiscard]] std::string compared(const Both<std::uint64_t>& events, const Both<std::uint64_t>& all) const {
        return std::format("{} {} {}, {} {}", m_names.canary, spokenOf(m_metric).did,
                           conversations(events.canary, all.canary), m_names.stable, of(events.stable, all.stable));
    }

    [[nodiscard]] std::string counts() const {
        const auto& [stable, canary] = m_explanation.arms;
        return compared({stable.events, canary.events}, {stable.units, canary.units});
    }

    [[nodiscard]] std::string window() const {
        if (!m_explanation.window)
            return counts();
        const WindowCounts& seen = *m_explanation.window;
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(seen.to - seen.from).count();
        const std::string time = seconds < 90 ? std::format("{} s", std::max<std::int64_t>(seconds, 1))
                                              : std::format("{} min", (seconds + 30) / 60);
        return std::format("in the last {} {}", time, compared(seen.events, seen.units));
    }

    [[nodiscard]] std::string means() const {
        if (!m_explanation.moments)
            return "too few conversations so far";
        const auto& [stable, canary] = *m_explanation.moments;
        return std::format(
            "{} {} {} per {} ({} conversations), {} {} ({})", m_names.canary, spokenOf(m_metric).did,
            amountText(m_metric, canary.mean), m_explanation.method == Method::MeanLimit ? "request" : "conversation",
            groupedText(canary.count), m_names.stable, amountText(m_metric, stable.mean), groupedText(stable.count));
    }

    [[nodiscard]] std::string after() const {
        const BaselineCounts seen = m_explanation.after.empty() ? BaselineCounts{} : m_explanation.after.back();
        return std::format("{} {} {} today; up to {} were usual before the release", m_names.canary,
                           spokenOf(m_metric).did, conversations(seen.events, seen.units), percent(seen.rate));
    }

    const Explanation& m_explanation;
    const ArmNames& m_names;
    Metric m_metric;
};

std::string evidenceText(double log) {
    return log > std::log(1e6) ? "more than 1,000,000" : std::format("{:.3g}", std::exp(log));
}

std::string oneIn(double alpha) {
    return groupedText(static_cast<std::uint64_t>(std::llround(1 / alpha)));
}

} // namespace

std::string titleOf(std::string_view guard) {
    const std::string_view name = guard.substr(0, guard.find('/')); // of two on one metric the second names its action
    if (name.starts_with("signal:"))
        return std::format("Signal \"{}\"", name.substr(7));
    if (name.starts_with("latency_"))
        return std::format("Latency {}", name.substr(8));
    const auto known = guardFor(name, 1, Action::Notify);
    return known ? std::string(spokenOf(known->metric).title) : std::string(name);
}

std::string sentenceOf(const Explanation& explanation, const ArmNames& names) {
    const std::string title = titleOf(explanation.guard.name);
    const bool anyChange = explanation.guard.metric == Metric::Signal || explanation.guard.metric == Metric::ToolCalls;
    const Sentence sentence(explanation, names);
    switch (explanation.verdict) {
    case Verdict::NoData:
        return std::format("{}: no data. {}", title, explanation.reason);
    case Verdict::NotYet:
        return std::format("{}: too little to tell yet. {}.", title, begun(sentence.seen()));
    case Verdict::Clear:
        return std::format("{}: shown not to be worse than {:g} times {}. {}.", title, explanation.guard.clearMargin,
                           names.stable, begun(sentence.seen()));
    case Verdict::NotThisVersion:
        return std::format("{}: bad on both versions, so it is not this version. {}{}.", title, begun(sentence.seen()),
                           sentence.limit());
    case Verdict::Worse:
        if (anyChange)
            return std::format("{} changed: {}{}.", title, sentence.seen(), sentence.limit());
        return std::format("{}{}.", begun(sentence.seen()), sentence.limit());
    }
    return title;
}

std::string proofOf(const Explanation& explanation) {
    const std::string releases = oneIn(explanation.alpha);
    switch (explanation.method) {
    case Method::Ratio:
    case Method::TwoSided:
        return std::format("A healthy canary shows such a difference in at most 1 of {} releases, however often one "
                           "looks: E is {}, and {} is enough.",
                           releases, evidenceText(explanation.value), releases);
    case Method::AfterRelease:
        return std::format("A healthy version shows this in at most 1 of {} releases: E is {}, and {} is enough.",
                           releases, evidenceText(explanation.value), releases);
    case Method::MeanSequence:
        return std::format("A healthy canary shows such a difference in at most 1 of {} releases.", releases);
    case Method::ExactLimit:
        return std::format("With {} certainty more than {} are past the limit, which allows {}.",
                           percent(1 - explanation.alpha), percent(explanation.value), percent(explanation.bound));
    case Method::MeanLimit:
        return std::format("With {} certainty the mean is above {:.4g}, and the limit is {:.4g}.",
                           percent(1 - explanation.alpha), explanation.value, explanation.bound);
    case Method::Outage:
        return std::format("{:.0f} failed in a row, and {:.0f} are enough.", explanation.value, explanation.bound);
    }
    return {};
}

} // namespace signalbox::evidence
