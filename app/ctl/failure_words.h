// Why an agent's requests fail, in lines for a person who has just been called. Pure; any thread. What an upstream said
// is made visible by whoever prints it.
#pragma once

#include <string>
#include <vector>

#include "core/protocol/failure_message.h"

namespace signalbox::ctl {

// Empty when nothing failed in the last minutes.
[[nodiscard]] std::vector<std::string> failureLines(const protocol::FailureMessage& message);

} // namespace signalbox::ctl
