#include "core/diff/xdiff.h"

#include <git2.h>

namespace signalbox::diff {
namespace {

// libgit2 counts its users; this one stays until the process ends.
class Library {
public:
    Library() { git_libgit2_init(); }

    ~Library() { git_libgit2_shutdown(); }

    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
};

void useLibrary() {
    static const Library library;
}

int takeHunk(const git_diff_delta* /*delta*/, const git_diff_hunk* hunk, void* payload) {
    // In a hunk without lines on one side, git names the line before the place.
    const int left = hunk->old_lines == 0 ? hunk->old_start : hunk->old_start - 1;
    const int right = hunk->new_lines == 0 ? hunk->new_start : hunk->new_start - 1;
    static_cast<std::vector<Block>*>(payload)->push_back({left, hunk->old_lines, right, hunk->new_lines});
    return 0;
}

constexpr std::size_t largestText = 500'000'000; // bytes; line numbers and xdiff's sizes are 32-bit

} // namespace

Result<std::vector<Block>> differingBlocks(std::string_view left, std::string_view right) {
    if (left.size() > largestText || right.size() > largestText)
        return failure(Errc::Limit, "text_too_large", "The text is larger than 500 MB.",
                       "Compare smaller files; nothing was compared.");
    useLibrary();
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.context_lines = 0;
    options.interhunk_lines = 0;
    options.flags = GIT_DIFF_FORCE_TEXT | GIT_DIFF_INDENT_HEURISTIC;
    std::vector<Block> blocks;
    // An empty view may hold a null pointer, which libgit2 takes as "no file"; the result is the same.
    const int code = git_diff_buffers(left.data(), left.size(), "text", right.data(), right.size(), "text", &options,
                                      nullptr, nullptr, takeHunk, nullptr, &blocks);
    if (code < 0)
        return failure(Errc::Internal, "diff_failed", "The two texts could not be compared.",
                       "Try again; if it happens again, report it with both versions.");
    return blocks;
}

} // namespace signalbox::diff
