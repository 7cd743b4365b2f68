// How a console and a backend are connected, as a value: connected or not, since when, and what kind of trouble it is,
// so that it can be said and mended. Owned by the EventLink; read anywhere on its thread.
#pragma once

#include <chrono>
#include <optional>

#include "core/base/result.h"
#include "core/base/time.h"

namespace signalbox::client {

enum class LinkState { Connecting, Connected, Stale };

enum class LinkTrouble {
    None,
    Slow,         // connected, but answers take longer than slowAnswer
    Silent,       // was connected; nothing was heard for 5 s
    Restarting,   // it closed the connection, or says that it is not ready
    Refused,      // nothing listens at the address
    NoSuchHost,   // the name is not known
    NoAnswer,     // not even a connection, or no answer on it, in time
    WrongToken,   // 401
    RoleTooSmall, // 403
    HostRefused,  // 403: the backend does not go by the name in the address
    Untrusted,    // TLS
    NotABackend,  // something else answers at the address
    OtherBackend, // connected, but it is not the backend that answered before
    Other
};

inline constexpr std::chrono::milliseconds slowAnswer{1000};

// Whether trying again soon can help without anybody doing something.
[[nodiscard]] constexpr bool mendsItself(LinkTrouble trouble) {
    return trouble == LinkTrouble::Silent || trouble == LinkTrouble::Restarting || trouble == LinkTrouble::Refused ||
           trouble == LinkTrouble::NoAnswer;
}

struct Link {
    LinkState state = LinkState::Connecting;
    LinkTrouble trouble = LinkTrouble::None;
    WallTime since{};     // of this state; while connected, of its trouble
    WallTime lastHeard{}; // last byte from the backend
    std::chrono::milliseconds roundTrip{0};
    std::chrono::milliseconds retryIn{0}; // while stale: as it was decided at retryFrom; 0: it is tried now
    WallTime retryFrom{};
    std::optional<Error> error = {};
};

} // namespace signalbox::client
