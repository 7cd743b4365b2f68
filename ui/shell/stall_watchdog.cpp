#include "ui/shell/stall_watchdog.h"

#include <fstream>
#include <utility>

#include <QLoggingCategory>

namespace signalbox::ui::shell {

namespace {

Q_LOGGING_CATEGORY(stallLog, "signalbox.stall")

constexpr std::chrono::milliseconds beatEvery{20};

// Time that this thread has waited for a processor; 0 where the kernel does not count it.
std::chrono::nanoseconds starvedTime() {
    std::ifstream file("/proc/thread-self/schedstat");
    std::int64_t ran = 0;
    std::int64_t waited = 0;
    file >> ran >> waited;
    return std::chrono::nanoseconds(waited);
}

} // namespace

StallWatchdog::StallWatchdog(std::chrono::milliseconds logAbove, QObject* parent)
    : QObject(parent),
      m_logAbove(logAbove),
      m_lastBeat(Clock::now().time_since_epoch().count()) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(beatEvery);
    connect(&m_timer, &QTimer::timeout, this, &StallWatchdog::beat);
    m_starved = starvedTime();
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

std::chrono::milliseconds StallWatchdog::maximumOwn() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::duration(m_maximumOwn.load()));
}

void StallWatchdog::reset() {
    m_maximum = 0;
    m_maximumOwn = 0;
    m_starved = starvedTime();
    m_lastBeat = Clock::now().time_since_epoch().count();
}

void StallWatchdog::beat() {
    const auto now = Clock::now().time_since_epoch().count();
    const auto late = now - m_lastBeat.exchange(now) - Clock::duration(beatEvery).count();
    if (late > m_maximum.load())
        m_maximum = late;
    const auto starved = starvedTime();
    const auto own = late - (starved - std::exchange(m_starved, starved)).count();
    if (own > m_maximumOwn.load())
        m_maximumOwn = own;
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
