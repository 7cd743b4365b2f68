// A thread that runs tasks one after the other, in the order they were posted; timed tasks run when due.
// post() and postAfter() may be called from any thread. Tasks must not throw. The destructor finishes the tasks that
// are already due, drops the others and joins; posting after that started is ignored.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

#include "core/base/thread_priority.h"
#include "core/base/time.h"

namespace signalbox {

class SerialQueue {
public:
    using Task = std::move_only_function<void()>;

    // `name` is what debuggers and `top -H` show; 15 characters are kept.
    explicit SerialQueue(std::string name, ThreadPriority priority = ThreadPriority::Normal);
    ~SerialQueue();
    SerialQueue(const SerialQueue&) = delete;
    SerialQueue& operator=(const SerialQueue&) = delete;

    void post(Task task);
    void postAfter(std::chrono::milliseconds delay, Task task);

    [[nodiscard]] bool isCurrent() const { return std::this_thread::get_id() == m_thread.get_id(); }

    // Runs the function on the queue and waits for its value. Runs it in place when called from the queue itself.
    template <class Function> auto call(Function function) -> std::invoke_result_t<Function> {
        if (isCurrent())
            return function();
        std::packaged_task<std::invoke_result_t<Function>()> task(std::move(function));
        auto future = task.get_future();
        post([&task] { task(); });
        return future.get();
    }

private:
    void run();

    std::string m_name;
    ThreadPriority m_priority;
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::multimap<Monotonic, Task> m_tasks; // equal keys keep the order of insertion
    bool m_stopping = false;
    std::thread m_thread; // last: starts when everything above is ready
};

} // namespace signalbox
