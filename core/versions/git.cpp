#include "core/versions/git.h"

#include <array>
#include <format>
#include <iterator>

namespace signalbox::versions::git {

void start() {
    static const bool started = [] {
        git_libgit2_init();
        git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
        // What is read once and kept in a form of our own need not stay in libgit2's form as well.
        git_libgit2_opts(GIT_OPT_ENABLE_CACHING, 0);
        // Only a mark for older gits, which would not find a worktree that is named relatively; libgit2 does.
        const char* marks[] = {"relativeworktrees"};
        git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, marks, std::size(marks));
        return true;
    }();
    (void)started;
}

Error lastError(int status, std::string_view doing, std::string hint) {
    const git_error* error = git_error_last();
    const std::string why = error != nullptr && error->message != nullptr ? error->message : "no reason was given";
    Error result{Errc::Io, "git_failed", std::format("{}: {}.", doing, why), std::move(hint), {}};
    switch (status) {
    case GIT_ENOTFOUND:
        result.kind = Errc::Corrupt;
        result.code = "broken_object";
        break;
    case GIT_ELOCKED:
        result.kind = Errc::Unavailable;
        result.code = "repository_locked";
        break;
    case GIT_EOWNER:
        result.kind = Errc::Refused;
        result.code = "wrong_owner";
        break;
    default:
        break;
    }
    return result;
}

Error failed(int status, std::string_view doing) {
    return lastError(status, doing, "Check free space and permissions of the repository, then publish again.");
}

std::string hex(const git_oid& id) {
    std::array<char, GIT_OID_SHA1_HEXSIZE + 1> text{};
    git_oid_tostr(text.data(), text.size(), &id);
    return text.data();
}

} // namespace signalbox::versions::git
