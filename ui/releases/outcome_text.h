// What became of a command, in one sentence that names versions. Pure; UI thread (translated).
#pragma once

#include <QString>

#include "core/protocol/messages.h"
#include "ui/releases/verb.h"

namespace signalbox::ui::releases {

[[nodiscard]] QString outcomeText(Verb verb, const protocol::CommandResult& result);
[[nodiscard]] QString failureText(Verb verb); // "Pausing did not work."
// A roll back that somebody else did.
[[nodiscard]] QString rolledBackText(const release::AgentState& state);
[[nodiscard]] bool isByGuardrail(const release::AgentState& state); // the newest roll back
// What promoting now would skip.
[[nodiscard]] QString promoteWarning(const protocol::AgentStatus& status);
// What undoing a guardrail's roll back brings back, and what the guardrail said.
[[nodiscard]] QString undoWarning(const release::AgentState& state);

} // namespace signalbox::ui::releases
