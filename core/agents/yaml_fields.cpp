// The typed fields of a map.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <format>

#include "core/agents/yaml.h"
#include "core/agents/yaml_words.h"

namespace signalbox::agents {

namespace {

// The number that somebody meant by "30s", "1" in quotes or "5 %".
std::optional<double> meant(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::string range(double least, double most) {
    return most >= 1e9 ? std::format("{} or more", least) : std::format("from {} to {}", least, most);
}

} // namespace

void YamlMap::failType(std::string_view key, std::string_view expected, std::string hint, std::string write) {
    const YamlNode* node = find(key);
    fail(key, "wrong_type",
         std::format("{} is expected here, not {}.", expected,
                     nameOf(node == nullptr ? YamlNode::Kind::Null : node->kind)),
         std::move(hint), std::move(write));
}

std::string YamlMap::text(std::string_view key, std::string fallback) {
    const YamlNode* node = find(key);
    if (node == nullptr)
        return fallback;
    if (node->kind == YamlNode::Kind::Text)
        return node->text;
    failType(key, "Text", isScalar(*node) ? "Put it in quotes." : "Write one text.",
             isScalar(*node) ? written(key, node->text) : std::format("{}: …", key));
    return fallback;
}

std::string YamlMap::requiredText(std::string_view key, std::string_view example) {
    std::string value = text(key);
    if (value.empty())
        fail(key, "missing_field", std::format("\"{}\" is missing.", pathOf(key)),
             std::format("Add \"{}: …\"{}.", key, m_path.empty() ? "" : " below " + m_path), written(key, example));
    return value;
}

std::optional<double> YamlMap::number(std::string_view key, double least, double most, double example) {
    const YamlNode* node = find(key);
    if (node == nullptr)
        return std::nullopt;
    if (node->kind != YamlNode::Kind::Number && node->kind != YamlNode::Kind::Integer) {
        const double near = std::clamp(meant(node->text).value_or(example), least, most);
        failType(key, "A number", std::format("Write it without quotes and without a unit, {}.", range(least, most)),
                 std::format("{}: {}", key, near));
        return std::nullopt;
    }
    if (!(node->number >= least && node->number <= most)) {
        const double near = std::isnan(node->number) ? least : std::clamp(node->number, least, most);
        fail(key, "out_of_range", std::format("{} is outside {} to {}.", node->text.substr(0, 40), least, most),
             std::format("Write a number {}.", range(least, most)), std::format("{}: {}", key, near));
        return std::nullopt;
    }
    return node->number;
}

std::optional<std::int64_t> YamlMap::integer(std::string_view key, std::int64_t least, std::int64_t most) {
    const YamlNode* node = find(key);
    if (node == nullptr)
        return std::nullopt;
    const std::string allowed = std::format("from {} to {}", least, most);
    if (node->kind != YamlNode::Kind::Integer) {
        const double wanted = std::round(meant(node->text).value_or(1));
        const double near = std::clamp(wanted, static_cast<double>(least), static_cast<double>(most));
        failType(key, "A whole number", std::format("Write digits only, without quotes, {}.", allowed),
                 std::format("{}: {}", key, static_cast<std::int64_t>(near)));
        return std::nullopt;
    }
    if (node->integer < least || node->integer > most) {
        fail(key, "out_of_range", std::format("{} is outside {} to {}.", node->integer, least, most),
             std::format("Write a whole number {}.", allowed),
             std::format("{}: {}", key, std::clamp(node->integer, least, most)));
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
    const bool yes = node->text == "yes" || node->text == "on" || node->text == "1" || node->text == "true";
    failType(key, "true or false", "Write true or false, without quotes.", std::format("{}: {}", key, yes));
    return fallback;
}

std::size_t YamlMap::choice(std::string_view key, Words words, std::size_t fallback) {
    if (!has(key))
        return fallback;
    if (find(key)->kind != YamlNode::Kind::Text) {
        failType(key, "A word", std::format("Write one of: {}.", listed(words)),
                 std::format("{}: {}", key, words.begin()[fallback]));
        return fallback;
    }
    const std::string value = text(key);
    if (const auto* const found = std::ranges::find(words, value); found != words.end())
        return static_cast<std::size_t>(found - words.begin());
    const auto guess = nearestWord(value, {words.begin(), words.size()});
    fail(key, "bad_value", std::format("\"{}\" is not a choice here.", value.substr(0, 80)),
         std::format("Write one of: {}.", listed(words)),
         std::format("{}: {}", key, guess.empty() ? words.begin()[fallback] : guess));
    return fallback;
}

std::vector<std::string> YamlMap::texts(std::string_view key) {
    std::vector<std::string> all;
    const YamlNode* node = find(key);
    if (node == nullptr)
        return all;
    if (node->kind != YamlNode::Kind::List) {
        failType(key, "A list", "Write \"- value\" lines.",
                 std::format("{}: [{}]", key, isScalar(*node) ? written("", node->text).substr(2) : "…"));
        return all;
    }
    for (std::size_t i = 0; i < node->items.size(); ++i) {
        const YamlNode& item = node->items[i];
        if (item.kind == YamlNode::Kind::Text)
            all.push_back(item.text);
        else
            failItem(key, i, "wrong_type", std::format("Text is expected here, not {}.", nameOf(item.kind)),
                     isScalar(item) ? "Put it in quotes." : "Write one text.",
                     isScalar(item) ? "- " + written("", item.text).substr(2) : "- …");
    }
    return all;
}

} // namespace signalbox::agents
