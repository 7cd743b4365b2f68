// Kills a process at a moment that the test's own thread does not choose. Waits for that moment when it is destroyed.
#pragma once

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <sys/types.h>
#include <thread>

namespace signalbox::test {

class Killer {
public:
    Killer(pid_t pid, std::chrono::microseconds after)
        : m_thread([this, pid, after] {
              std::unique_lock lock(m_mutex);
              m_never.wait_for(lock, after, [] { return false; });
              ::kill(pid, SIGKILL);
          }) {}

    ~Killer() { m_thread.join(); }

    Killer(const Killer&) = delete;
    Killer& operator=(const Killer&) = delete;

private:
    std::mutex m_mutex;
    std::condition_variable m_never;
    std::thread m_thread;
};

} // namespace signalbox::test
