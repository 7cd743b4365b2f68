// Who may do what: the roles of access tokens and the role that each verb of the control API needs. Pure; any thread.
// Roles are ranked; each may do everything that the ones before it may.
#pragma once

#include <optional>
#include <string_view>

#include "core/protocol/messages.h"

namespace signalbox::protocol {

[[nodiscard]] std::string_view
toString(AccessRole role); // "viewer", "engineer", "responder", "release_manager", "admin"
[[nodiscard]] std::optional<AccessRole> accessRoleFrom(std::string_view text);

// `verb`: "read", or as in the path: "publish", "pause", "roll-back", "start" … nullopt: there is no such verb.
[[nodiscard]] std::optional<AccessRole> requiredRole(std::string_view verb);
// Unauthenticated callers are the server's business; this decides for a known role. Unknown verbs are never allowed.
[[nodiscard]] bool mayUse(AccessRole role, std::string_view verb);

} // namespace signalbox::protocol
