#include "core/http/io_thread.h"

#include <pthread.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

namespace signalbox::http {

struct IoThread::Private {
    // One thread does all I/O; others only post.
    boost::asio::io_context context{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO};
    std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>> work;
};

bool Remote::post(std::move_only_function<void()> task) {
    const std::scoped_lock lock(m_mutex);
    if (m_context == nullptr)
        return false;
    boost::asio::post(*m_context, std::move(task));
    return true;
}

void Remote::close() {
    const std::scoped_lock lock(m_mutex);
    m_context = nullptr;
}

IoThread::IoThread(std::string name, ThreadPriority priority)
    : m_name(std::move(name)),
      m_priority(priority),
      d(std::make_unique<Private>()),
      m_remote(std::make_shared<Remote>(d->context)) {}

IoThread::~IoThread() {
    stop(std::chrono::milliseconds{0});
}

boost::asio::io_context& IoThread::context() {
    return d->context;
}

void IoThread::start() {
    d->work.emplace(d->context.get_executor());
    std::promise<void> ended;
    m_ended = ended.get_future();
    m_thread = std::thread([this, ended = std::move(ended)]() mutable {
        pthread_setname_np(pthread_self(), m_name.substr(0, 15).c_str());
        setThreadPriority(m_priority);
        d->context.run();
        ended.set_value();
    });
}

void IoThread::stop(std::chrono::milliseconds patience) {
    m_remote->close();
    if (!m_thread.joinable())
        return;
    d->work.reset();
    if (m_ended.wait_for(patience) != std::future_status::ready)
        d->context.stop();
    m_thread.join();
}

bool IoThread::run(std::move_only_function<void()> task) {
    std::promise<void> done;
    auto future = done.get_future();
    if (!m_thread.joinable() || !m_remote->post([&task, &done] {
            task();
            done.set_value();
        }))
        return false;
    future.get();
    return true;
}

} // namespace signalbox::http
