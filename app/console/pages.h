// The pages of the main window, in the order of their tabs.
#pragma once

#include <vector>

#include "ui/shell/page_factory.h"

namespace signalbox::client {
class ConsoleLog;
}

namespace signalbox::console {

// `log`: the console's own, shown beside the backend's; may be null; outlives the pages.
[[nodiscard]] std::vector<ui::shell::PageFactory> pages(client::ConsoleLog* log);

} // namespace signalbox::console
