#include "core/versions/working_tree.h"

#include <optional>
#include <sys/stat.h>

namespace signalbox::versions {

namespace {

// The blob id of a file on disk; absent when there is none. `plain` turns false when something on the way is no folder,
// or the thing itself no file: then nobody should write there.
std::optional<git_oid> onDisk(const std::filesystem::path& root, const std::string& path, bool& plain) {
    std::filesystem::path at = root;
    struct stat state{};
    const std::filesystem::path relative(path);
    for (auto part = relative.begin(); part != relative.end(); ++part) {
        at /= *part;
        if (::lstat(at.c_str(), &state) != 0)
            return std::nullopt;
        const bool last = std::next(part) == relative.end();
        if (last ? !S_ISREG(state.st_mode) : !S_ISDIR(state.st_mode)) {
            plain = false;
            return std::nullopt;
        }
    }
    git_oid id;
    if (git_odb_hashfile(&id, at.c_str(), GIT_OBJECT_BLOB) != 0) {
        plain = false;
        return std::nullopt;
    }
    return id;
}

bool same(const std::optional<git_oid>& disk, const git_diff_file& file) {
    const bool absent = (file.flags & GIT_DIFF_FLAG_EXISTS) == 0;
    return absent ? !disk : disk && git_oid_equal(&*disk, &file.id);
}

} // namespace

Result<void> updateWorkingTree(const Repository& repository, const git_tree* before, const git_tree* after,
                               const std::string& folder) {
    const char* root = git_repository_workdir(repository.handle());
    if (root == nullptr)
        return {};
    std::string wanted = folder;
    char* pattern = wanted.data();
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.flags = GIT_DIFF_DISABLE_PATHSPEC_MATCH;
    if (!folder.empty())
        options.pathspec = {&pattern, 1};
    git::DiffHandle diff;
    if (const int status = git_diff_tree_to_tree(git::out(diff), repository.handle(), const_cast<git_tree*>(before),
                                                 const_cast<git_tree*>(after), &options);
        status != 0)
        return failure(git::lastError(status, "The changed files can't be found"));

    std::vector<char*> paths;
    for (std::size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
        const git_diff_delta* delta = git_diff_get_delta(diff.get(), i);
        bool plain = true;
        const auto disk = onDisk(root, delta->new_file.path, plain);
        if (plain && (same(disk, delta->old_file) || same(disk, delta->new_file)))
            paths.push_back(const_cast<char*>(delta->new_file.path));
    }
    if (paths.empty())
        return {};
    git_checkout_options checkout = GIT_CHECKOUT_OPTIONS_INIT;
    checkout.checkout_strategy = GIT_CHECKOUT_FORCE | GIT_CHECKOUT_DISABLE_PATHSPEC_MATCH;
    checkout.disable_filters = 1; // prompts are bytes: no line-end conversion, no filter of the repository's choosing
    checkout.paths = {paths.data(), paths.size()};
    const int status =
        git_checkout_tree(repository.handle(), reinterpret_cast<git_object*>(const_cast<git_tree*>(after)), &checkout);
    if (status != 0)
        return failure(git::lastError(status, "The files on disk can't be updated"));
    return {};
}

} // namespace signalbox::versions
