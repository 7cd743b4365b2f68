#include "core/server/reason.h"

#include <format>

namespace signalbox::server {

Result<void> checkReason(std::string_view reason) {
    if (reason.size() > longestReason)
        return failure(Errc::Limit, "reason_too_long", std::format("A reason has at most {} bytes.", longestReason), {},
                       "/reason");
    return {};
}

} // namespace signalbox::server
