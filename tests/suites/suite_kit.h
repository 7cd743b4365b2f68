// What the tests of suites share: files in memory, and a suite read from one text.
#pragma once

#include <map>
#include <string>

#include "core/suites/suite_reader.h"

namespace signalbox::suites {

class MemoryFiles final : public SuiteFiles {
public:
    explicit MemoryFiles(std::map<std::string, std::string> files) : m_files(std::move(files)) {}

    [[nodiscard]] Result<std::string> read(const std::string& path, std::size_t most) const override;

private:
    std::map<std::string, std::string> m_files;
};

inline const std::string suitePath = "agents/refunds/tests/happy.yaml";

// The suite at suitePath, with the files beside it.
[[nodiscard]] Result<Suite> suiteOf(const std::string& yaml, std::map<std::string, std::string> others = {});
// A suite of one case with this assertion (flow YAML), whose variable "says" is what is sent.
[[nodiscard]] Result<Suite> suiteWith(const std::string& assertion);
// "code@line" of every finding, by spaces; "good" when there is none.
[[nodiscard]] std::string findingsOf(const Result<Suite>& suite);

} // namespace signalbox::suites
