// An independent witness: callers that keep connections alive, send chat requests at a steady rate and write down when
// each began and ended and which version answered. Plain sockets, no code of the gateway. start() and stop() from one
// thread; records() after stop(), or copies at any time.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace signalbox::tests {

struct RequestRecord {
    std::chrono::steady_clock::time_point started; // just before the first byte is sent
    std::chrono::steady_clock::time_point ended;
    std::string version; // x-signalbox-version of the answer
    int status = 0;      // 0: the connection failed
};

class LoadClient {
public:
    // `perSecond` over all `connections`, each request of a unit of its own.
    LoadClient(std::uint16_t port, std::string agent, std::string question, double perSecond, int connections);
    ~LoadClient();

    void start();
    void stop();
    [[nodiscard]] std::vector<RequestRecord> records() const;
    [[nodiscard]] std::size_t count() const;

private:
    void run(int lane);
    void record(RequestRecord&& made);

    std::uint16_t m_port;
    std::string m_agent;
    std::string m_question;
    std::chrono::nanoseconds m_interval; // between two requests of one connection
    int m_connections;
    std::atomic<bool> m_stopping{false};
    std::atomic<std::uint64_t> m_next{0};
    mutable std::mutex m_mutex;
    std::vector<RequestRecord> m_records;
    std::vector<std::thread> m_threads;
};

} // namespace signalbox::tests
