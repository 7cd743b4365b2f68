#include "core/agents/glob.h"

#include <vector>

namespace signalbox::agents {

bool matchesGlob(std::string_view pattern, std::string_view path) {
    // reached[i]: the pattern so far fits the first i characters of the path.
    std::vector<bool> reached(path.size() + 1, false);
    reached[0] = true;
    for (std::size_t at = 0; at < pattern.size(); ++at) {
        std::vector<bool> next(path.size() + 1, false);
        const bool folders = pattern.substr(at).starts_with("**/") && (at == 0 || pattern[at - 1] == '/');
        bool open = false;
        for (std::size_t i = 0; i <= path.size(); ++i) {
            if (folders) {
                open = open || reached[i];
                next[i] = reached[i] || (open && i > 0 && path[i - 1] == '/');
            } else if (pattern[at] == '*') {
                open = reached[i] || (open && path[i - 1] != '/');
                next[i] = open;
            } else if (i > 0 && reached[i - 1]) {
                next[i] = pattern[at] == path[i - 1] || (pattern[at] == '?' && path[i - 1] != '/');
            }
        }
        reached = std::move(next);
        if (folders)
            at += 2;
    }
    return reached[path.size()];
}

} // namespace signalbox::agents
