#include "core/metrics/observation.h"

#include <utility>

namespace signalbox::metrics {

bool isError(Outcome outcome) {
    return outcome == Outcome::ServerError || outcome == Outcome::UpstreamLost || outcome == Outcome::Timeout;
}

std::string_view toString(Outcome outcome) {
    switch (outcome) {
    case Outcome::Success:
        return "success";
    case Outcome::ClientError:
        return "client_error";
    case Outcome::ServerError:
        return "server_error";
    case Outcome::UpstreamLost:
        return "upstream_lost";
    case Outcome::Timeout:
        return "timeout";
    case Outcome::Cancelled:
        return "cancelled";
    }
    std::unreachable();
}

} // namespace signalbox::metrics
