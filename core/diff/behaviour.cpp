#include "core/diff/behaviour.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/diff/counters.h"
#include "core/diff/tokens.h"

namespace signalbox::diff {
namespace {

constexpr std::array negations{"not",    "never",   "no",     "none",   "nothing", "nobody", "neither", "nor",
                               "cannot", "without", "unless", "except", "avoid",   "refuse", "forbid",  "forbidden"};
constexpr std::array shortNegations{"don", "won", "can", "mustn", "shouldn", "doesn", "isn", "aren"}; // before "'t"
constexpr std::array formats{"json",    "yaml",     "xml",       "csv",       "html",      "markdown",
                             "schema",  "bullet",   "bullets",   "table",     "list",      "lists",
                             "heading", "headings", "sentence",  "sentences", "paragraph", "paragraphs",
                             "format",  "plain",    "uppercase", "lowercase"};
constexpr std::array numberWords{"two",      "three", "four",   "five",   "six",    "seven",   "eight",
                                 "nine",     "ten",   "eleven", "twelve", "twenty", "thirty",  "hundred",
                                 "thousand", "once",  "twice",  "half",   "double", "maximum", "minimum"};

bool isOneOf(std::string_view word, const auto& list) {
    return std::ranges::find(list, word) != list.end();
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return result;
}

struct Feature {
    const char* kind = nullptr;
    std::string text;
};

using Features = std::vector<Feature>;

class Reader {
public:
    Reader(std::string_view line, std::pair<std::size_t, std::size_t> counter, const ToolNames& tools)
        : m_line(line),
          m_counter(counter),
          m_tokens(cutIntoTokens(line)),
          m_tools(tools) {}

    Features read() {
        Features features;
        for (std::size_t i = 0; i < m_tokens.size(); ++i)
            if (auto feature = at(i); feature.kind)
                features.push_back(std::move(feature));
        return features;
    }

private:
    [[nodiscard]] std::string_view token(std::size_t i) const {
        return i < m_tokens.size() ? m_tokens[i] : std::string_view();
    }

    [[nodiscard]] Feature at(std::size_t i) const {
        const std::string_view text = m_tokens[i];
        if (text.starts_with("{{"))
            return {"variable", std::string(text)};
        if (m_tools.contains(text))
            return {"tool", std::string(text)};
        if (text.front() >= '0' && text.front() <= '9')
            return counts(text) ? Feature{} : Feature{"number", number(i)};
        const std::string word = lower(text);
        if (isOneOf(word, numberWords))
            return {"number", word};
        if (isOneOf(word, shortNegations)) {
            const bool negated = (token(i + 1) == "'" || token(i + 1) == "\u2019") && lower(token(i + 2)) == "t";
            return negated ? Feature{"negation", word + "'t"} : Feature{};
        }
        if (isOneOf(word, negations))
            return {"negation", word};
        if (isOneOf(word, formats))
            return {"format", word};
        return {};
    }

    [[nodiscard]] bool counts(std::string_view text) const {
        const auto at = static_cast<std::size_t>(text.data() - m_line.data());
        return at >= m_counter.first && at < m_counter.second;
    }

    // With its currency, percent sign or minus, which are marks of their own.
    [[nodiscard]] std::string number(std::size_t i) const {
        std::string text(m_tokens[i]);
        if (i > 0 && (m_tokens[i - 1] == "$" || m_tokens[i - 1] == "\u20ac" || m_tokens[i - 1] == "\u00a3"))
            text.insert(0, m_tokens[i - 1]);
        if (token(i + 1) == "%")
            text.push_back('%');
        return text;
    }

    std::string_view m_line;
    std::pair<std::size_t, std::size_t> m_counter; // bytes of the number that only counts the line
    std::vector<std::string_view> m_tokens;
    const ToolNames& m_tools;
};

// What only one side says; each occurrence counts.
void cancelOut(Features& left, Features& right) {
    for (auto it = left.begin(); it != left.end();) {
        const auto same = std::ranges::find_if(
            right, [&](const Feature& other) { return other.kind == it->kind && other.text == it->text; });
        if (same == right.end()) {
            ++it;
            continue;
        }
        right.erase(same);
        it = left.erase(it);
    }
}

void addMarks(std::vector<BehaviourMark>& marks, const std::string& path, int line, Features left, Features right) {
    cancelOut(left, right);
    for (const char* kind : {"variable", "tool", "number", "negation", "format"}) {
        std::vector<std::string> before;
        std::vector<std::string> after;
        for (const Feature& feature : left)
            if (std::string_view(feature.kind) == kind)
                before.push_back(feature.text);
        for (const Feature& feature : right)
            if (std::string_view(feature.kind) == kind)
                after.push_back(feature.text);
        for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i)
            marks.push_back({path, line, kind, i < before.size() ? before[i] : std::string(),
                             i < after.size() ? after[i] : std::string()});
    }
}

std::string_view lineAt(const std::vector<std::string_view>& lines, int number) {
    // Lines beyond the length that gets a word diff are not read for meaning either.
    if (number < 0 || lines[static_cast<std::size_t>(number)].size() > longestWordLine)
        return {};
    return lines[static_cast<std::size_t>(number)];
}

} // namespace

std::vector<BehaviourMark> behaviourMarks(const std::string& path, const TextDiff& diff, const ToolNames& tools,
                                          std::size_t limit) {
    std::vector<BehaviourMark> marks;
    const Counters left(diff.leftLines);
    const Counters right(diff.rightLines);
    for (const LineRow& row : diff.rows) {
        if (marks.size() >= limit)
            break;
        if (row.kind == LineKind::Equal)
            continue;
        addMarks(marks, path, row.right >= 0 ? row.right : row.left,
                 Reader(lineAt(diff.leftLines, row.left), left.at(row.left), tools).read(),
                 Reader(lineAt(diff.rightLines, row.right), right.at(row.right), tools).read());
    }
    if (marks.size() > limit)
        marks.resize(limit);
    return marks;
}

} // namespace signalbox::diff
