// Releases as the judge sees them: many guardrails, whole ramps, hours.
#include <algorithm>
#include <array>

#include "tests/bench/evidence_rows.h"
#include "tests/evidence/judge_traffic.h"
#include "tests/evidence/simulations.h"

namespace signalbox::bench {

using namespace evidence;
using evidence::simulation::Conversations;
using evidence::simulation::Random;
using traffic::Weight;

// Sticky conversations with latency and cost.
void judgedRuns(Random& random, int runs) {
    int rolledBack = 0;
    int paused = 0;
    double outcomes = 0;
    const std::clock_t from = std::clock();
    GuardSet guards = usualGuards();
    guards.baseline.tops["cost"] = 0.6; // of whole conversations
    for (int i = 0; i < runs; ++i) {
        ReleaseJudge judge({.guards = guards});
        JudgeTraffic requests(random(), Weight::percent(5));
        std::uint64_t step = 0;
        for (const std::uint32_t percent : {5U, 10U, 25U, 50U}) {
            requests.setWeight(Weight::percent(percent));
            judge.enterStep(requests.elapsed());
            Conversations conversations(random, Weight::percent(percent), 0.005);
            for (int request = 0; request < 2500; ++request) {
                const auto turn = conversations.next();
                auto outcome = requests.next({}, {});
                outcome.unit = turn.conversation * 4 + step;
                outcome.arm = turn.arm;
                outcome.error = turn.failed;
                judge.take(outcome);
                ++outcomes;
            }
            ++step;
        }
        const Action action = judge.judgement().action;
        rolledBack += action == Action::RollBack ? 1 : 0;
        paused += action == Action::Pause ? 1 : 0;
    }
    const auto all = static_cast<double>(runs);
    print({.name = "judge, healthy sticky ramp: rolled back", .value = rolledBack / all, .limit = 0.01, .runs = all});
    print({.name = "judge, healthy sticky ramp: paused", .value = paused / all, .limit = 0.05, .runs = all});
    print({.name = "judge, one outcome, three guardrails",
           .unit = "ns",
           .value = processorTime(from) / outcomes,
           .runs = all});
}

// An hour of peace, then six of trouble, at a request a second, each of a unit of its own.
void troubledRuns(Random& random, int runs) {
    struct Trouble {
        const char* name;
        Behaviour both;
    };

    const std::array troubles{Trouble{"3 % of both fail", {.errors = 0.03}},
                              Trouble{"half of both fails", {.errors = 0.5}},
                              Trouble{"both take three times as long", {.slow = 3}}};
    for (const auto& [name, both] : troubles) {
        int rolledBack = 0;
        int paused = 0;
        for (int i = 0; i < runs; ++i) {
            ReleaseJudge judge({.guards = usualGuards()});
            JudgeTraffic requests(random(), Weight::percent(25));
            for (int second = 0; second < 7 * 3600; ++second) {
                const Behaviour now = second < 3600 ? Behaviour{} : both;
                judge.take(requests.next(now, now));
            }
            const Action action = judge.judgement().action;
            rolledBack += action == Action::RollBack ? 1 : 0;
            paused += action == Action::Pause ? 1 : 0;
        }
        const auto all = static_cast<double>(runs);
        const std::string where = std::string("judge, ") + name + " for six hours: ";
        print({.name = where + "rolled back", .value = rolledBack / all, .limit = 0.01, .runs = all});
        print({.name = where + "paused", .value = paused / all, .limit = 0.05, .runs = all});
    }
}

// A day after the release, at a request a second: 1 % of them fail, as before it, and the limit is 2 %.
void observedRuns(Random& random, int runs) {
    constexpr Behaviour usual{.errors = 0.01};
    int rolledBack = 0;
    for (int i = 0; i < runs; ++i) {
        GuardSet guards = usualGuards();
        guards.baseline.rates["error_rate"] = usual.errors;
        ReleaseJudge judge({.guards = guards});
        JudgeTraffic requests(random(), Weight::all());
        judge.observe(requests.elapsed());
        for (int second = 0; second < 24 * 3600; ++second)
            judge.take(requests.next(usual, usual));
        rolledBack += judge.judgement().action == Action::RollBack ? 1 : 0;
    }
    const auto all = static_cast<double>(runs);
    print({.name = "judge, 1 % fail as ever, a day after the release: rolled back",
           .value = rolledBack / all,
           .limit = 0.01,
           .runs = all});
}

} // namespace signalbox::bench
