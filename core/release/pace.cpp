#include "core/release/pace.h"

#include <algorithm>
#include <set>

namespace signalbox::release {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds usualHold = 1h; // of a plan that holds nowhere
constexpr milliseconds yearOfHold = std::chrono::hours{24 * 366};
constexpr milliseconds oneDay = 24h;
constexpr milliseconds oneWeek = 7 * oneDay;
constexpr std::size_t mostToRefine = 90; // of those that become finer

// The longest of what comes before all requests.
milliseconds holdOf(const Plan& plan) {
    milliseconds longest{0};
    for (const Step& step : plan.steps)
        if (step.weight != traffic::Weight::all())
            longest = std::max(longest, step.minimumTime);
    return longest > 0ms ? longest : usualHold;
}

std::vector<Step> stepsAt(const std::set<traffic::Weight>& weights, milliseconds hold, const Plan& agents) {
    std::vector<Step> steps;
    for (const traffic::Weight weight : weights)
        steps.push_back({.weight = weight, .minimumTime = hold});
    if (!steps.empty() && !agents.steps.empty())
        steps.back() = agents.steps.back(); // the end is the plan's own
    return steps;
}

void makeCareful(Plan& plan, const Plan& agents) {
    std::set<traffic::Weight> weights;
    for (const Step& step : agents.steps)
        weights.insert(step.weight);
    if (weights.size() <= mostToRefine)
        for (const std::uint32_t percent : {1U, 5U, 25U, 50U})
            weights.insert(traffic::Weight::percent(percent));
    weights.insert(traffic::Weight::all());
    plan.steps = stepsAt(weights, std::min(2 * holdOf(agents), yearOfHold), agents);
    for (Step& step : plan.steps) // what an approval is asked for keeps it
        for (const Step& own : agents.steps)
            if (own.weight == step.weight)
                step.approval = own.approval;
    if (plan.steps.size() > 1)
        plan.steps[plan.steps.size() - 2].approval = Approval::Needed;
    plan.advance = Advance::Manual;
    plan.evidence = MinimumEvidence::Needed;
    plan.promise = agents.promise;
    plan.observeTime = std::max(agents.observeTime, oneDay);
}

void makeForLowTraffic(Plan& plan, const Plan& agents) {
    plan.steps = stepsAt({traffic::Weight::percent(25), traffic::Weight::percent(50), traffic::Weight::all()},
                         std::max(holdOf(agents), oneDay), agents);
    if (std::ranges::contains(agents.steps, Approval::Needed, &Step::approval)) // it is asked for once, not never
        plan.steps[1].approval = Approval::Needed;
    plan.advance = Advance::Manual;
    plan.evidence = MinimumEvidence::NotNeeded;
    plan.promise = agents.promise;
    plan.observeTime = std::max(agents.observeTime, oneWeek);
    plan.shadowTime = 0ms;
}

void makeUsual(Plan& plan, const Plan& agents) {
    plan.steps = agents.steps;
    plan.advance = agents.advance;
    plan.evidence = agents.evidence;
    plan.promise = agents.promise;
    plan.observeTime = agents.observeTime;
    plan.shadowTime = agents.shadowTime;
    plan.shadowShare = agents.shadowShare;
}

bool rampIsSame(const Plan& one, const Plan& other) {
    return one.steps == other.steps && one.advance == other.advance && one.evidence == other.evidence &&
           one.promise == other.promise && one.observeTime == other.observeTime;
}

} // namespace

Plan atPace(Plan plan, Pace pace, const Plan& agents) {
    switch (pace) {
    case Pace::Careful:
        makeCareful(plan, agents);
        break;
    case Pace::Usual:
        makeUsual(plan, agents);
        break;
    case Pace::LowTraffic:
        makeForLowTraffic(plan, agents);
        break;
    }
    return plan;
}

std::optional<Pace> paceOf(const Plan& plan, const Plan& agents) {
    for (const Pace pace : {Pace::Usual, Pace::Careful, Pace::LowTraffic})
        if (rampIsSame(plan, atPace(plan, pace, agents)))
            return pace;
    return std::nullopt;
}

} // namespace signalbox::release
