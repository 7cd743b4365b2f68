// YAML from the workspace as plain values with line numbers. Scalars are resolved here by the rules of YAML 1.2 core
// ("no" is text, 010 is ten); tags, merge keys, duplicate keys, second documents, too much size, depth or aliases are
// errors. Pure; any thread; yaml-cpp's exceptions stay inside. Error fields read "agent.yaml:12: model.id".
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace signalbox::agents {

struct YamlLimits {
    std::size_t bytes = 256 * 1024;
    int depth = 32;
    int aliases = 16;
    std::size_t nodes = 50'000; // after aliases are written out
};

struct YamlEntry;

struct YamlNode {
    enum class Kind { Null, Bool, Integer, Number, Text, List, Map };

    Kind kind = Kind::Null;
    int line = 0;     // from 1
    std::string text; // scalars as written, quotes resolved
    bool boolean = false;
    std::int64_t integer = 0;
    double number = 0; // also set for integers
    std::vector<YamlNode> items;
    std::vector<YamlEntry> entries; // in the order of the file

    [[nodiscard]] const YamlNode* find(std::string_view key) const;
};

struct YamlEntry {
    std::string key;
    int line = 0;
    YamlNode value;
};

// `file` is the name that errors begin with.
[[nodiscard]] Result<YamlNode> loadYaml(std::string_view text, std::string_view file, const YamlLimits& limits = {});

// Keeps the first error of a reading, so that readers need not check after every field.
class YamlErrors {
public:
    explicit YamlErrors(std::string file) : m_file(std::move(file)) {}

    void fail(int line, const std::string& field, std::string code, std::string message, std::string hint = {});

    [[nodiscard]] const std::optional<Error>& first() const { return m_first; }

private:
    std::string m_file;
    std::optional<Error> m_first;
};

// One map of the file. A key that is not among `known` is an error with a guess at what was meant.
// Readers return the fallback when a key is absent or wrong; what was wrong is in the YamlErrors.
class YamlMap {
public:
    // A null `node` reads like an empty map; `path` is "" for the top of the file.
    YamlMap(YamlErrors& errors, const YamlNode* node, std::string path, std::initializer_list<std::string_view> known);
    // Any keys: the caller reads them from entries().
    YamlMap(YamlErrors& errors, const YamlNode* node, std::string path);

    [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }

    [[nodiscard]] const YamlNode* find(std::string_view key) const; // nullptr when absent or null
    [[nodiscard]] const std::vector<YamlEntry>& entries() const;

    std::string text(std::string_view key, std::string fallback = {});
    std::string requiredText(std::string_view key);
    std::optional<double> number(std::string_view key, double least, double most);
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
    bool boolean(std::string_view key, bool fallback);
    std::vector<std::string> texts(std::string_view key); // a list of texts
    YamlMap map(std::string_view key, std::initializer_list<std::string_view> known);
    YamlMap map(std::string_view key);
    // The maps of a list; nothing when the key is absent.
    std::vector<YamlMap> maps(std::string_view key, std::initializer_list<std::string_view> known);

    // An error about one of this map's fields, at its line; at the map's line when the field is absent.
    void fail(std::string_view key, std::string code, std::string message, std::string hint = {});
    [[nodiscard]] std::string pathOf(std::string_view key) const;
    [[nodiscard]] int lineOf(std::string_view key) const;

private:
    YamlErrors* m_errors;
    const YamlNode* m_node;
    std::string m_path;
};

// The known word nearest to what was written, or empty when none is near.
[[nodiscard]] std::string_view nearestWord(std::string_view written, std::initializer_list<std::string_view> known);

} // namespace signalbox::agents
