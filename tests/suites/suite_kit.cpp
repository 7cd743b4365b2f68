#include "tests/suites/suite_kit.h"

#include <format>

namespace signalbox::suites {

Result<std::string> MemoryFiles::read(const std::string& path, std::size_t most) const {
    const auto found = m_files.find(path);
    if (found == m_files.end())
        return failure(Errc::NotFound, "no_file", std::format("There is no file {}.", path), "Write its path.");
    if (found->second.size() > most)
        return failure(Errc::Limit, "file_limit", "The file is too large.");
    return found->second;
}

Result<Suite> suiteOf(const std::string& yaml, std::map<std::string, std::string> others) {
    others[suitePath] = yaml;
    return readSuite(MemoryFiles(std::move(others)), suitePath);
}

Result<Suite> suiteWith(const std::string& assertion) {
    return suiteOf("prompts: [\"{{says}}\"]\ntests:\n- vars: {says: \"a\"}\n  assert:\n  - " + assertion + "\n");
}

std::string findingsOf(const Result<Suite>& suite) {
    if (suite)
        return "good";
    std::string text;
    for (const Finding& one : suite.error().findings)
        text += std::format("{}{}@{}", text.empty() ? "" : " ", one.code, one.place.line);
    return text;
}

} // namespace signalbox::suites
