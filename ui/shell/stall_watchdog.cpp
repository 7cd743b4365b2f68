#include "ui/shell/stall_watchdog.h"

#include <QLoggingCategory>

namespace signalbox::ui::shell {

namespace {

Q_LOGGING_CATEGORY(stallLog, "signalbox.stall")

constexpr std::chrono::milliseconds beatEvery{20};

} // namespace

StallWatchdog::StallWatchdog(std::chrono::milliseconds logAbove, QObject* parent)
    : QObject(parent),
      m_logAbove(logAbove),
      m_lastBeat(Clock::now().time_since_epoch().count()) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(beatEvery);
    connect(&m_timer, &QTimer::timeout, this, &StallWatchdog::beat);
    m_timer.start();
    m_thread = std::thread(&StallWatchdog::watch, this);
}

StallWatchdog::~StallWatchdog() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

std::chrono::milliseconds StallWatchdog::maximum() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::duration(m_maximum.load()));
}

void StallWatchdog::reset() {
    m_maximum = 0;
    m_lastBeat = Clock::now().time_since_epoch().count();
}

void StallWatchdog::beat() {
    const auto now = Clock::now().time_since_epoch().count();
    const auto late = now - m_lastBeat.exchange(now) - Clock::duration(beatEvery).count();
    if (late > m_maximum.load())
        m_maximum = late;
    if (Clock::duration(late) > m_logAbove)
        qCWarning(stallLog) << "the event loop stood still for"
                            << std::chrono::duration_cast<std::chrono::milliseconds>(Clock::duration(late)).count()
                            << "ms";
}

void StallWatchdog::watch() {
    bool reported = false;
    std::unique_lock lock(m_mutex);
    while (!m_wake.wait_for(lock, std::chrono::milliseconds(100), [this] { return m_stopping; })) {
        const Clock::duration age = Clock::now().time_since_epoch() - Clock::duration(m_lastBeat.load());
        // Long stalls are told while they last: a console that hangs forever leaves a word in the log.
        if (age > std::chrono::seconds(2) && !reported) {
            reported = true;
            qCWarning(stallLog) << "the event loop has not answered for 2 s";
        } else if (age < std::chrono::seconds(1)) {
            reported = false;
        }
    }
}

} // namespace signalbox::ui::shell
