#include "core/release/plan.h"

#include <algorithm>
#include <format>
#include <limits>

#include "core/release/guarded_metrics.h"
#include "core/release/plan_words.h"

namespace signalbox::release {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t mostSteps = 100;
constexpr std::size_t mostGates = 20;
constexpr std::size_t longestGate = 100;
constexpr std::chrono::hours longestHold{24 * 366};
constexpr double leastPromise = 1.25; // the smallest ratio that the evidence looks for
constexpr double mostPromise = 16;

Result<void> checkTime(std::chrono::milliseconds time, const std::string& field) {
    if (time < 0ms || time > longestHold)
        return refusePlan("A time of the plan is negative or longer than a year.", field);
    return {};
}

Result<void> checkSteps(const Plan& plan) {
    if (plan.steps.empty() || plan.steps.size() > mostSteps)
        return refusePlan(std::format("The plan has {} steps.", plan.steps.size()), "/steps",
                          "Give it 1 to 100 steps, such as 5, 10, 25, 50 and 100 %.");
    traffic::Weight before;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Step& step = plan.steps[i];
        if (step.weight <= before)
            return refusePlan(std::format("Step {} has {}, which is not more than the {} before it.", i + 1,
                                          step.weight.toString(), before.toString()),
                              std::format("/steps/{}/weight", i), "The weights of a ramp rise from step to step.");
        if (auto time = checkTime(step.minimumTime, std::format("/steps/{}/minimum_time", i)); !time)
            return time;
        before = step.weight;
    }
    if (before != traffic::Weight::all())
        return refusePlan(std::format("The last step has {} instead of 100 %.", before.toString()),
                          std::format("/steps/{}/weight", plan.steps.size() - 1), "Add a last step with weight 100.");
    return {};
}

Result<void> checkGates(const std::vector<std::string>& gates) {
    if (gates.size() > mostGates)
        return refusePlan(std::format("The plan has {} gates.", gates.size()), "/gates", "Use at most 20.");
    for (std::size_t i = 0; i < gates.size(); ++i) {
        const bool again = std::find(gates.begin(), gates.begin() + static_cast<std::ptrdiff_t>(i), gates[i]) !=
                           gates.begin() + static_cast<std::ptrdiff_t>(i);
        if (gates[i].empty() || gates[i].size() > longestGate || again)
            return refusePlan("A gate has no name, a very long one, or one that another has.",
                              std::format("/gates/{}", i), "Name each once, such as tests.");
    }
    return {};
}

} // namespace

std::string_view conversationWord(ConversationPolicy policy) {
    return wordOf(conversationWords, policy);
}

std::optional<ConversationPolicy> conversationPolicyFrom(std::string_view text) {
    const auto* const found = std::ranges::find(conversationWords, text);
    if (found == conversationWords.end())
        return std::nullopt;
    return static_cast<ConversationPolicy>(found - conversationWords.begin());
}

Plan defaultPlan() {
    Plan plan;
    for (const std::uint32_t percent : {5U, 10U, 25U, 50U, 100U})
        plan.steps.push_back({.weight = traffic::Weight::percent(percent), .minimumTime = 1h});
    plan.guardrails = {{.metric = "error_rate", .limit = 0.02, .action = GuardAction::RollBack},
                       {.metric = "latency_p95", .limit = 10, .action = GuardAction::Pause},
                       {.metric = "cost", .limit = 0.5, .action = GuardAction::Pause}};
    plan.evidence = MinimumEvidence::Needed;
    return plan;
}

Result<void> checkPlan(const Plan& plan) {
    if (auto steps = checkSteps(plan); !steps)
        return steps;
    if (auto time = checkTime(plan.shadowTime, "/shadow/time"); !time)
        return time;
    if (auto time = checkTime(plan.observeTime, "/observe_time"); !time)
        return time;
    if (plan.shadowTime > 0ms && plan.shadowShare == traffic::Weight{})
        return refusePlan("The plan shadows for some time, but a share of 0 % would copy nothing.", "/shadow/share");
    if (auto comparison = checkComparison(plan.comparison); !comparison)
        return comparison;
    if (!(plan.promise >= leastPromise && plan.promise <= mostPromise))
        return refusePlan(std::format("The plan promises to catch a rise of {} times.", plan.promise), "/promise",
                          "Use a number from 1.25 to 16.");
    if (auto time = checkTime(plan.drainTime, "/drain_time"); !time)
        return time;
    if (auto gates = checkGates(plan.gates); !gates)
        return gates;
    if (auto calendar = checkCalendar(plan.freeze); !calendar)
        return calendar;
    if (plan.guardrails.empty())
        return refusePlan("The plan watches no metric, so nothing could stop it.", "/guardrails",
                          "Add a guardrail, such as error_rate with limit 0.02.");
    for (std::size_t i = 0; i < plan.guardrails.size(); ++i) {
        const std::string field = std::format("/guardrails/{}", i);
        if (auto good = checkGuardrail(plan.guardrails[i], field); !good)
            return good;
        for (std::size_t k = 0; k < i; ++k) {
            if (plan.guardrails[k].metric == plan.guardrails[i].metric &&
                plan.guardrails[k].action == plan.guardrails[i].action)
                return refusePlan(std::format("Two guardrails give {} the same action.", plan.guardrails[i].metric),
                                  field);
        }
    }
    return {};
}

} // namespace signalbox::release
