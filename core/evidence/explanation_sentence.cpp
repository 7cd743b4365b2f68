#include <algorithm>
#include <format>

#include "core/base/grouped_text.h"
#include "core/evidence/spoken.h"

namespace signalbox::evidence {

namespace {

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

std::string timeText(std::chrono::microseconds time) {
    const double milliseconds = static_cast<double>(time.count()) / 1000;
    return milliseconds < 1000 ? std::format("{:.3g} ms", milliseconds) : std::format("{:.3g} s", milliseconds / 1000);
}

constexpr std::uint64_t fewConversations = 10; // say nothing yet, whatever became of them

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

    // Why the conversations failed.
    [[nodiscard]] std::string because() const {
        const std::string most = mostlyBecause(m_explanation.failures);
        if (most.empty())
            return {};
        const bool ofLately =
            m_explanation.method == Method::ExactLimit || m_explanation.method == Method::AfterRelease;
        return std::format("{} {}.", ofLately ? " Since the release began:" : "", most);
    }

    // While nothing is proven.
    [[nodiscard]] std::string soFar() const {
        const std::uint64_t seen = conversationsOf(Arm::Canary);
        const bool after = m_explanation.method == Method::AfterRelease;
        if (seen < fewConversations || (!after && conversationsOf(Arm::Stable) == 0))
            return "too little to tell yet";
        if (looksWorse(m_explanation))
            return countsAnyChange(m_metric) ? "not proven yet, but it looks different"
                                             : "not proven yet, but it looks worse";
        return std::format("no {} {} as far as {} conversations can tell",
                           countsAnyChange(m_metric) ? "different from" : "worse than",
                           after ? "before the release" : m_names.stable, groupedText(seen));
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
    [[nodiscard]] std::uint64_t conversationsOf(Arm arm) const {
        if (m_explanation.moments)
            return m_explanation.moments->of(arm).count;
        const bool after = m_explanation.method == Method::AfterRelease && !m_explanation.after.empty();
        return after && arm == Arm::Canary ? told().units : m_explanation.arms.of(arm).units;
    }

    [[nodiscard]] std::string did() const {
        if (m_explanation.slowerThan)
            return std::format("was slower than {} in", timeText(*m_explanation.slowerThan));
        return std::string(spokenOf(m_metric).did);
    }

    // Of what counts after 100 %, the level that is told of.
    [[nodiscard]] BaselineCounts told() const {
        const auto found = std::ranges::find(m_explanation.after, m_explanation.level, &BaselineCounts::name);
        if (found != m_explanation.after.end())
            return *found;
        return m_explanation.after.empty() ? BaselineCounts{} : m_explanation.after.back();
    }

    [[nodiscard]] std::string compared(const Both<std::uint64_t>& events, const Both<std::uint64_t>& all) const {
        return std::format("{} {} {}, {} {}", m_names.canary, did(), conversations(events.canary, all.canary),
                           m_names.stable, of(events.stable, all.stable));
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
        const BaselineCounts seen = told();
        return std::format("{} {} {} today; up to {} were usual before the release", m_names.canary, did(),
                           conversations(seen.events, seen.units), percent(seen.rate));
    }

    const Explanation& m_explanation;
    const ArmNames& m_names;
    Metric m_metric;
};

} // namespace

bool looksWorse(const Explanation& explanation) {
    const bool hasWay = explanation.method == Method::Ratio || explanation.method == Method::TwoSided ||
                        explanation.method == Method::AfterRelease;
    return explanation.earlySign || (hasWay && explanation.value > explanation.bound / 2);
}

std::string soFarOf(const Explanation& explanation, const ArmNames& names) {
    return Sentence(explanation, names).soFar();
}

std::string sentenceOf(const Explanation& explanation, const ArmNames& names) {
    const std::string title = titleOf(explanation.guard.name);
    const Sentence sentence(explanation, names);
    switch (explanation.verdict) {
    case Verdict::NoData:
        return std::format("{}: no data. {}", title, explanation.reason);
    case Verdict::NotYet:
        return std::format("{}: {}. {}.{}", title, sentence.soFar(), begun(sentence.seen()), sentence.because());
    case Verdict::Clear:
        return std::format("{}: shown not to be worse than {:g} times {}. {}.{}", title, explanation.guard.clearMargin,
                           names.stable, begun(sentence.seen()), sentence.because());
    case Verdict::NotThisVersion:
        return std::format("{}: bad on both versions, so it is not this version. {}{}.{}", title,
                           begun(sentence.seen()), sentence.limit(), sentence.because());
    case Verdict::Worse:
        if (countsAnyChange(explanation.guard.metric))
            return std::format("{} changed: {}{}.", title, sentence.seen(), sentence.limit());
        return std::format("{}{}.{}", begun(sentence.seen()), sentence.limit(), sentence.because());
    }
    return title;
}

} // namespace signalbox::evidence
