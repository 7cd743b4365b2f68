// A thread that runs one io_context: all sockets of a listener live on it, so none of them needs a lock. start(),
// stop() belong to the owner; post() may be called from any thread and is refused after stop().
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "core/base/thread_priority.h"

namespace boost::asio {
class io_context;
}

namespace signalbox::http {

// A handle to the thread that may outlive it.
class Remote {
public:
    explicit Remote(boost::asio::io_context& context) : m_context(&context) {}

    // False when the thread has ended; the task is then dropped.
    bool post(std::move_only_function<void()> task);
    void close();

private:
    std::mutex m_mutex;
    boost::asio::io_context* m_context;
};

using RemotePtr = std::shared_ptr<Remote>;

class IoThread {
public:
    explicit IoThread(std::string name, ThreadPriority priority = ThreadPriority::Normal);
    ~IoThread();

    void start();
    // Refuses new tasks, lets the loop run until nothing is pending or `patience` is over, then joins.
    void stop(std::chrono::milliseconds patience = std::chrono::seconds{1});
    [[nodiscard]] boost::asio::io_context& context();

    [[nodiscard]] const RemotePtr& remote() const { return m_remote; }

    // Runs the task on the thread and waits for it. Runs nothing and returns false after stop().
    bool run(std::move_only_function<void()> task);

private:
    struct Private;
    std::string m_name;
    ThreadPriority m_priority;
    std::unique_ptr<Private> d;
    RemotePtr m_remote;
    std::thread m_thread;
    std::future<void> m_ended;
};

} // namespace signalbox::http
