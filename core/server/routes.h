// The table of the control API: path pattern → method → handler and the verb that the caller's role must allow. Fixed;
// any thread. resources/api/openapi.yaml describes exactly this table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/server/call.h"

namespace signalbox::server {

[[nodiscard]] std::span<const Route> routes();

struct Match {
    const Route* route = nullptr; // null: no such path, or not with this method
    std::vector<std::string> arguments;
    std::string allowed; // methods of this path, when only the method is wrong
};

[[nodiscard]] Match match(std::string_view method, std::string_view path);

} // namespace signalbox::server
