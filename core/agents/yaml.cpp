#include "core/agents/yaml.h"

#include <algorithm>
#include <cmath>
#include <format>
#include <numeric>

namespace signalbox::agents {

namespace {

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

} // namespace

std::string_view nearestWord(std::string_view written, std::initializer_list<std::string_view> known) {
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

const YamlNode* YamlNode::find(std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &YamlEntry::key);
    return found == entries.end() ? nullptr : &found->value;
}

void YamlErrors::fail(int line, const std::string& field, std::string code, std::string message, std::string hint) {
    if (m_first)
        return;
    m_first = Error{Errc::Invalid, std::move(code), std::move(message), std::move(hint),
                    field.empty() ? std::format("{}:{}", m_file, line) : std::format("{}:{}: {}", m_file, line, field)};
}

YamlMap::YamlMap(YamlErrors& errors, const YamlNode* node, std::string path)
    : m_errors(&errors),
      m_node(node),
      m_path(std::move(path)) {
    if (m_node == nullptr || m_node->kind == YamlNode::Kind::Map)
        return;
    if (m_node->kind != YamlNode::Kind::Null)
        m_errors->fail(m_node->line, m_path, "wrong_type",
                       std::format("A map is expected here, not {}.", nameOf(m_node->kind)),
                       "Write \"key: value\" lines, indented by two spaces.");
    m_node = nullptr;
}

YamlMap::YamlMap(YamlErrors& errors, const YamlNode* node, std::string path,
                 std::initializer_list<std::string_view> known)
    : YamlMap(errors, node, std::move(path)) {
    for (const auto& entry : entries()) {
        if (std::ranges::find(known, entry.key) != known.end())
            continue;
        const auto guess = nearestWord(entry.key, known);
        std::string all;
        for (const auto word : known)
            all += (all.empty() ? "" : ", ") + std::string(word);
        m_errors->fail(entry.line, pathOf(entry.key), "unknown_key",
                       std::format("The key \"{}\" is not known here.", entry.key.substr(0, 80)),
                       guess.empty() ? std::format("Known keys: {}.", all)
                                     : std::format("Did you mean \"{}\"?", guess));
    }
}

const YamlNode* YamlMap::find(std::string_view key) const {
    const YamlNode* node = m_node == nullptr ? nullptr : m_node->find(key);
    return node == nullptr || node->kind == YamlNode::Kind::Null ? nullptr : node;
}

const std::vector<YamlEntry>& YamlMap::entries() const {
    static const std::vector<YamlEntry> none;
    return m_node == nullptr ? none : m_node->entries;
}

std::string YamlMap::pathOf(std::string_view key) const {
    return m_path.empty() ? std::string(key) : m_path + "." + std::string(key);
}

int YamlMap::lineOf(std::string_view key) const {
    for (const auto& entry : entries())
        if (entry.key == key)
            return entry.line;
    return m_node == nullptr ? 1 : std::max(1, m_node->line);
}

void YamlMap::fail(std::string_view key, std::string code, std::string message, std::string hint) {
    m_errors->fail(lineOf(key), pathOf(key), std::move(code), std::move(message), std::move(hint));
}

std::string YamlMap::text(std::string_view key, std::string fallback) {
    const YamlNode* node = find(key);
    if (node == nullptr)
        return fallback;
    if (node->kind == YamlNode::Kind::Text)
        return node->text;
    fail(key, "wrong_type", std::format("Text is expected here, not {}.", nameOf(node->kind)),
         isScalar(*node) ? "Put it in quotes." : "");
    return fallback;
}

std::string YamlMap::requiredText(std::string_view key) {
    std::string value = text(key);
    if (value.empty())
        fail(key, "missing_field", std::format("\"{}\" is missing.", pathOf(key)), std::format("Add \"{}: …\".", key));
    return value;
}

std::optional<double> YamlMap::number(std::string_view key, double least, double most) {
    const YamlNode* node = find(key);
    if (node == nullptr)
        return std::nullopt;
    if (node->kind != YamlNode::Kind::Number && node->kind != YamlNode::Kind::Integer) {
        fail(key, "wrong_type", std::format("A number is expected here, not {}.", nameOf(node->kind)),
             "Write it without quotes and without a unit.");
        return std::nullopt;
    }
    if (!(node->number >= least && node->number <= most)) {
        fail(key, "out_of_range", std::format("{} is outside {} to {}.", node->text.substr(0, 40), least, most));
        return std::nullopt;
    }
    return node->number;
}

std::optional<std::int64_t> YamlMap::integer(std::string_view key, std::int64_t least, std::int64_t most) {
    const YamlNode* node = find(key);
    if (node == nullptr)
        return std::nullopt;
    if (node->kind != YamlNode::Kind::Integer) {
        fail(key, "wrong_type", std::format("A whole number is expected here, not {}.", nameOf(node->kind)),
             "Write digits only, without quotes.");
        return std::nullopt;
    }
    if (node->integer < least || node->integer > most) {
        fail(key, "out_of_range", std::format("{} is outside {} to {}.", node->integer, least, most));
        return std::nullopt;
    }
    return node->integer;
}

bool YamlMap::boolean(std::string_view key, bool fallback) {
    const YamlNode* node = find(key);
    if (node == nullptr)
        return fallback;
    if (node->kind == YamlNode::Kind::Bool)
        return node->boolean;
    fail(key, "wrong_type", std::format("true or false is expected here, not {}.", nameOf(node->kind)),
         "Write true or false, without quotes.");
    return fallback;
}

std::vector<std::string> YamlMap::texts(std::string_view key) {
    std::vector<std::string> all;
    const YamlNode* node = find(key);
    if (node == nullptr)
        return all;
    if (node->kind != YamlNode::Kind::List) {
        fail(key, "wrong_type", std::format("A list is expected here, not {}.", nameOf(node->kind)),
             "Write \"- value\" lines.");
        return all;
    }
    for (std::size_t i = 0; i < node->items.size(); ++i) {
        const YamlNode& item = node->items[i];
        if (item.kind == YamlNode::Kind::Text)
            all.push_back(item.text);
        else
            m_errors->fail(item.line, std::format("{}[{}]", pathOf(key), i), "wrong_type",
                           std::format("Text is expected here, not {}.", nameOf(item.kind)),
                           isScalar(item) ? "Put it in quotes." : "");
    }
    return all;
}

YamlMap YamlMap::map(std::string_view key, std::initializer_list<std::string_view> known) {
    return {*m_errors, find(key), pathOf(key), known};
}

YamlMap YamlMap::map(std::string_view key) {
    return {*m_errors, find(key), pathOf(key)};
}

std::vector<YamlMap> YamlMap::maps(std::string_view key, std::initializer_list<std::string_view> known) {
    std::vector<YamlMap> all;
    const YamlNode* node = find(key);
    if (node == nullptr)
        return all;
    if (node->kind != YamlNode::Kind::List) {
        fail(key, "wrong_type", std::format("A list is expected here, not {}.", nameOf(node->kind)),
             "Write \"- key: value\" lines.");
        return all;
    }
    for (std::size_t i = 0; i < node->items.size(); ++i)
        all.emplace_back(*m_errors, &node->items[i], std::format("{}[{}]", pathOf(key), i), known);
    return all;
}

} // namespace signalbox::agents
