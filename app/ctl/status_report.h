// One agent in words, for a person who has just been called: what answers, who did the last thing and why, what is
// open, what to do next. Pure; any thread. What people and guardrails wrote cannot add a line of its own.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/protocol/alert_message.h"
#include "core/protocol/failure_message.h"
#include "core/protocol/messages.h"

namespace signalbox::ctl {

// What stands beside the state. Absent: it could not be read; the report does without.
struct Background {
    std::optional<std::vector<protocol::Alert>> alerts = {};       // of all agents, newest first
    std::vector<protocol::AuditRow> rows = {};                     // the newest of the audit log
    std::map<std::string, protocol::FailureMessage> failures = {}; // by agent; absent: could not be read
};

// Lines, without a line feed at the end.
[[nodiscard]] std::string reportOf(const protocol::AgentStatus& status, const Background& background);

} // namespace signalbox::ctl
