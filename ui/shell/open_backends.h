// The backends that a window shows, and what others are told of them: the sidebar, the list of recent ones, the first
// agent to look at. Functions of the views' values; UI thread. The window owns the views.
#pragma once

#include <string>
#include <vector>

#include "ui/shell/recent_backends.h"
#include "ui/shell/sidebar_model.h"

namespace signalbox::client {
class BackendMirror;
}

namespace signalbox::ui::shell {

class BackendView;

struct OpenBackend {
    BackendView* view = nullptr;
    std::string firstAgent; // to be chosen when none has a release; may be empty
    RecentBackend origin;   // without a place: not to be remembered
};

[[nodiscard]] SidebarBackend sidebarOf(const BackendView& view);
[[nodiscard]] RecentBackend seenNow(const OpenBackend& open);
// What was opened before, with what goes on now in those that are open.
[[nodiscard]] std::vector<RecentBackend> recentWith(const std::vector<OpenBackend>& open);
// Keeps what is seen now for the next time.
void rememberAll(const std::vector<OpenBackend>& open);
// The agent with a release is what one comes for; otherwise the one that was asked for. Empty: the first of the tree.
[[nodiscard]] std::string firstToSee(const client::BackendMirror& mirror, const std::string& wanted);

} // namespace signalbox::ui::shell
