// The order of versions wherever they are listed or chosen: stable, canary, shadow, then the others by precedence, the
// highest first. The tree of Versions, where children stand above their parents, follows precedence too. Pure; any
// thread.
#pragma once

#include <string>
#include <vector>

#include "core/protocol/messages.h"

namespace signalbox::ui {

// `status`: who serves; null: not known, then precedence alone.
[[nodiscard]] std::vector<std::string> namesInOrder(const std::vector<agents::Version>& versions,
                                                    const protocol::AgentStatus* status);

} // namespace signalbox::ui
