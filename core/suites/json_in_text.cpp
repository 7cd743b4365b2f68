#include "core/suites/json_in_text.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "core/agents/yaml.h"
#include "core/suites/script_value.h"

namespace signalbox::suites {

namespace {

constexpr std::size_t longestObject = 100'000; // characters, as promptfoo has it
constexpr std::size_t mostSteps = 32 * 1024 * 1024;
constexpr std::size_t mostRead = 4 * 1024 * 1024; // bytes that are read as YAML

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isBlank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool isEscaped(std::string_view line, std::size_t at) {
    std::size_t slashes = 0;
    while (slashes < at && line[at - slashes - 1] == '\\')
        ++slashes;
    return slashes % 2 == 1;
}

// Where a comment begins with "//", outside of quotes and addresses; npos: nowhere.
std::size_t commentIn(std::string_view line) {
    char quote = 0;
    for (std::size_t at = 0; at < line.size(); ++at) {
        const char c = line[at];
        const char before = at > 0 ? line[at - 1] : ' ';
        const char behind = at + 1 < line.size() ? line[at + 1] : ' ';
        if (quote == '"') {
            quote = c == '"' && !isEscaped(line, at) ? 0 : quote;
        } else if (quote == '\'') {
            quote = c == '\'' && !isEscaped(line, at) && !isLetter(behind) ? 0 : quote;
        } else if (c == '"' || (c == '\'' && !isLetter(before))) {
            quote = c;
        } else if (c == '/' && behind == '/') {
            std::size_t word = at;
            while (word > 0 && !isBlank(line[word - 1]))
                --word;
            if (!line.substr(word, at + 2 - word).contains("://"))
                return at;
        }
    }
    return std::string_view::npos;
}

// nullopt: a comment that nothing separates from what it follows, which is no YAML.
std::optional<std::string> withHashes(std::string_view text) {
    constexpr std::string_view separators = ",[]{}:\"'";
    std::string whole;
    while (true) {
        const auto end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        const auto comment = commentIn(line);
        whole += line.substr(0, comment);
        if (comment != std::string_view::npos) {
            if (comment > 0 && separators.contains(line[comment - 1]))
                return std::nullopt;
            const auto rest = std::min(line.find_first_not_of('/', comment), line.size());
            whole += std::string((rest - comment) / 2, '#');
            whole += line.substr(rest);
        }
        if (end == std::string_view::npos)
            return whole;
        whole += '\n';
        text.remove_prefix(end + 1);
    }
}

// As the parser here wants it: a space between a key and its value ({a:{}}, {"a":1}), and everything on one line.
class ColonSpacer {
public:
    std::string spaced(std::string_view text) {
        std::string whole;
        for (std::size_t at = 0; at < text.size(); ++at) {
            whole += text[at] == '\n' && !m_isComment ? ' ' : text[at]; // lines are folded, also inside quotes
            const char next = at + 1 < text.size() ? text[at + 1] : ' ';
            if (takes(text[at], next))
                whole += ' ';
        }
        return whole;
    }

private:
    // Whether a space belongs behind this character.
    bool takes(char c, char next) {
        constexpr std::string_view flow = ",[]{}";
        const char before = std::exchange(m_before, c);
        if (m_isEscaped) {
            m_isEscaped = false;
        } else if (m_quote != 0) {
            m_isEscaped = (m_quote == '"' && c == '\\') || (m_quote == '\'' && c == '\'' && next == '\'');
            if (c == m_quote && !m_isEscaped)
                m_quote = 0;
            m_isClosed = m_quote == 0;
        } else if (m_isComment) {
            m_isComment = c != '\n';
        } else if ((c == '"' || c == '\'') && m_begins) {
            m_quote = c;
            m_begins = false;
        } else if (c == '#' && isBlank(before)) {
            m_isComment = true;
        } else if (c == ':') {
            m_begins = true;
            return (flow.contains(next) || std::exchange(m_isClosed, false)) && !isBlank(next);
        } else {
            m_begins = flow.contains(c) || (m_begins && isBlank(c));
            m_isClosed = m_isClosed && isBlank(c);
        }
        return false;
    }

    char m_quote = 0;
    char m_before = ' ';
    bool m_begins = true; // a value or a key may begin here
    bool m_isEscaped = false;
    bool m_isClosed = false; // a quoted text ended, and nothing came since
    bool m_isComment = false;
};

struct Read {
    std::optional<QJsonValue> value = {};
    bool isTooMuch = false;
};

Read readObject(const std::string& text) {
    if (const ReadValue json = readJson(text); json.value || json.isTooDeep)
        return {json.value, json.isTooDeep};
    const auto commented = withHashes(text);
    if (!commented)
        return {};
    agents::YamlErrors errors("answer");
    const auto node = agents::loadYaml(ColonSpacer().spaced(*commented), errors, {.bytes = 2 * longestObject * 4});
    const std::vector<Finding> findings = errors.findings();
    const bool onlyTwice =
        std::ranges::all_of(findings, [](const Finding& one) { return one.code == "duplicate_key"; });
    if (node && onlyTwice && node->kind == agents::YamlNode::Kind::Map)
        return {valueOf(*node)};
    return {.isTooMuch = std::ranges::contains(findings, "yaml_limit", &Finding::code)};
}

} // namespace

FoundObjects objectsIn(const std::string& text) {
    FoundObjects found;
    std::size_t steps = 0;
    std::size_t read = 0;
    for (std::size_t begin = text.find('{'); begin != std::string::npos; begin = text.find('{', begin + 1)) {
        const std::size_t most = std::min(begin + longestObject, text.size());
        std::size_t open = 1;
        std::size_t end = begin + 1;
        for (; end < most && open > 0; ++end)
            open += text[end] == '{' ? 1 : text[end] == '}' ? std::size_t(-1) : 0;
        steps += end - begin;
        read += end - begin;
        if (steps > mostSteps || read > mostRead) {
            found.isWhole = false;
            return found;
        }
        if (end == begin + 1) // the text ends with it: nothing is looked at
            continue;
        Read one = readObject(text.substr(begin, end - begin) + std::string(open, '}'));
        found.isWhole = found.isWhole && !one.isTooMuch;
        if (one.value) {
            found.objects.push_back(std::move(*one.value));
            begin = end - 1;
        }
    }
    return found;
}

} // namespace signalbox::suites
