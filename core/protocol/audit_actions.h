// Every action that a backend writes into its audit log. Whoever words entries words all of these; a test compares the
// list with the sources of the writers. Values; any thread.
#pragma once

#include <array>
#include <string_view>

namespace signalbox::protocol {

inline constexpr std::array<std::string_view, 30> auditActions{
    "agent.adopt",       "agent.freeze",     "agent.unfreeze",    "alert.acknowledge", "conversations.moved",
    "drill.end",         "drill.start",      "guardrail.content", "guardrail.units",   "guardrail.worse",
    "pair.verdict",      "release.abort",    "release.advance",   "release.approve",   "release.complete",
    "release.gate",      "release.pause",    "release.promote",   "release.queue",     "release.queue_held",
    "release.resume",    "release.reverted", "release.roll_back", "release.start",     "release.step_back",
    "release.supersede", "release.undo",     "release.unqueue",   "version.publish",   "version.unquarantine"};

} // namespace signalbox::protocol
