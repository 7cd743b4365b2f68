#include "core/gateway/circuit_breaker.h"

#include <algorithm>

namespace signalbox::gateway {

bool CircuitBreaker::allows(const http::OriginPtr& origin, Monotonic now) {
    const auto found = m_troubles.find(origin);
    if (found == m_troubles.end() || !isOpen(found->second))
        return true;
    Trouble& trouble = found->second;
    if (now < trouble.opened + trouble.pause)
        return false;
    trouble.opened = now; // a trial that is never made costs one pause more
    return true;
}

void CircuitBreaker::connected(const http::OriginPtr& origin) {
    m_troubles.erase(origin);
}

void CircuitBreaker::failed(const http::OriginPtr& origin, Monotonic began, Monotonic now) {
    Trouble& trouble = m_troubles[origin];
    if (isOpen(trouble)) {
        if (began < trouble.opened)
            return;
        trouble.pause = std::min(trouble.pause * 2, longestPause);
        trouble.opened = now;
    } else if (++trouble.failures >= failuresToOpen) {
        trouble.pause = firstPause;
        trouble.opened = now;
    }
}

} // namespace signalbox::gateway
