// A release at one weight whose requests end as a test says, through the judge that a backend asks. Pure.
#pragma once

#include <format>
#include <optional>
#include <random>

#include "core/evidence/release_judge.h"
#include "core/server/guard_sets.h"
#include "tests/gateway/fixture.h"

namespace signalbox::server {

using metrics::Outcome;

inline constexpr int mostRequests = 30; // of a canary that nobody can use
inline constexpr int before = 400;      // requests that both answer well

// How a request ends, and its class.
struct Ending {
    Outcome outcome = Outcome::Success;
    metrics::FailureReason reason = {};

    Ending(Outcome of) : outcome(of) {}

    Ending(Outcome of, metrics::FailureReason because) : outcome(of), reason(std::move(because)) {}
};

// One release at a weight; every request is a conversation of its own, unless its caller is named.
class Stage {
public:
    explicit Stage(int percent, unsigned seed = 1) : m_weight(traffic::Weight::percent(percent)), m_random(seed) {
        release::Release release;
        release.id = "refunds.1";
        release.candidate = gateway::arm({.version = "2.0.0"}).version;
        release.baseline = gateway::arm({}).version;
        release.plan = release::defaultPlan();
        release.phase = release::Phase::Ramping;
        release.step = 0;
        m_candidate = release.candidate.digest;
        m_baseline = release.baseline.digest;
        m_judge.emplace(
            evidence::Opening{.candidate = m_candidate, .baseline = m_baseline, .guards = guardSetOf(release, {})});
        m_judge->enterStep(std::chrono::milliseconds{0});
    }

    void enterStep(int percent) {
        m_weight = traffic::Weight::percent(percent);
        m_judge->enterStep(m_elapsed);
    }

    // One request, whoever it falls to. True: it fell to the canary.
    bool ask(const Ending& stable, const Ending& canary) { return askAs(m_random(), stable, canary); }

    // The same caller stays with the same version while the weight does not rise above its place.
    bool askAs(std::uint64_t caller, const Ending& stable, const Ending& canary) {
        const std::uint64_t place = std::mt19937_64(caller)();
        const bool isCanary = place % 1000 < m_weight.thousandths();
        const Ending& ending = isCanary ? canary : stable;
        metrics::Observation seen;
        seen.agent = "refunds";
        seen.role = isCanary ? traffic::Role::Canary : traffic::Role::Stable;
        seen.digest = isCanary ? m_candidate : m_baseline;
        seen.weight = isCanary ? m_weight : m_weight.rest();
        seen.unit = caller;
        seen.outcome = ending.outcome;
        seen.status = 200;
        if (blameOf(ending.outcome) != metrics::Blame::Nobody)
            seen.failure = std::make_shared<metrics::Failure>(metrics::Failure{.reason = ending.reason});
        seen.latency = std::chrono::milliseconds{300};
        m_elapsed += std::chrono::milliseconds{50};
        m_action = std::max(m_action, m_judge->take(outcomeOf(seen, m_elapsed)));
        return isCanary;
    }

    void observe() { m_judge->observe(m_elapsed); }

    [[nodiscard]] bool isGone() const { return m_action == evidence::Action::RollBack; }

    [[nodiscard]] bool isQuiet() const { return m_action == evidence::Action::None; }

    // As "not this version", for the reason that both fail of.
    [[nodiscard]] bool isHeld(const std::string& reason) const {
        const evidence::Judgement now = m_judge->judgement();
        return now.notThisVersion && std::ranges::any_of(now.holds, [&](const std::string& hold) {
                   return hold.contains(std::format("Both versions fail alike ({}):", reason));
               });
    }

    [[nodiscard]] evidence::Explanation explained() const { return *m_judge->explain("error_rate"); }

    // How many requests the canary had until it was gone; `most`: it was not.
    int askUntilGone(const Ending& stable, const Ending& canary, int most) {
        int asked = 0;
        while (!isGone() && asked < most)
            asked += ask(stable, canary) ? 1 : 0;
        return asked;
    }

private:
    traffic::Weight m_weight;
    std::mt19937_64 m_random;
    Digest m_candidate;
    Digest m_baseline;
    std::optional<evidence::ReleaseJudge> m_judge;
    std::chrono::milliseconds m_elapsed{0};
    evidence::Action m_action = evidence::Action::None;
};

} // namespace signalbox::server
