// YAML from the workspace as plain values with their places. Scalars are resolved here by the rules of YAML 1.2 core
// ("no" is text, 010 is ten); tags, merge keys, duplicate keys, second documents, too much size, depth or aliases are
// errors. Pure; any thread; yaml-cpp's exceptions stay inside. A reading collects every mistake of the file, each with
// file, line, field, what is allowed and the line to write instead.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/findings.h"

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
    int column = 0;   // from 1
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
    int column = 0;
    YamlNode value;
};

// Collects the mistakes of one file. What follows from an earlier one (a missing field inside a map that is no map) is
// left out: one finding a field.
class YamlErrors {
public:
    explicit YamlErrors(std::string file) : m_file(std::move(file)) {}

    void add(Finding finding); // its place gets the file

    [[nodiscard]] bool isEmpty() const { return m_findings.empty(); }

    // In the order of the file, what is missing last.
    [[nodiscard]] std::vector<Finding> findings() const;

    [[nodiscard]] Error error() const { return errorOf(findings()); } // of what is not empty

private:
    std::string m_file;
    std::vector<Finding> m_findings;
};

// What could be read goes into the errors; nothing comes back when the file cannot be read at all.
[[nodiscard]] std::optional<YamlNode> loadYaml(std::string_view text, YamlErrors& errors,
                                               const YamlLimits& limits = {});
// `file` is the name that places begin with.
[[nodiscard]] Result<YamlNode> loadYaml(std::string_view text, std::string_view file, const YamlLimits& limits = {});

// One map of the file. A key that is not among `known` is an error with a guess at what was meant.
// Readers return the fallback when a key is absent or wrong; what was wrong is in the YamlErrors.
class YamlMap {
public:
    using Words = std::initializer_list<std::string_view>;

    // A null `node` reads like an empty map; `path` is "" for the top of the file.
    YamlMap(YamlErrors& errors, const YamlNode* node, std::string path, Words known);
    // Any keys: the caller reads them from entries().
    YamlMap(YamlErrors& errors, const YamlNode* node, std::string path);

    [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }

    [[nodiscard]] const YamlNode* find(std::string_view key) const; // nullptr when absent or null
    [[nodiscard]] const std::vector<YamlEntry>& entries() const;

    std::string text(std::string_view key, std::string fallback = {});
    // `example` is what to write when there is nothing.
    std::string requiredText(std::string_view key, std::string_view example = "NAME");
    // `example` is what to write for what is no number.
    std::optional<double> number(std::string_view key, double least, double most, double example = 1);
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most);
    bool boolean(std::string_view key, bool fallback);
    // The index of the word that stands there.
    std::size_t choice(std::string_view key, Words words, std::size_t fallback);
    std::vector<std::string> texts(std::string_view key); // a list of texts
    YamlMap map(std::string_view key, Words known);
    YamlMap map(std::string_view key);
    // The maps of a list; nothing when the key is absent.
    std::vector<YamlMap> maps(std::string_view key, Words known);

    // An error about one of this map's fields, at its place; at the map's place when the field is absent. `write` is
    // the whole line, as written() makes it.
    void fail(std::string_view key, std::string code, std::string message, std::string hint = {},
              std::string write = {});
    // The same for one item of a list.
    void failItem(std::string_view key, std::size_t index, std::string code, std::string message, std::string hint = {},
                  std::string write = {});
    [[nodiscard]] std::string pathOf(std::string_view key) const;
    [[nodiscard]] Place placeOf(std::string_view key) const; // without the file

private:
    YamlMap(YamlErrors& errors, const YamlNode* node, std::string path, Place at, const Words* known);
    void checkKeys(Words known);
    void failType(std::string_view key, std::string_view expected, std::string hint, std::string write);

    YamlErrors* m_errors;
    const YamlNode* m_node;
    std::string m_path;
    Place m_at; // of the map, or of where it should be
};

// "key: value" as it stands in a file: in quotes where it would be read as something else.
[[nodiscard]] std::string written(std::string_view key, std::string_view text);
// The known word nearest to what was written, or empty when none is near.
[[nodiscard]] std::string_view nearestWord(std::string_view written, std::span<const std::string_view> known);

} // namespace signalbox::agents
