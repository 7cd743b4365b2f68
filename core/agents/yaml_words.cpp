#include "core/agents/yaml_words.h"

#include <algorithm>
#include <format>
#include <numeric>

#include "core/agents/yaml_scalar.h"

namespace signalbox::agents {

namespace {

std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

// What YAML would read as something else, or not at all, without quotes.
bool needsQuotes(std::string_view text) {
    constexpr std::string_view special = "!&*{}[],#|>@`\"'%?-:";
    YamlNode node;
    node.text = text;
    resolvePlain(node);
    return node.kind != YamlNode::Kind::Text || special.contains(text.front()) || text.contains(": ") ||
           text.contains(" #") || text.ends_with(':') || text.front() == ' ' || text.back() == ' ' ||
           std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

} // namespace

std::string_view nameOf(YamlNode::Kind kind) {
    switch (kind) {
    case YamlNode::Kind::Null:
        return "nothing";
    case YamlNode::Kind::Bool:
        return "true or false";
    case YamlNode::Kind::Integer:
        return "a whole number";
    case YamlNode::Kind::Number:
        return "a number";
    case YamlNode::Kind::Text:
        return "text";
    case YamlNode::Kind::List:
        return "a list";
    case YamlNode::Kind::Map:
        break;
    }
    return "a map";
}

bool isScalar(const YamlNode& node) {
    return node.kind != YamlNode::Kind::List && node.kind != YamlNode::Kind::Map;
}

std::string listed(YamlMap::Words words) {
    std::string all;
    for (const auto word : words)
        all += (all.empty() ? "" : ", ") + std::string(word);
    return all;
}

std::string inner(YamlMap::Words known) {
    std::string all;
    for (const auto word : known)
        all += (all.empty() ? "" : ", ") + std::string(word) + ": …";
    return "{" + all + "}";
}

std::string_view nearestWord(std::string_view written, std::span<const std::string_view> known) {
    std::string_view best;
    std::size_t least = std::max<std::size_t>(1, written.size() / 3) + 1;
    if (written.size() > 64)
        return best;
    for (const auto word : known) {
        if (const auto far = distance(written, word); far < least) {
            least = far;
            best = word;
        }
    }
    return best;
}

std::string written(std::string_view key, std::string_view text) {
    std::string value(text);
    if (text.empty() || needsQuotes(text)) {
        value = "\"";
        for (const char c : text)
            value += c == '"' || c == '\\' ? std::string{'\\', c} : c == '\n' ? std::string("\\n") : std::string{c};
        value += '"';
    }
    return std::format("{}: {}", key, value);
}

} // namespace signalbox::agents
