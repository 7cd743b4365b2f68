#include "core/protocol/access.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::protocol {

namespace {

using Named = std::pair<std::string_view, AccessRole>;

constexpr std::array roles{Named{"viewer", AccessRole::Viewer}, Named{"engineer", AccessRole::Engineer},
                           Named{"responder", AccessRole::Responder},
                           Named{"release_manager", AccessRole::ReleaseManager}, Named{"admin", AccessRole::Admin}};

// What makes traffic safer needs less than what makes it riskier.
constexpr std::array verbs{Named{"read", AccessRole::Viewer},
                           Named{"publish", AccessRole::Engineer},
                           Named{"evaluate", AccessRole::Engineer},
                           Named{"judge", AccessRole::Engineer},
                           Named{"pause", AccessRole::Responder},
                           Named{"acknowledge", AccessRole::Responder},
                           Named{"step-back", AccessRole::Responder},
                           Named{"freeze", AccessRole::Responder},
                           Named{"unqueue", AccessRole::Responder},
                           Named{"abort", AccessRole::Responder},
                           Named{"roll-back", AccessRole::Responder},
                           Named{"start", AccessRole::ReleaseManager},
                           Named{"advance", AccessRole::ReleaseManager},
                           Named{"approve", AccessRole::ReleaseManager},
                           Named{"resume", AccessRole::ReleaseManager},
                           Named{"promote", AccessRole::ReleaseManager},
                           Named{"undo", AccessRole::ReleaseManager},
                           Named{"unquarantine", AccessRole::ReleaseManager},
                           Named{"unfreeze", AccessRole::ReleaseManager},
                           Named{"start-queued", AccessRole::ReleaseManager},
                           Named{"gate", AccessRole::ReleaseManager},
                           Named{"drill", AccessRole::ReleaseManager}};

} // namespace

std::string_view toString(AccessRole role) {
    const auto found = std::ranges::find(roles, role, &Named::second);
    return found == roles.end() ? std::string_view{} : found->first;
}

std::optional<AccessRole> accessRoleFrom(std::string_view text) {
    const auto found = std::ranges::find(roles, text, &Named::first);
    return found == roles.end() ? std::nullopt : std::optional(found->second);
}

std::optional<AccessRole> requiredRole(std::string_view verb) {
    const auto found = std::ranges::find(verbs, verb, &Named::first);
    return found == verbs.end() ? std::nullopt : std::optional(found->second);
}

bool mayUse(AccessRole role, std::string_view verb) {
    const auto needed = requiredRole(verb);
    return needed && std::to_underlying(role) >= std::to_underlying(*needed);
}

} // namespace signalbox::protocol
