// Measures how long the event loop of the UI thread was not answering. A precise timer beats on the UI thread; a thread
// of its own watches the beat, so that a stall is logged while it lasts and not only when it is over. Made and
// destroyed on the UI thread; maximum() from any thread. A stop of the whole process (suspend) counts too.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <QObject>
#include <QTimer>

namespace signalbox::ui::shell {

class StallWatchdog : public QObject {
    Q_OBJECT

public:
    explicit StallWatchdog(std::chrono::milliseconds logAbove = std::chrono::milliseconds(100),
                           QObject* parent = nullptr);
    ~StallWatchdog() override;

    // The longest stall since the start or the last reset, in milliseconds; a healthy loop shows a few.
    [[nodiscard]] std::chrono::milliseconds maximum() const;
    // The same without the time in which the thread was ready and the machine gave it no processor (Linux counts that);
    // what is left is the program's own doing.
    [[nodiscard]] std::chrono::milliseconds maximumOwn() const;
    void reset();

private:
    void beat();
    void watch();

    using Clock = std::chrono::steady_clock;
    std::chrono::milliseconds m_logAbove;
    QTimer m_timer;
    std::atomic<Clock::rep> m_lastBeat;
    std::atomic<Clock::rep> m_maximum{0};
    std::atomic<Clock::rep> m_maximumOwn{0};
    Clock::duration m_starved{0}; // of the UI thread since it began, at the last beat
    std::mutex m_mutex;
    std::condition_variable m_wake;
    bool m_stopping = false;
    std::thread m_thread;
};

} // namespace signalbox::ui::shell
