#include "ui/live/repaint_scheduler.h"

#include <algorithm>

namespace signalbox::ui::live {

RepaintScheduler::RepaintScheduler(int count, std::function<bool(int)> isVisible, std::function<void(int)> repaint,
                                   QObject* parent)
    : QObject(parent),
      m_dirty(static_cast<std::size_t>(count), false),
      m_isVisible(std::move(isVisible)),
      m_repaint(std::move(repaint)) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &RepaintScheduler::repaintOne);
}

void RepaintScheduler::markDirty(int chart) {
    m_dirty[static_cast<std::size_t>(chart)] = true;
    wake();
}

void RepaintScheduler::markAllDirty() {
    std::ranges::fill(m_dirty, true);
    wake();
}

void RepaintScheduler::setActive(bool active) {
    m_active = active;
    if (!active)
        m_timer.stop();
    else
        wake();
}

void RepaintScheduler::wake() {
    if (m_active && !m_timer.isActive() && std::ranges::find(m_dirty, true) != m_dirty.end())
        m_timer.start(roundMilliseconds);
}

void RepaintScheduler::repaintOne() {
    const std::size_t count = m_dirty.size();
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = (m_next + i) % count;
        if (!m_dirty[at] || !m_isVisible(static_cast<int>(at)))
            continue;
        m_dirty[at] = false;
        m_next = at + 1;
        m_repaint(static_cast<int>(at));
        m_timer.start(0); // the next one in the next pass; when none is left, the round is over
        return;
    }
}

} // namespace signalbox::ui::live
