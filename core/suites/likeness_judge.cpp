// How alike two texts are without a model: levenshtein, and rouge-n over the tokens of the Penn Treebank.
#include <algorithm>
#include <array>
#include <cmath>
#include <format>
#include <map>
#include <vector>

#include <QRegularExpression>

#include "core/suites/assertion_judges.h"
#include "core/suites/script_value.h"

namespace signalbox::suites {

namespace {

using namespace Qt::StringLiterals;

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
    const QString said = QString::fromStdString(output);
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

struct Rule {
    const char16_t* pattern;
    const char16_t* replacement;
    bool once = false;
};

// Punctuation and endings become tokens of their own; the order counts.
constexpr std::array rules{
    Rule{u"^\"", u" `` ", true},
    Rule{u"([ (\\[{<])\"", u"\\1 `` "},
    Rule{u"\\.\\.\\.*", u" ... "},
    Rule{u"[;@#$%&]", u" \\0 "},
    Rule{u"([^.])(\\.)([\\])}>\"']*)[\\s\\x{a0}\\x{feff}\\x{2028}\\x{2029}]*\\z", u"\\1 \\2\\3 "},
    Rule{u"[,?!]", u" \\0 "},
    Rule{u"[\\]\\[(){}<>]", u" \\0 "},
    Rule{u"---*", u" -- "},
};
constexpr std::array endings{
    Rule{u"\"", u" '' "},
    Rule{u"([^'])' ", u"\\1 ' "},
    Rule{u"'([sSmMdD]) ", u" '\\1 "},
    Rule{u"('ll|'LL|'re|'RE|'ve|'VE|n't|N'T) ", u" \\1 "},
    Rule{u"\\b(can)(not)\\b", u" \\1 \\2 ", true},
    Rule{u"\\b(d)('ye)\\b", u" \\1 \\2 ", true},
    Rule{u"\\b(gim)(me)\\b", u" \\1 \\2 ", true},
    Rule{u"\\b(gon)(na)\\b", u" \\1 \\2 ", true},
    Rule{u"\\b(got)(ta)\\b", u" \\1 \\2 ", true},
    Rule{u"\\b(lem)(me)\\b", u" \\1 \\2 ", true},
    Rule{u"\\b(more)('n)\\b", u" \\1 \\2 ", true},
    Rule{u"\\b(wan)(na) ", u" \\1 \\2 ", true},
    Rule{u" ('t)(is)\\b", u" \\1 \\2 ", true},
    Rule{u" ('t)(was)\\b", u" \\1 \\2 ", true},
};

void apply(const Rule& rule, QString& text) {
    const QRegularExpression pattern{QString(rule.pattern)};
    if (!rule.once) {
        text.replace(pattern, QString(rule.replacement));
        return;
    }
    const QRegularExpressionMatch match = pattern.match(text);
    if (!match.hasMatch())
        return;
    QString replacement(rule.replacement);
    for (int group = 2; group >= 1; --group)
        replacement.replace(u"\\%1"_s.arg(group), match.captured(group));
    text.replace(match.capturedStart(), match.capturedLength(), replacement);
}

QStringList tokensOf(QString text) {
    if (text.isEmpty())
        return {};
    for (const Rule& rule : rules)
        apply(rule, text);
    text = u' ' + text + u' ';
    for (const Rule& rule : endings)
        apply(rule, text);
    static const QRegularExpression spaces(u" {2,}"_s);
    text.replace(spaces, u" "_s);
    if (text.startsWith(u' '))
        text.remove(0, 1);
    if (text.endsWith(u' '))
        text.chop(1);
    return text.split(u' ');
}

double rouge(const QString& said, const QString& wanted) {
    const QStringList candidate = tokensOf(said);
    const QStringList reference = tokensOf(wanted);
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
    return 2 * precision * recall / (precision + recall);
}

} // namespace

Found judgeLikeness(const Assertion& assertion, const std::string& output) {
    if (assertion.kind == AssertionKind::Levenshtein)
        return levenshtein(assertion, output);
    if (output.size() > longestTokenized)
        return notRun("too_long");
    const double score = rouge(lowered(QString::fromStdString(output)), lowered(assertion.value.toString()));
    return {.holds = score >= assertion.threshold.value_or(0.75),
            .score = assertion.isInverse ? 1 - score : score,
            .code = "differs",
            .detail = std::format("{:.3f}", score)};
}

} // namespace signalbox::suites
