#include "core/models/health.h"

#include <algorithm>

namespace signalbox::models {

bool Health::allows(Monotonic now) {
    // While it is told something it is closed or about to be asked again.
    const std::unique_lock lock(m_mutex, std::try_to_lock);
    if (!lock.owns_lock() || !isOpen())
        return true;
    if (now < m_opened + m_pause)
        return false;
    m_opened = now; // a trial that is never made costs one pause more
    return true;
}

void Health::connected() {
    const std::scoped_lock lock(m_mutex);
    m_failures = 0;
    m_pause = {};
}

void Health::failed(Monotonic began, Monotonic now) {
    const std::scoped_lock lock(m_mutex);
    if (isOpen()) {
        if (began < m_opened)
            return;
        m_pause = std::min(m_pause * 2, longestPause);
        m_opened = now;
    } else if (++m_failures >= failuresToOpen) {
        m_pause = firstPause;
        m_opened = now;
    }
}

} // namespace signalbox::models
