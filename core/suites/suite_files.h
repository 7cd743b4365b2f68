// Where a suite's files come from: a folder on disk, or a version's tree. `path` is inside the workspace, with "/" and
// without "." or "..". FolderFiles follows no link at all, whoever exchanges folders meanwhile, and reads nothing but
// regular files. One thread at a time.
#pragma once

#include <cstddef>
#include <string>

#include "core/base/result.h"

namespace signalbox::suites {

class SuiteFiles {
public:
    SuiteFiles() = default;
    SuiteFiles(const SuiteFiles&) = delete;
    SuiteFiles& operator=(const SuiteFiles&) = delete;
    virtual ~SuiteFiles() = default;

    // Errors: NotFound "no_file", Refused "outside_workspace" (a link, a device), Limit "file_limit", Io "io".
    [[nodiscard]] virtual Result<std::string> read(const std::string& path, std::size_t most) const = 0;
};

class FolderFiles final : public SuiteFiles {
public:
    explicit FolderFiles(std::string root) : m_root(std::move(root)) {}

    [[nodiscard]] Result<std::string> read(const std::string& path, std::size_t most) const override;

private:
    std::string m_root;
};

// A "file://…" of a suite as a path of its workspace; `folder` is the suite's, "" at the top. Errors: Invalid
// "outside_workspace" and "file_not_run" (patterns, scripts, tables).
[[nodiscard]] Result<std::string> workspacePath(std::string_view folder, std::string_view reference);
inline constexpr std::string_view filePrefix = "file://";

} // namespace signalbox::suites
