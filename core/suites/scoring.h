// What trials prove: of a case, of a suite, and beside another version. Pure; any thread.
//
// A case passes when `need` of its `repeats` trials do, and every one of them was run. It fails as soon as it cannot
// pass any more. Anything else is "not run": trouble of the provider or the runner is never a pass, nor a failure.
// A case is flaky when some trials passed and some failed, whichever way it ends.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/suites/judge.h"

namespace signalbox::suites {

struct Trial {
    Verdict verdict = Verdict::NotRun;
    Milliseconds latency{};
    std::optional<agents::PicoUsd> cost = {};
};

struct CaseScore {
    std::string name = {};
    Category category = Category::Happy;
    Verdict verdict = Verdict::NotRun;
    int passed = 0; // trials
    int failed = 0;
    int notRun = 0;
    int repeats = 1;
    int need = 1;
    double lowerBound = 0; // with 95 % confidence a trial passes at least so often (Clopper–Pearson)
    std::string code = {}; // of performance: which limit did not hold at its quantile

    [[nodiscard]] bool isFlaky() const { return passed > 0 && failed > 0; }
};

// Of the first `repeats` trials that were run, and all that were not.
[[nodiscard]] CaseScore scoreOf(const Case& one, std::span<const Trial> trials);

// The chance that k trials drawn of these n all pass: C(c, k) / C(n, k). nullopt: k is none of 1 … n.
[[nodiscard]] std::optional<double> passHat(int trials, int passed, int k);
// The least of so many values that so large a share of them does not exceed (nearest rank). `values` is not empty.
[[nodiscard]] double quantileOf(std::vector<double> values, double share);

struct CategoryScore {
    int cases = 0; // 0: nothing is known of this category, and that is said
    int passed = 0;
    int failed = 0;
    int notRun = 0;
    int flaky = 0;
};

struct SuiteScore {
    Verdict verdict = Verdict::NotRun; // Pass only when every case passed, and there is one
    std::array<CategoryScore, categoryCount> categories{};
    CategoryScore all = {};
    int trialsPassed = 0;
    int trialsFailed = 0;
    std::vector<double> passHats = {}; // mean over the cases, for k = 1 … the fewest trials of any of them
};

[[nodiscard]] SuiteScore scoreOf(std::span<const CaseScore> cases);

enum class Change : std::uint8_t { Broken, Flaky, NotRun, Fixed, New, Gone, Same }; // in the order to be shown
[[nodiscard]] std::string_view toString(Change change);                             // "broken", …

struct PairedCase {
    std::string name = {};
    Change change = Change::Same;
    std::optional<CaseScore> before = {}; // of the parent
    std::optional<CaseScore> after = {};
};

// Case by case, by name; broken ones first. Broken and fixed: the verdict changed. Flaky: it did not, and the later one
// neither passes nor fails every time.
[[nodiscard]] std::vector<PairedCase> compare(std::span<const CaseScore> before, std::span<const CaseScore> after);

} // namespace signalbox::suites
