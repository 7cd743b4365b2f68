// The files of one suite while it is read: each once, within the limits, with the mistakes that were found in it. One
// thread; owned by the reading. Private to core/suites.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/agents/yaml.h"
#include "core/base/digest.h"
#include "core/suites/suite.h"
#include "core/suites/suite_files.h"

namespace signalbox::suites {

// A YAML or JSON file and its mistakes.
struct SourceFile {
    explicit SourceFile(std::string path) : name(path), errors(std::move(path)) {}

    std::string name;
    agents::YamlErrors errors;
    std::optional<agents::YamlNode> root = {};
};

class SuiteSource {
public:
    SuiteSource(const SuiteFiles& files, const SuiteLimits& limits, std::string folder)
        : m_files(files),
          m_limits(limits),
          m_folder(std::move(folder)) {}

    // `reference`: "file://…". Errors have no place; the caller knows who names the file.
    [[nodiscard]] Result<std::string> text(std::string_view reference);
    // As above; what is wrong inside the file is among its own errors, and its root is missing then.
    [[nodiscard]] Result<SourceFile*> yaml(std::string_view reference);
    [[nodiscard]] SourceFile& open(const std::string& path); // the suite itself

    [[nodiscard]] const SuiteLimits& limits() const { return m_limits; }

    [[nodiscard]] std::vector<Finding> findings() const;
    [[nodiscard]] Digest digest() const;

private:
    [[nodiscard]] Result<std::string> read(const std::string& path);

    const SuiteFiles& m_files;
    SuiteLimits m_limits;
    std::string m_folder;
    std::deque<SourceFile> m_opened;
    std::map<std::string, std::string> m_texts; // by path
    std::size_t m_bytes = 0;
};

// JSON as YAML can read it: tabs between values become spaces, pairs of escapes the character that they mean.
[[nodiscard]] std::string yamlOfJson(std::string_view json);

} // namespace signalbox::suites
