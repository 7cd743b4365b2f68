// The longest step of the event loop in processor time of its thread: what it would take on a machine that does nothing
// else, so that the verdict does not depend on what runs beside the test.
#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>

#include <QAbstractEventDispatcher>

namespace signalbox::tests {

class LongestStep {
public:
    LongestStep() {
        auto* dispatcher = QAbstractEventDispatcher::instance();
        for (const auto passed : {&QAbstractEventDispatcher::awake, &QAbstractEventDispatcher::aboutToBlock})
            QObject::connect(dispatcher, passed, &m_context, [this] { pass(); });
    }

    void reset() {
        m_last = now();
        m_longest = std::chrono::nanoseconds(0);
    }

    [[nodiscard]] std::chrono::milliseconds longest() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(m_longest);
    }

private:
    static std::chrono::nanoseconds now() {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }

    void pass() {
        const auto time = now();
        m_longest = std::max(m_longest, time - m_last);
        m_last = time;
    }

    QObject m_context;
    std::chrono::nanoseconds m_last = now();
    std::chrono::nanoseconds m_longest{0};
};

} // namespace signalbox::tests
