// How alike two texts are without a model: levenshtein, and rouge-n over the tokens of the Penn Treebank.
#include <algorithm>
#include <array>
#include <cmath>
#include <format>
#include <map>
#include <vector>

#include "core/suites/assertion_judges.h"
#include "core/suites/script_value.h"
#include "core/suites/treebank_tokens.h"

namespace signalbox::suites {

namespace {

constexpr double mostCells = 64e6; // of the table of edits
constexpr std::size_t longestTokenized = 256 * 1024;

// Insertions, deletions and changes from one to the other, as far as they are at most `most`.
std::optional<int> distanceWithin(const QString& from, const QString& to, int most) {
    const int rows = static_cast<int>(from.size());
    const int columns = static_cast<int>(to.size());
    if (std::abs(rows - columns) > most)
        return std::nullopt;
    const int beyond = most + 1;
    std::vector<int> above(static_cast<std::size_t>(columns) + 1, beyond);
    for (int column = 0; column <= std::min(columns, most); ++column)
        above[static_cast<std::size_t>(column)] = column;
    std::vector<int> row(above.size(), beyond);
    for (int i = 1; i <= rows; ++i) {
        const int first = std::max(1, i - most);
        const int last = std::min(columns, i + most);
        row[static_cast<std::size_t>(first) - 1] = first == 1 && i <= most ? i : beyond;
        for (int j = first; j <= last; ++j) {
            const auto at = static_cast<std::size_t>(j);
            const int change = above[at - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
            row[at] = std::min({beyond, change, row[at - 1] + 1, above[at] + 1});
        }
        if (last < columns)
            row[static_cast<std::size_t>(last) + 1] = beyond;
        std::swap(row, above);
    }
    const int distance = above[static_cast<std::size_t>(columns)];
    return distance <= most ? std::optional(distance) : std::nullopt;
}

Found levenshtein(const Assertion& assertion, const std::string& output) {
    const QString said = scriptString(output);
    const QString wanted = assertion.value.toString();
    const double threshold = assertion.threshold.value_or(5);
    const double longest = static_cast<double>(std::max(said.size(), wanted.size()));
    const int most = static_cast<int>(std::min(std::floor(threshold), longest));
    if (std::abs(static_cast<double>(said.size() - wanted.size())) > most)
        return {.holds = false, .code = "differs"};
    if (longest * (2.0 * most + 1) > mostCells)
        return notRun("too_long");
    return {.holds = distanceWithin(said, wanted, most).has_value(), .code = "differs"};
}

double rouge(const QString& said, const QString& wanted) {
    const QStringList candidate = treebankTokens(said);
    const QStringList reference = treebankTokens(wanted);
    if (candidate.isEmpty() || reference.isEmpty())
        return 0;
    std::map<QString, std::array<qsizetype, 2>> counts;
    for (const QString& token : candidate)
        ++counts[token][0];
    for (const QString& token : reference)
        ++counts[token][1];
    qsizetype both = 0;
    for (const auto& [token, count] : counts)
        both += std::min(count[0], count[1]);
    if (both == 0)
        return 0;
    const double precision = static_cast<double>(both) / static_cast<double>(candidate.size());
    const double recall = static_cast<double>(both) / static_cast<double>(reference.size());
    // The harmonic mean, rounded as promptfoo's library rounds it: a threshold may be met exactly.
    const auto [least, most] = std::minmax(precision, recall);
    return least == most ? least : std::min(most, least * (2 / (1 + least / most)));
}

} // namespace

Found judgeLikeness(const Assertion& assertion, const std::string& output) {
    if (assertion.kind == AssertionKind::Levenshtein)
        return levenshtein(assertion, output);
    if (output.size() > longestTokenized)
        return notRun("too_long");
    const double score = rouge(lowered(scriptString(output)), lowered(assertion.value.toString()));
    return {.holds = score >= assertion.threshold.value_or(0.75),
            .score = assertion.isInverse ? 1 - score : score,
            .code = "differs",
            .detail = std::format("{:.3f}", score)};
}

} // namespace signalbox::suites
