#include "core/release/plan.h"

#include <algorithm>
#include <format>
#include <limits>

#include "core/release/guarded_metrics.h"
#include "core/release/plan_mistakes.h"
#include "core/release/plan_words.h"

namespace signalbox::release {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t mostSteps = 100;
constexpr std::size_t mostGates = 20;
constexpr std::size_t longestGate = 100;
constexpr std::chrono::hours longestHold{24 * 366};

void checkTime(std::chrono::milliseconds time, const std::string& field, PlanMistakes& mistakes) {
    if (time < 0ms || time > longestHold)
        mistakes.add("A time of the plan is negative or longer than a year.", field,
                     "Write seconds, from 0 to 31622400.", field.substr(field.rfind('/') + 1) + ": 3600");
}

void checkSteps(const Plan& plan, PlanMistakes& mistakes) {
    if (plan.steps.empty() || plan.steps.size() > mostSteps)
        return mistakes.add(std::format("The plan has {} steps.", plan.steps.size()), "/steps",
                            "Give it 1 to 100 steps, such as 5, 10, 25, 50 and 100 %.",
                            "steps: [{weight: 5}, {weight: 25}, {weight: 100}]");
    traffic::Weight before;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        const Step& step = plan.steps[i];
        if (step.weight <= before)
            mistakes.add(std::format("Step {} has {}, which is not more than the {} before it.", i + 1,
                                     step.weight.toString(), before.toString()),
                         std::format("/steps/{}/weight", i), "The weights of a ramp rise from step to step, to 100.",
                         std::format("weight: {}", (before.thousandths() + 1000U) / 20U));
        checkTime(step.minimumTime, std::format("/steps/{}/minimum_time", i), mistakes);
        before = std::max(before, step.weight);
    }
    if (before != traffic::Weight::all())
        mistakes.add(std::format("The last step has {} instead of 100 %.", before.toString()),
                     std::format("/steps/{}/weight", plan.steps.size() - 1), "Add a last step with weight 100.",
                     "weight: 100");
}

void checkGates(const std::vector<std::string>& gates, PlanMistakes& mistakes) {
    if (gates.size() > mostGates)
        return mistakes.add(std::format("The plan has {} gates.", gates.size()), "/gates", "Use at most 20.");
    for (std::size_t i = 0; i < gates.size(); ++i) {
        const bool again = std::find(gates.begin(), gates.begin() + static_cast<std::ptrdiff_t>(i), gates[i]) !=
                           gates.begin() + static_cast<std::ptrdiff_t>(i);
        if (gates[i].empty() || gates[i].size() > longestGate || again)
            mistakes.add("A gate has no name, a very long one, or one that another has.", std::format("/gates/{}", i),
                         "Name each once, such as tests.", "- tests");
    }
}

void checkGuardrails(const std::vector<Guardrail>& guardrails, PlanMistakes& mistakes) {
    if (guardrails.empty())
        mistakes.add("The plan watches no metric, so nothing could stop it.", "/guardrails",
                     "Add a guardrail, such as error_rate with limit 0.02.",
                     "guardrails: [{metric: error_rate, limit: 0.02, action: roll_back}]");
    for (std::size_t i = 0; i < guardrails.size(); ++i) {
        const std::string field = std::format("/guardrails/{}", i);
        mistakes.take(checkGuardrail(guardrails[i], field));
        const bool again = std::any_of(
            guardrails.begin(), guardrails.begin() + static_cast<std::ptrdiff_t>(i), [&](const Guardrail& earlier) {
                return earlier.metric == guardrails[i].metric && earlier.action == guardrails[i].action;
            });
        if (again)
            mistakes.add(std::format("Two guardrails give {} the same action.", guardrails[i].metric), field,
                         "Remove one of them, or give it another action.");
    }
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
    PlanMistakes mistakes;
    checkSteps(plan, mistakes);
    checkTime(plan.shadowTime, "/shadow/time", mistakes);
    checkTime(plan.observeTime, "/observe_time", mistakes);
    if (plan.shadowTime > 0ms && plan.shadowShare == traffic::Weight{})
        mistakes.add("The plan shadows for some time, but a share of 0 % would copy nothing.", "/shadow/share",
                     "Write more than 0, at most 100 percent.", "share: 20");
    mistakes.take(checkComparison(plan.comparison));
    if (!(plan.promise >= leastPromise && plan.promise <= mostPromise))
        mistakes.add(std::format("The plan promises to catch a rise of {} times.", plan.promise), "/promise",
                     "Use a number from 1.25 to 16.", "promise: 6");
    checkTime(plan.drainTime, "/drain_time", mistakes);
    checkGates(plan.gates, mistakes);
    mistakes.take(checkCalendar(plan.freeze));
    checkGuardrails(plan.guardrails, mistakes);
    return mistakes.result();
}

} // namespace signalbox::release
