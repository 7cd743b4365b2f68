#include "core/protocol/access.h"

#include <algorithm>
#include <array>
#include <utility>

namespace signalbox::protocol {

namespace {

using NamedRole = std::pair<std::string_view, AccessRole>;

constexpr std::array roles{NamedRole{"viewer", AccessRole::Viewer}, NamedRole{"engineer", AccessRole::Engineer},
                           NamedRole{"responder", AccessRole::Responder},
                           NamedRole{"release_manager", AccessRole::ReleaseManager},
                           NamedRole{"admin", AccessRole::Admin}};

// What makes traffic safer needs less than what makes it riskier.
constexpr std::array verbs{NamedRole{"read", AccessRole::Viewer},
                           NamedRole{"publish", AccessRole::Engineer},
                           NamedRole{"evaluate", AccessRole::Engineer},
                           NamedRole{"judge", AccessRole::Engineer},
                           NamedRole{"pause", AccessRole::Responder},
                           NamedRole{"acknowledge", AccessRole::Responder},
                           NamedRole{"step-back", AccessRole::Responder},
                           NamedRole{"freeze", AccessRole::Responder},
                           NamedRole{"unqueue", AccessRole::Responder},
                           NamedRole{"abort", AccessRole::Responder},
                           NamedRole{"roll-back", AccessRole::Responder},
                           NamedRole{"adopt", AccessRole::ReleaseManager},
                           NamedRole{"start", AccessRole::ReleaseManager},
                           NamedRole{"advance", AccessRole::ReleaseManager},
                           NamedRole{"approve", AccessRole::ReleaseManager},
                           NamedRole{"resume", AccessRole::ReleaseManager},
                           NamedRole{"promote", AccessRole::ReleaseManager},
                           NamedRole{"undo", AccessRole::ReleaseManager},
                           NamedRole{"unquarantine", AccessRole::ReleaseManager},
                           NamedRole{"unfreeze", AccessRole::ReleaseManager},
                           NamedRole{"start-queued", AccessRole::ReleaseManager},
                           NamedRole{"gate", AccessRole::ReleaseManager},
                           NamedRole{"drill", AccessRole::ReleaseManager}};

} // namespace

std::string_view toString(AccessRole role) {
    const auto found = std::ranges::find(roles, role, &NamedRole::second);
    return found == roles.end() ? std::string_view{} : found->first;
}

std::optional<AccessRole> accessRoleFrom(std::string_view text) {
    const auto found = std::ranges::find(roles, text, &NamedRole::first);
    return found == roles.end() ? std::nullopt : std::optional(found->second);
}

std::optional<AccessRole> requiredRole(std::string_view verb) {
    const auto found = std::ranges::find(verbs, verb, &NamedRole::first);
    return found == verbs.end() ? std::nullopt : std::optional(found->second);
}

bool mayUse(AccessRole role, std::string_view verb) {
    const auto needed = requiredRole(verb);
    return needed && std::to_underlying(role) >= std::to_underlying(*needed);
}

} // namespace signalbox::protocol
