// What the stops of the tour look at and click in the window. UI thread.
#pragma once

#include "ui/releases/release_bar.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/main_window.h"

namespace signalbox::console {

// Of the agent that is shown; null: none is.
[[nodiscard]] const protocol::AgentStatus* status(const ui::shell::MainWindow& window);
[[nodiscard]] bool isIn(const ui::shell::MainWindow& window, release::Phase phase);
[[nodiscard]] bool isPaused(const ui::shell::MainWindow& window);
[[nodiscard]] bool hasAgents(const ui::shell::MainWindow& window);
[[nodiscard]] ui::releases::ReleaseBar& bar(const ui::shell::MainWindow& window);
// In the time that Live shows at first; what a sample had before is older.
[[nodiscard]] std::uint64_t requestsOf(const ui::shell::MainWindow& window, traffic::Role role);
// Clicks what a person would find under this name on the page.
void clickNamed(const ui::shell::MainWindow& window, const QString& name);
// Answers what the bar asks: its first button does what was asked about.
void answerNotice(const ui::shell::MainWindow& window);

} // namespace signalbox::console
