#include "tests/gateway/fixture.h"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <charconv>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace signalbox::gateway {

namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

std::size_t lengthIn(std::string head) {
    std::ranges::transform(head, head.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto at = head.find("\r\ncontent-length: ");
    std::size_t length = 0;
    if (at != std::string::npos)
        std::from_chars(head.data() + at + 18, head.data() + head.size(), length);
    return length;
}

} // namespace

int RawSocket::connectTo(std::uint16_t port) {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = loopback(port);
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

bool RawSocket::send(std::string_view text) {
    while (!text.empty()) {
        const auto count = ::send(m_descriptor, text.data(), text.size(), MSG_NOSIGNAL);
        if (count <= 0)
            return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

bool RawSocket::readMore(int milliseconds) {
    pollfd wait{m_descriptor, POLLIN, 0};
    std::array<char, 65'536> buffer;
    if (m_descriptor < 0 || ::poll(&wait, 1, milliseconds) <= 0)
        return false;
    const auto count = ::recv(m_descriptor, buffer.data(), buffer.size(), 0);
    if (count <= 0)
        return false;
    m_pending.append(buffer.data(), static_cast<std::size_t>(count));
    m_received += static_cast<std::size_t>(count);
    return true;
}

std::string RawSocket::readMessage(bool isAnswer) {
    std::size_t head = 0;
    while ((head = m_pending.find("\r\n\r\n")) == std::string::npos) {
        if (!readMore())
            return {};
    }
    head += 4;
    const bool chunked = m_pending.substr(0, head).find("chunked") != std::string::npos;
    std::size_t size = head + lengthIn(m_pending.substr(0, head));
    while (chunked ? m_pending.find("\r\n0\r\n\r\n", head - 2) == std::string::npos : m_pending.size() < size) {
        if (!readMore())
            return isAnswer ? std::exchange(m_pending, {}) : std::string();
    }
    if (chunked)
        size = m_pending.find("\r\n0\r\n\r\n", head - 2) + 7;
    std::string message = m_pending.substr(0, size);
    m_pending.erase(0, size);
    return message;
}

std::string RawSocket::readToEnd() {
    while (readMore()) {
    }
    return std::exchange(m_pending, {});
}

bool RawSocket::isClosedByPeer(int milliseconds) {
    if (m_descriptor < 0)
        return true;
    pollfd wait{m_descriptor, POLLIN, 0};
    if (::poll(&wait, 1, milliseconds) <= 0)
        return false;
    char byte = 0;
    return ::recv(m_descriptor, &byte, 1, MSG_PEEK) <= 0;
}

void RawSocket::close() {
    if (m_descriptor >= 0)
        ::close(m_descriptor);
    m_descriptor = -1;
}

void RawSocket::finish() {
    ::shutdown(m_descriptor, SHUT_WR);
}

void RawSocket::reset() {
    const linger now{1, 0};
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
    close();
}

void RawSocket::limitUnread(int bytes) {
    ::setsockopt(m_descriptor, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof(bytes));
}

Upstream::Upstream(Serve serve, Greet greet, std::uint16_t port)
    : m_serve(std::move(serve)),
      m_greet(std::move(greet)) {
    m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int again = 1; // also where one was a moment ago
    ::setsockopt(m_listener, SOL_SOCKET, SO_REUSEADDR, &again, sizeof(again));
    auto address = loopback(port);
    socklen_t size = sizeof(address);
    ::bind(m_listener, reinterpret_cast<const sockaddr*>(&address), size);
    ::listen(m_listener, 256);
    ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_acceptor = std::thread([this] { accept(); });
}

Upstream::~Upstream() {
    m_stopping = true;
    ::shutdown(m_listener, SHUT_RDWR);
    m_acceptor.join();
    ::close(m_listener);
    for (auto& thread : m_threads)
        thread.join();
}

void Upstream::accept() {
    for (;;) {
        const int descriptor = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0)
            return;
        const int on = 1;
        ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        ++m_connections;
        m_threads.emplace_back([this, descriptor] { serve(descriptor); });
    }
}

void Upstream::serve(int descriptor) {
    RawSocket socket(descriptor);
    std::size_t counted = 0;
    const auto count = [&] { m_bytes += socket.received() - std::exchange(counted, socket.received()); };
    const bool open = !m_greet || m_greet(socket);
    while (open && !m_stopping) {
        if (socket.pending().empty() && !socket.readMore(50)) {
            if (socket.isClosedByPeer(0))
                break;
            continue;
        }
        count();
        const std::string request = socket.readMessage(false);
        count();
        if (request.empty())
            break;
        {
            const std::scoped_lock lock(m_mutex);
            m_requests.push_back(request);
        }
        m_serve(socket, request);
    }
    count();
    ++m_ended;
}

std::vector<std::string> Upstream::requests() const {
    const std::scoped_lock lock(m_mutex);
    return m_requests;
}

void Sink::take(std::vector<metrics::Observation> batch) {
    const std::scoped_lock lock(m_mutex);
    std::ranges::move(batch, std::back_inserter(m_all));
    m_changed.notify_all();
}

void Sink::takeHanging(std::vector<metrics::Observation> batch) {
    const std::scoped_lock lock(m_mutex);
    std::ranges::move(batch, std::back_inserter(m_hanging));
    m_changed.notify_all();
}

void Sink::takeLabels(std::vector<metrics::Label> batch) {
    const std::scoped_lock lock(m_mutex);
    std::ranges::move(batch, std::back_inserter(m_labels));
    m_changed.notify_all();
}

std::vector<metrics::Label> Sink::waitLabels(std::size_t count) {
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, std::chrono::seconds{5}, [&] { return m_labels.size() >= count; });
    return m_labels;
}

std::vector<metrics::Observation> Sink::waitHanging(std::size_t count) {
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, std::chrono::seconds{5}, [this, count] { return m_hanging.size() >= count; });
    return m_hanging;
}

std::size_t Sink::count() {
    const std::scoped_lock lock(m_mutex);
    return m_all.size();
}

std::vector<metrics::Observation> Sink::wait(std::size_t count) {
    std::unique_lock lock(m_mutex);
    m_changed.wait_for(lock, std::chrono::seconds{5}, [this, count] { return m_all.size() >= count; });
    return m_all;
}

traffic::Arm arm(const VersionSpec& spec) {
    auto snapshot = std::make_shared<agents::Snapshot>();
    snapshot->manifest.name = "refunds";
    snapshot->manifest.runtimeUrl = spec.runtimeUrl;
    snapshot->manifest.model = {.provider = spec.provider, .id = "model-of-" + spec.version};
    snapshot->manifest.runtime = spec.runtime;
    snapshot->manifest.configuration = spec.configuration;
    snapshot->manifest.variables = spec.variables;
    snapshot->manifest.model.api = spec.api;
    if (!spec.prompt.empty()) {
        snapshot->manifest.prompts = {{"system", "prompts/system.md"}};
        snapshot->files.push_back({"prompts/system.md", spec.prompt});
    }
    for (const agents::File& tool : spec.tools) {
        snapshot->manifest.tools.push_back(tool.path);
        snapshot->files.push_back(tool);
    }
    std::ranges::sort(snapshot->files, {}, &agents::File::path);
    snapshot->digest = sha256(spec.version + spec.prompt);
    return {.version = {*agents::SemVer::parse(spec.version), snapshot->digest}, .snapshot = snapshot};
}

traffic::RouteTablePtr table(std::uint64_t revision, const VersionSpec& stable, const VersionSpec& canary,
                             traffic::Weight weight) {
    traffic::AgentRoute route;
    route.agent = "refunds";
    route.salt = traffic::saltFrom("refunds");
    route.stable = arm(stable);
    if (weight > traffic::Weight{}) {
        route.canary = arm(canary);
        route.canaryWeight = weight;
    }
    std::map<std::string, traffic::AgentRoute, std::less<>> routes;
    routes.emplace("refunds", std::move(route));
    return std::make_shared<const traffic::RouteTable>(revision, std::move(routes));
}

agents::Workspace workspace(const std::string& url) {
    agents::Workspace result;
    result.name = "test";
    agents::Provider provider;
    provider.url = url;
    result.providers["main"] = provider;
    for (const char* model : {"model-of-1.0.0", "model-of-2.0.0"})
        result.prices[model] = {.input = 2'500'000, .output = 10'000'000, .cachedInput = 1'250'000};
    return result;
}

bool eventually(const std::function<bool()>& condition) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    while (!condition()) {
        if (std::chrono::steady_clock::now() > end)
            return false;
        ::poll(nullptr, 0, 5);
    }
    return true;
}

std::string post(std::string_view path, std::string_view body, std::string_view headers) {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: gateway\r\n" + std::string(headers) +
           "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
}

std::string json(std::string_view body, int status) {
    return "HTTP/1.1 " + std::to_string(status) +
           " Thing\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           std::string(body);
}

std::string bodyOf(const std::string& message) {
    const auto end = message.find("\r\n\r\n");
    return end == std::string::npos ? std::string() : message.substr(end + 4);
}

void answerInChat(RawSocket& socket, const std::string& /*request*/) {
    socket.send(json(chatAnswer));
}

} // namespace signalbox::gateway
