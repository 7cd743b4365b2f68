#include "core/agents/yaml.h"

#include <algorithm>
#include <format>
#include <tuple>

#include "core/agents/yaml_words.h"

namespace signalbox::agents {

namespace {

constexpr std::size_t mostFindings = 100; // of one file; whoever made more looks again

bool isBelow(std::string_view field, std::string_view above) {
    if (above.empty())
        return !field.empty();
    return field.size() > above.size() && field.starts_with(above) &&
           (field[above.size()] == '.' || field[above.size()] == '[');
}

std::size_t keyStart(std::string_view field) {
    const auto dot = field.rfind('.');
    return dot == std::string_view::npos ? 0 : dot + 1;
}

// Whether a key that nobody knows was taken for this field, which is missing for that reason.
bool isMeantBy(std::string_view field, const Finding& unknown) {
    const std::size_t start = keyStart(field);
    return unknown.code == "unknown_key" && unknown.write.starts_with(std::string(field.substr(start)) + ":") &&
           std::string_view(unknown.place.field).substr(0, keyStart(unknown.place.field)) == field.substr(0, start);
}

// What stands in the line of a map: "model" of "agents.a.model", "-" of "teams[0]".
std::string leading(std::string_view path) {
    if (path.ends_with(']'))
        return "- ";
    return path.empty() ? std::string() : std::string(path.substr(keyStart(path))) + ": ";
}

} // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &YamlEntry::key);
    return found == entries.end() ? nullptr : &found->value;
}

void YamlErrors::add(Finding finding) {
    if (m_findings.size() >= mostFindings)
        return;
    const std::string& field = finding.place.field;
    for (const Finding& known : m_findings) {
        if (finding.code == "missing_field" && isMeantBy(field, known))
            return;
        const bool whole = known.code == "wrong_type" || known.code == "missing_field" || known.code == "unknown_key";
        // A key that stands twice has two values, each of which can be wrong.
        const bool other = known.code == "duplicate_key" && known.place.line != finding.place.line;
        if ((!field.empty() && known.place.field == field && !other) || (whole && isBelow(field, known.place.field)))
            return;
    }
    finding.place.file = m_file;
    m_findings.push_back(std::move(finding));
}

std::vector<Finding> YamlErrors::findings() const {
    std::vector<Finding> all = m_findings;
    std::ranges::stable_sort(all, {}, [](const Finding& one) {
        const bool missing = one.code == "missing_field";
        return std::tuple(missing, missing ? 0 : one.place.line, missing ? 0 : one.place.column);
    });
    return all;
}

YamlMap::YamlMap(YamlErrors& errors, const YamlNode* node, std::string path, Place at, const Words* known)
    : m_errors(&errors),
      m_node(node),
      m_path(std::move(path)),
      m_at(std::move(at)) {
    if (m_node != nullptr && m_node->kind != YamlNode::Kind::Map) {
        if (m_node->kind != YamlNode::Kind::Null)
            m_errors->add({.code = "wrong_type",
                           .message = std::format("A map is expected here, not {}.", nameOf(m_node->kind)),
                           .hint = "Write \"key: value\" lines, indented by two spaces.",
                           .write = leading(m_path) + (known != nullptr ? inner(*known) : "{NAME: …}"),
                           .place = m_at});
        m_node = nullptr;
    }
    if (known != nullptr)
        checkKeys(*known);
}

namespace {

Place startOf(const YamlNode* node, const std::string& path) {
    return {.line = node == nullptr ? 1 : std::max(1, node->line),
            .column = node == nullptr ? 1 : node->column,
            .field = path};
}

} // namespace

YamlMap::YamlMap(YamlErrors& errors, const YamlNode* node, std::string path)
    : YamlMap(errors, node, path, startOf(node, path), nullptr) {}

YamlMap::YamlMap(YamlErrors& errors, const YamlNode* node, std::string path, Words known)
    : YamlMap(errors, node, path, startOf(node, path), &known) {}

void YamlMap::checkKeys(Words known) {
    for (const auto& entry : entries()) {
        if (std::ranges::find(known, entry.key) != known.end())
            continue;
        const auto guess = nearestWord(entry.key, {known.begin(), known.size()});
        const std::string value = isScalar(entry.value) ? entry.value.text : "…";
        fail(entry.key, "unknown_key", std::format("The key \"{}\" is not known here.", entry.key.substr(0, 80)),
             guess.empty() ? std::format("Remove it; known keys: {}.", listed(known))
                           : std::format("Did you mean \"{}\"? Known keys: {}.", guess, listed(known)),
             guess.empty() ? std::string() : std::format("{}: {}", guess, value));
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

Place YamlMap::placeOf(std::string_view key) const {
    Place place = m_at;
    place.field = pathOf(key);
    for (const auto& entry : entries())
        if (entry.key == key) {
            place.line = entry.line;
            place.column = entry.column;
        }
    return place;
}

void YamlMap::fail(std::string_view key, std::string code, std::string message, std::string hint, std::string write) {
    m_errors->add({.code = std::move(code),
                   .message = std::move(message),
                   .hint = std::move(hint),
                   .write = std::move(write),
                   .place = placeOf(key)});
}

void YamlMap::failItem(std::string_view key, std::size_t index, std::string code, std::string message, std::string hint,
                       std::string write) {
    Place place = placeOf(key);
    place.field += std::format("[{}]", index);
    const YamlNode* list = find(key);
    if (list != nullptr && list->kind == YamlNode::Kind::List && index < list->items.size()) {
        place.line = list->items[index].line;
        place.column = list->items[index].column;
    }
    m_errors->add({.code = std::move(code),
                   .message = std::move(message),
                   .hint = std::move(hint),
                   .write = std::move(write),
                   .place = std::move(place)});
}

YamlMap YamlMap::map(std::string_view key, Words known) {
    return {*m_errors, find(key), pathOf(key), placeOf(key), &known};
}

YamlMap YamlMap::map(std::string_view key) {
    return {*m_errors, find(key), pathOf(key), placeOf(key), nullptr};
}

std::vector<YamlMap> YamlMap::maps(std::string_view key, Words known) {
    std::vector<YamlMap> all;
    const YamlNode* node = find(key);
    if (node == nullptr)
        return all;
    if (node->kind != YamlNode::Kind::List) {
        failType(key, "A list", "Write \"- key: value\" lines.", std::format("{}: [{}]", key, inner(known)));
        return all;
    }
    for (std::size_t i = 0; i < node->items.size(); ++i)
        all.emplace_back(*m_errors, &node->items[i], std::format("{}[{}]", pathOf(key), i), known);
    return all;
}

} // namespace signalbox::agents
