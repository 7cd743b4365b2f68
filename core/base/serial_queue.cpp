#include "core/base/serial_queue.h"

#include <pthread.h>

namespace signalbox {

SerialQueue::SerialQueue(std::string name, ThreadPriority priority)
    : m_name(std::move(name)),
      m_priority(priority),
      m_thread([this] { run(); }) {}

SerialQueue::~SerialQueue() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void SerialQueue::post(Task task) {
    postAfter(std::chrono::milliseconds{0}, std::move(task));
}

void SerialQueue::postAfter(std::chrono::milliseconds delay, Task task) {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stopping)
            return;
        // Immediate tasks share the smallest key, so they keep their order and go before timed ones.
        const auto due = delay.count() <= 0 ? Monotonic{} : std::chrono::steady_clock::now() + delay;
        m_tasks.emplace(due, std::move(task));
    }
    m_wake.notify_one();
}

void SerialQueue::run() {
    pthread_setname_np(pthread_self(), m_name.substr(0, 15).c_str());
    setThreadPriority(m_priority);
    std::unique_lock lock(m_mutex);
    while (true) {
        const auto now = std::chrono::steady_clock::now();
        if (!m_tasks.empty() && m_tasks.begin()->first <= now) {
            auto task = std::move(m_tasks.extract(m_tasks.begin()).mapped());
            lock.unlock();
            task();
            task = nullptr;
            lock.lock();
        } else if (m_stopping) {
            return;
        } else if (m_tasks.empty()) {
            m_wake.wait(lock);
        } else {
            m_wake.wait_until(lock, m_tasks.begin()->first);
        }
    }
}

} // namespace signalbox
