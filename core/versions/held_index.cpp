#include "core/versions/held_index.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <format>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "core/base/shell_word.h"
#include "core/versions/durable.h"

namespace signalbox::versions {

namespace {

// Version 2, no entries, and the SHA-1 of that: what a repository without an index begins with.
constexpr std::array<unsigned char, 32> emptyIndex{'D',  'I',  'R',  'C',  0,    0,    0,    2,    0,    0,    0,
                                                   0,    0x39, 0xd8, 0x90, 0x13, 0x9e, 0xe5, 0x35, 0x6c, 0x7e, 0xf5,
                                                   0x72, 0x21, 0x6c, 0xeb, 0xcd, 0x27, 0xaa, 0x41, 0xf9, 0xdf};

std::filesystem::path lockOf(const std::filesystem::path& index) {
    return index.string() + ".lock";
}

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

bool exists(const git_diff_file& file) {
    return (file.flags & GIT_DIFF_FLAG_EXISTS) != 0;
}

bool same(const std::optional<git_oid>& disk, const git_diff_file& file) {
    return exists(file) ? disk && git_oid_equal(&*disk, &file.id) : !disk;
}

// "git add -N" only announces a file: for a commit it is not there.
bool isAnnounced(const git_index_entry* entry) {
    return entry != nullptr && (entry->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD) != 0;
}

bool isLeftOut(const git_index_entry* entry) { // of the working tree, by a sparse checkout
    return entry != nullptr && (entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0;
}

bool same(const git_index_entry* entry, const git_diff_file& file) {
    const bool there = entry != nullptr && !isAnnounced(entry);
    return exists(file) ? there && git_oid_equal(&entry->id, &file.id) : !there;
}

// Whether a sparse checkout leaves the whole folder out.
bool isLeftOut(git_index* index, const std::string& folder) {
    bool any = false;
    for (std::size_t i = 0; i < git_index_entrycount(index); ++i) {
        const git_index_entry* entry = git_index_get_byindex(index, i);
        if (!std::string_view(entry->path).starts_with(folder + "/"))
            continue;
        if (!isLeftOut(entry))
            return false;
        any = true;
    }
    return any;
}

// A merge that waits for a person has entries of the stages 1 to 3 and none of stage 0.
bool isInConflict(git_index* index, const char* path) {
    for (int stage = 1; stage <= 3; ++stage)
        if (git_index_get_bypath(index, path, stage) != nullptr)
            return true;
    return false;
}

// What a person said about the file stays: that Git takes it for unchanged, that it is left out.
int put(git_index* index, const git_diff_file& file, const git_index_entry* known, bool leftOut) {
    if (!exists(file))
        return known == nullptr ? 0 : git_index_remove(index, file.path, 0);
    git_index_entry entry{};
    if (known != nullptr)
        entry.flags = known->flags & GIT_INDEX_ENTRY_VALID;
    if (isLeftOut(known) || (known == nullptr && leftOut))
        entry.flags_extended = GIT_INDEX_ENTRY_SKIP_WORKTREE;
    entry.path = file.path;
    entry.id = file.id;
    entry.mode = file.mode;
    return git_index_add(index, &entry);
}

// Git reads a file again whose time is not before the index's, by whole seconds as it is usually built: it may have
// been edited within the same one. The index that takes this one's place is younger, so those entries are marked as Git
// marks them: by size 0.
int keepDoubts(git_index* index, const std::filesystem::path& before) {
    struct stat state{};
    if (::stat(before.c_str(), &state) != 0)
        return 0;
    int status = 0;
    for (std::size_t i = 0; status == 0 && i < git_index_entrycount(index); ++i) {
        const git_index_entry* known = git_index_get_byindex(index, i);
        if (git_index_entry_stage(known) != 0 || known->file_size == 0 || known->mtime.seconds < state.st_mtim.tv_sec)
            continue;
        git_index_entry entry = *known;
        entry.file_size = 0;
        const std::string path = known->path; // goes with the entry that is replaced
        entry.path = path.c_str();
        status = git_index_add(index, &entry);
    }
    return status;
}

Result<git::TreeHandle> copyOf(const git_tree* tree) {
    git::TreeHandle copy;
    if (tree != nullptr && git_object_dup(reinterpret_cast<git_object**>(git::out(copy)),
                                          reinterpret_cast<git_object*>(const_cast<git_tree*>(tree))) != 0)
        return failure(git::failed(0, "A tree can't be held"));
    return copy;
}

} // namespace

Result<HeldIndex> HeldIndex::take(const Repository& repository) {
    HeldIndex held(repository, {});
    if (git_repository_workdir(repository.handle()) == nullptr)
        return held;
    git_buf where = GIT_BUF_INIT;
    if (const int status = git_repository_item_path(&where, repository.handle(), GIT_REPOSITORY_ITEM_INDEX);
        status != 0)
        return failure(git::failed(status, "The index can't be found"));
    const std::filesystem::path path(where.ptr);
    git_buf_dispose(&where);
    const int file = ::open(lockOf(path).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0 && errno == EEXIST)
        return failure(Errc::Unavailable, "repository_locked",
                       std::format("Another Git command is at work here: {} exists.", lockOf(path).string()),
                       std::format("Publish again when it is done; if none runs, remove the file: rm {}",
                                   shellWord(lockOf(path).string())));
    if (file < 0)
        return failure(Errc::Io, "git_failed",
                       std::format("{} can't be written: {}.", lockOf(path).string(), std::strerror(errno)),
                       "Check free space and permissions of the repository, then publish again.");
    held.m_path = path; // ours from here on
    const bool whole = ::write(file, emptyIndex.data(), emptyIndex.size()) == static_cast<ssize_t>(emptyIndex.size());
    std::error_code error = whole ? std::error_code() : std::make_error_code(std::errc::io_error);
    ::close(file);
    if (std::error_code ignored; whole && std::filesystem::exists(path, ignored))
        std::filesystem::copy_file(path, lockOf(path), std::filesystem::copy_options::overwrite_existing, error);
    if (error)
        return failure(Errc::Io, "git_failed", std::format("The index can't be read: {}.", error.message()),
                       "Check free space and permissions of the repository, then publish again.");
    int status = git_index_open(git::out(held.m_index), lockOf(path).c_str());
    status = status != 0 ? status : git_index_read(held.m_index.get(), 1);
    status = status != 0 ? status : keepDoubts(held.m_index.get(), path);
    if (status != 0)
        return failure(git::lastError(status, "The index can't be read",
                                      "Git can write it so that others read it: git update-index --no-split-index; git "
                                      "sparse-checkout reapply --no-sparse-index"));
    return held;
}

HeldIndex::HeldIndex(HeldIndex&& other) noexcept
    : m_repository(other.m_repository),
      m_path(std::exchange(other.m_path, {})),
      m_index(std::move(other.m_index)),
      m_before(std::move(other.m_before)),
      m_after(std::move(other.m_after)),
      m_untouched(std::move(other.m_untouched)) {}

HeldIndex::~HeldIndex() {
    if (!m_path.empty())
        ::unlink(lockOf(m_path).c_str());
}

Result<void> HeldIndex::follow(const git_tree* before, const git_tree* after, const std::string& folder) {
    if (m_path.empty())
        return {};
    auto first = copyOf(before);
    auto second = copyOf(after);
    if (!first || !second)
        return failure(first ? second.error() : first.error());
    m_before = std::move(*first);
    m_after = std::move(*second);
    std::string wanted = folder;
    char* pattern = wanted.data();
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.flags = GIT_DIFF_DISABLE_PATHSPEC_MATCH;
    if (!folder.empty())
        options.pathspec = {&pattern, 1};
    git::DiffHandle diff;
    if (const int status =
            git_diff_tree_to_tree(git::out(diff), m_repository->handle(), m_before.get(), m_after.get(), &options);
        status != 0)
        return failure(git::failed(status, "The changed files can't be found"));
    const char* root = git_repository_workdir(m_repository->handle());
    const bool leftOut = !folder.empty() && isLeftOut(m_index.get(), folder);
    for (std::size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
        const git_diff_delta* delta = git_diff_get_delta(diff.get(), i);
        const char* path = delta->new_file.path;
        bool plain = true;
        const auto disk = onDisk(root, path, plain);
        const git_index_entry* known = git_index_get_bypath(m_index.get(), path, 0);
        const bool checkedOut = !isLeftOut(known) && (known != nullptr || !leftOut);
        if (plain && checkedOut && (same(disk, delta->old_file) || same(disk, delta->new_file)))
            m_untouched.emplace_back(path);
        if (isInConflict(m_index.get(), path) || !same(known, delta->old_file))
            continue; // somebody's staged change stays
        if (const int status = put(m_index.get(), delta->new_file, known, leftOut); status != 0)
            return failure(git::failed(status, "The index can't be changed"));
    }
    if (const int status = git_index_write(m_index.get()); status != 0)
        return failure(git::failed(status, "The index can't be written"));
    return {};
}

Result<void> HeldIndex::writeFiles() {
    if (m_untouched.empty())
        return {};
    std::vector<char*> paths;
    for (std::string& path : m_untouched)
        paths.push_back(path.data());
    git_checkout_options checkout = GIT_CHECKOUT_OPTIONS_INIT;
    checkout.checkout_strategy = GIT_CHECKOUT_FORCE | GIT_CHECKOUT_DISABLE_PATHSPEC_MATCH |
                                 GIT_CHECKOUT_DONT_UPDATE_INDEX | GIT_CHECKOUT_DONT_WRITE_INDEX;
    checkout.disable_filters = 1; // prompts are bytes: no line-end conversion, no filter of the repository's choosing
    checkout.paths = {paths.data(), paths.size()};
    const int status =
        git_checkout_tree(m_repository->handle(), reinterpret_cast<git_object*>(m_after.get()), &checkout);
    if (status != 0)
        return failure(git::lastError(status, "The files on disk can't be updated"));
    return {};
}

// So that nobody has to read the files again to see that they are as the index says.
void HeldIndex::rememberDisk() {
    const std::filesystem::path root = git_repository_workdir(m_repository->handle());
    for (const std::string& path : m_untouched) {
        const git_index_entry* known = git_index_get_bypath(m_index.get(), path.c_str(), 0);
        struct stat state{};
        if (known == nullptr || ::lstat((root / path).c_str(), &state) != 0 || !S_ISREG(state.st_mode))
            continue;
        bool plain = true;
        const auto disk = onDisk(root, path, plain);
        if (!disk || !git_oid_equal(&*disk, &known->id))
            continue;
        git_index_entry entry = *known;
        entry.ctime = {static_cast<std::int32_t>(state.st_ctim.tv_sec),
                       static_cast<std::uint32_t>(state.st_ctim.tv_nsec)};
        entry.mtime = {static_cast<std::int32_t>(state.st_mtim.tv_sec),
                       static_cast<std::uint32_t>(state.st_mtim.tv_nsec)};
        entry.dev = static_cast<std::uint32_t>(state.st_dev);
        entry.ino = static_cast<std::uint32_t>(state.st_ino);
        entry.uid = state.st_uid;
        entry.gid = state.st_gid;
        entry.file_size = static_cast<std::uint32_t>(state.st_size);
        const std::string kept = known->path; // goes with the entry that is replaced
        entry.path = kept.c_str();
        (void)git_index_add(m_index.get(), &entry);
    }
    (void)git_index_write(m_index.get()); // without it the files are only read once more
}

Result<void> HeldIndex::finish() {
    if (m_path.empty())
        return {};
    auto written = writeFiles();
    rememberDisk();
    const std::filesystem::path path = std::exchange(m_path, {});
    std::error_code error;
    std::filesystem::rename(lockOf(path), path, error);
    if (error) {
        ::unlink(lockOf(path).c_str());
        return failure(Errc::Io, "git_failed", std::format("The index can't take its place: {}.", error.message()),
                       "\"git reset\" makes it follow; files on disk stay as they are.");
    }
    if (auto synced = syncDirectory(path.parent_path()); !synced)
        return synced;
    return written;
}

} // namespace signalbox::versions
