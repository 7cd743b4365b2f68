// Collects what the command palette offers at this moment: verbs of the chosen agent (with the reason where they cannot
// be used), agents, versions, pages and the window's own actions. UI thread.
#pragma once

#include <functional>
#include <vector>

#include "ui/shell/palette_model.h"

class QAction;

namespace signalbox::ui::shell {

class BackendView;

[[nodiscard]] std::vector<PaletteEntry> verbEntries(BackendView& view);
[[nodiscard]] std::vector<PaletteEntry> versionEntries(BackendView& view);
[[nodiscard]] std::vector<PaletteEntry> agentEntries(BackendView& view,
                                                     const std::function<void(const std::string&)>& choose);
// Controls of what is shown of this backend: the page, and whatever is being said above it.
[[nodiscard]] std::vector<PaletteEntry> pageEntries(const BackendView& view);
[[nodiscard]] std::vector<PaletteEntry> actionEntries(const QList<QAction*>& actions);

} // namespace signalbox::ui::shell
