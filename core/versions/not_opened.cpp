#include "core/versions/not_opened.h"

#include <format>

#include "core/base/shell_word.h"
#include "core/versions/git.h"

namespace signalbox::versions {

namespace {

// The folder above that is a repository; empty: there is none.
std::string repositoryAbove(const std::filesystem::path& folder) {
    git_buf found = GIT_BUF_INIT;
    std::string top;
    git::RepositoryHandle above;
    if (git_repository_discover(&found, folder.c_str(), 0, nullptr) == 0 &&
        git_repository_open(git::out(above), found.ptr) == 0)
        if (const char* tree = git_repository_workdir(above.get()))
            top = tree;
    git_buf_dispose(&found);
    while (top.size() > 1 && top.ends_with('/'))
        top.pop_back();
    return top;
}

// The value of a setting in the repository's own file; empty: it has none, or no such file.
std::string settingOf(const std::filesystem::path& workspace, const char* name) {
    std::error_code error;
    const bool inside = std::filesystem::is_directory(workspace / ".git", error);
    const auto file = (inside ? workspace / ".git" : workspace) / "config";
    git::ConfigHandle config;
    git_buf value = GIT_BUF_INIT;
    std::string text;
    if (git_config_open_ondisk(git::out(config), file.c_str()) == 0 &&
        git_config_get_string_buf(&value, config.get(), name) == 0)
        text = value.ptr;
    git_buf_dispose(&value);
    return text;
}

Error notSupported(const std::filesystem::path& workspace, std::string_view what, std::string hint) {
    return {Errc::Refused, "unsupported_repository", std::format("{} {}", workspace.string(), what), std::move(hint)};
}

} // namespace

Error whyNotOpened(int status, const std::filesystem::path& workspace) {
    Error reason = git::lastError(status, "The workspace can't be opened",
                                  "Check the repository with \"git fsck\" and the permissions of its files.");
    std::error_code error;
    const std::string folder = shellWord(workspace.string());
    if (!std::filesystem::is_directory(workspace, error))
        return {Errc::NotFound, "no_folder", std::format("There is no folder {}.", workspace.string()),
                std::format("Check the path, or make a workspace there: signalboxctl --workspace {} init", folder)};
    if (status == GIT_EOWNER)
        return {Errc::Refused, "wrong_owner", std::format("{} belongs to somebody else.", workspace.string()),
                std::format("If you trust its owner: git config --global --add safe.directory {}", folder)};
    if (settingOf(workspace, "extensions.refstorage") == "reftable")
        return notSupported(workspace, "keeps its references as a reftable, which is not read yet.",
                            std::format("Turn it back: git -C {} refs migrate --ref-format=files", folder));
    if (settingOf(workspace, "extensions.objectformat") == "sha256")
        return notSupported(workspace, "has SHA-256 objects, which are not read yet.",
                            "Make a repository with SHA-1 objects and commit the files there: git init "
                            "--object-format=sha1 DIR");
    if (status != GIT_ENOTFOUND)
        return reason;
    if (const std::string above = repositoryAbove(workspace); !above.empty())
        return {Errc::NotFound, "inside_repository",
                std::format("{} lies inside the Git repository {}.", workspace.string(), above),
                std::format("A workspace is a whole repository; open that one: --workspace {}", shellWord(above))};
    return {Errc::NotFound, "no_repository", std::format("{} is not a Git repository.", workspace.string()),
            std::format("Make it a workspace: signalboxctl --workspace {} init", folder)};
}

} // namespace signalbox::versions
