#include "tests/support/load_client.h"

#include <arpa/inet.h>
#include <charconv>
#include <format>
#include <netinet/tcp.h>
#include <optional>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>

namespace signalbox::tests {

namespace {

using SteadyClock = std::chrono::steady_clock;

class Connection {
public:
    explicit Connection(std::uint16_t port) : m_port(port) {}

    ~Connection() { close(); }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // The whole answer (head and body), or nothing when the connection failed.
    std::optional<std::string> exchange(const std::string& request) {
        if (m_socket < 0 && !open())
            return std::nullopt;
        if (!sendAll(request)) {
            close();
            return std::nullopt;
        }
        std::string answer;
        std::optional<std::size_t> whole;
        while (!whole || answer.size() < *whole) {
            char buffer[8192];
            const ssize_t got = ::recv(m_socket, buffer, sizeof(buffer), 0);
            if (got <= 0) {
                close();
                return std::nullopt;
            }
            answer.append(buffer, static_cast<std::size_t>(got));
            if (!whole)
                whole = lengthOf(answer);
        }
        return answer;
    }

private:
    bool open() {
        m_socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(m_port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (::connect(m_socket, reinterpret_cast<sockaddr*>(&address), sizeof(address)) != 0) {
            close();
            return false;
        }
        const int on = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        timeval limit{.tv_sec = 20, .tv_usec = 0};
        ::setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
        return true;
    }

    bool sendAll(std::string_view bytes) const {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }

    // Bytes of head and body together, once the head is there; answers here always carry a Content-Length.
    static std::optional<std::size_t> lengthOf(const std::string& answer);

    void close() {
        if (m_socket >= 0)
            ::close(m_socket);
        m_socket = -1;
    }

    std::uint16_t m_port;
    int m_socket = -1;
};

std::string headerOf(std::string_view answer, std::string_view name) {
    std::size_t at = 0;
    while (true) {
        const auto end = answer.find("\r\n", at);
        if (end == std::string_view::npos || end == at)
            return {};
        const auto line = answer.substr(at, end - at);
        const auto colon = line.find(':');
        if (colon == name.size()) {
            bool same = true;
            for (std::size_t i = 0; i < colon; ++i)
                same = same && (line[i] | 0x20) == (name[i] | 0x20);
            if (same)
                return std::string(line.substr(line.find_first_not_of(' ', colon + 1)));
        }
        at = end + 2;
    }
}

std::optional<std::size_t> Connection::lengthOf(const std::string& answer) {
    const auto end = answer.find("\r\n\r\n");
    if (end == std::string::npos)
        return std::nullopt;
    const std::string length = headerOf(answer, "content-length");
    std::size_t body = 0;
    std::from_chars(length.data(), length.data() + length.size(), body);
    return end + 4 + body;
}

} // namespace

LoadClient::LoadClient(std::uint16_t port, std::string agent, std::string question, double perSecond, int connections)
    : m_port(port),
      m_agent(std::move(agent)),
      m_question(std::move(question)),
      m_interval(static_cast<std::int64_t>(1e9 * connections / perSecond)),
      m_connections(connections) {}

LoadClient::~LoadClient() {
    stop();
}

void LoadClient::start() {
    for (int lane = 0; lane < m_connections; ++lane)
        m_threads.emplace_back([this, lane] { run(lane); });
}

void LoadClient::stop() {
    m_stopping = true;
    for (std::thread& thread : m_threads)
        thread.join();
    m_threads.clear();
}

std::vector<RequestRecord> LoadClient::records() const {
    const std::scoped_lock lock(m_mutex);
    return m_records;
}

std::size_t LoadClient::count() const {
    const std::scoped_lock lock(m_mutex);
    return m_records.size();
}

void LoadClient::record(RequestRecord&& made) {
    const std::scoped_lock lock(m_mutex);
    m_records.push_back(std::move(made));
}

void LoadClient::run(int lane) {
    Connection connection(m_port);
    auto due = SteadyClock::now() + m_interval * lane / m_connections;
    while (!m_stopping) {
        std::this_thread::sleep_until(due);
        due += m_interval;
        const std::string body =
            std::format(R"({{"model":"{}","user":"unit-{}","messages":[{{"role":"user","content":"{}"}}]}})", m_agent,
                        m_next++, m_question);
        const std::string request = std::format("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n"
                                                "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
                                                m_port, body.size(), body);
        RequestRecord made;
        made.started = SteadyClock::now();
        if (const auto answer = connection.exchange(request)) {
            made.status = std::atoi(answer->c_str() + std::string_view("HTTP/1.1 ").size());
            made.version = headerOf(*answer, "x-signalbox-version");
        }
        made.ended = SteadyClock::now();
        record(std::move(made));
    }
}

} // namespace signalbox::tests
