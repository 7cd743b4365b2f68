#include "core/suites/scoring.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/evidence/exact_bound.h"

namespace signalbox::suites {

namespace {

constexpr double confidence = 0.95;

// Latency and cost of a performance case, also inside sets.
void addLimits(const std::vector<Assertion>& assertions, std::vector<const Assertion*>& limits) {
    for (const Assertion& one : assertions) {
        if ((one.kind == AssertionKind::Latency || one.kind == AssertionKind::Cost) && one.weight > 0)
            limits.push_back(&one);
        addLimits(one.inner, limits);
    }
}

struct LimitFound {
    Verdict verdict = Verdict::Pass;
    std::string code = {};
};

LimitFound judgeLimit(const Assertion& limit, std::span<const Trial> trials, double share) {
    std::vector<double> values;
    for (const Trial& trial : trials) {
        if (limit.kind == AssertionKind::Latency)
            values.push_back(trial.latency.count());
        else if (trial.cost)
            values.push_back(static_cast<double>(*trial.cost) / agents::picoPerUsd);
    }
    if (values.size() < trials.size() || values.empty())
        return {Verdict::NotRun, "unknown_cost"};
    const bool holds = quantileOf(std::move(values), share) <= *limit.threshold;
    if (holds != limit.isInverse)
        return {};
    const bool isTime = limit.kind == AssertionKind::Latency;
    if (limit.isInverse)
        return {Verdict::Fail, isTime ? "too_fast" : "too_cheap"};
    return {Verdict::Fail, isTime ? "too_slow" : "too_dear"};
}

void judgeLimits(const Case& one, std::span<const Trial> run, CaseScore& score) {
    std::vector<const Assertion*> limits;
    addLimits(one.assertions, limits);
    for (const Assertion* limit : limits) {
        LimitFound found = judgeLimit(*limit, run, one.quantile);
        if (found.verdict == Verdict::Pass || (found.verdict == Verdict::NotRun && score.verdict == Verdict::Fail))
            continue;
        score.verdict = found.verdict;
        score.code = std::move(found.code);
    }
}

void count(const CaseScore& one, CategoryScore& into) {
    ++into.cases;
    into.passed += one.verdict == Verdict::Pass ? 1 : 0;
    into.failed += one.verdict == Verdict::Fail ? 1 : 0;
    into.notRun += one.verdict == Verdict::NotRun ? 1 : 0;
    into.flaky += one.isFlaky() ? 1 : 0;
}

std::vector<double> passHatsOf(std::span<const CaseScore> cases) {
    int fewest = cases.empty() ? 0 : std::numeric_limits<int>::max();
    for (const CaseScore& one : cases)
        fewest = std::min(fewest, one.passed + one.failed);
    std::vector<double> means;
    for (int k = 1; k <= fewest; ++k) {
        double sum = 0;
        for (const CaseScore& one : cases)
            sum += passHat(one.passed + one.failed, one.passed, k).value_or(0);
        means.push_back(sum / static_cast<double>(cases.size()));
    }
    return means;
}

Change changeOf(const CaseScore& before, const CaseScore& after) {
    if (before.verdict == Verdict::NotRun || after.verdict == Verdict::NotRun)
        return Change::NotRun;
    if (before.verdict != after.verdict)
        return after.verdict == Verdict::Fail ? Change::Broken : Change::Fixed;
    return after.isFlaky() ? Change::Flaky : Change::Same;
}

} // namespace

CaseScore scoreOf(const Case& one, std::span<const Trial> trials) {
    CaseScore score{.name = one.name, .category = one.category, .repeats = one.repeats, .need = one.need};
    std::vector<Trial> run;
    for (const Trial& trial : trials) {
        if (trial.verdict == Verdict::NotRun)
            ++score.notRun;
        else if (static_cast<int>(run.size()) < one.repeats)
            run.push_back(trial);
    }
    score.passed = static_cast<int>(std::ranges::count(run, Verdict::Pass, &Trial::verdict));
    score.failed = static_cast<int>(run.size()) - score.passed;
    if (score.failed > one.repeats - one.need)
        score.verdict = Verdict::Fail;
    else if (static_cast<int>(run.size()) == one.repeats)
        score.verdict = Verdict::Pass;
    if (one.category == Category::Performance && static_cast<int>(run.size()) == one.repeats)
        judgeLimits(one, run, score);
    if (!run.empty())
        score.lowerBound = evidence::lowerShare(static_cast<std::uint64_t>(score.passed), run.size(), confidence);
    return score;
}

std::optional<double> passHat(int trials, int passed, int k) {
    if (k < 1 || k > trials)
        return std::nullopt;
    double chance = 1;
    for (int i = 0; i < k; ++i)
        chance *= static_cast<double>(std::max(0, passed - i)) / static_cast<double>(trials - i);
    return chance;
}

double quantileOf(std::vector<double> values, double share) {
    const double rank = std::ceil(share * static_cast<double>(values.size()) - 1e-9);
    const auto at = static_cast<std::ptrdiff_t>(std::clamp(rank, 1.0, static_cast<double>(values.size()))) - 1;
    std::ranges::nth_element(values, values.begin() + at);
    return values[static_cast<std::size_t>(at)];
}

SuiteScore scoreOf(std::span<const CaseScore> cases) {
    SuiteScore score;
    for (const CaseScore& one : cases) {
        count(one, score.all);
        count(one, score.categories[static_cast<std::size_t>(one.category)]);
        score.trialsPassed += one.passed;
        score.trialsFailed += one.failed;
    }
    if (score.all.failed > 0)
        score.verdict = Verdict::Fail;
    else if (score.all.cases > 0 && score.all.notRun == 0)
        score.verdict = Verdict::Pass;
    score.passHats = passHatsOf(cases);
    return score;
}

std::string_view toString(Change change) {
    constexpr std::array<std::string_view, 7> words{"broken", "flaky", "not_run", "fixed", "new", "gone", "same"};
    return words[static_cast<std::size_t>(change)];
}

std::vector<PairedCase> compare(std::span<const CaseScore> before, std::span<const CaseScore> after) {
    std::map<std::string_view, const CaseScore*> old;
    for (const CaseScore& one : before)
        old.emplace(one.name, &one);
    std::vector<PairedCase> pairs;
    for (const CaseScore& one : after) {
        const auto known = old.find(one.name);
        PairedCase pair{.name = one.name, .change = Change::New, .after = one};
        if (known != old.end()) {
            pair.change = changeOf(*known->second, one);
            pair.before = *known->second;
            old.erase(known);
        }
        pairs.push_back(std::move(pair));
    }
    for (const CaseScore& one : before)
        if (old.contains(one.name))
            pairs.push_back({.name = one.name, .change = Change::Gone, .before = one});
    std::ranges::stable_sort(pairs, {}, &PairedCase::change);
    return pairs;
}

} // namespace signalbox::suites
