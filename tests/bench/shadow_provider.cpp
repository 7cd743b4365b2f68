#include "tests/bench/shadow_provider.h"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <string_view>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/base/thread_priority.h"
#include "core/http/beast.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::http;

namespace {

constexpr std::size_t largeBytes = 10'000'000;
constexpr int mostUnread = 64 * 1024; // filling megabytes of buffer would be the other machine's work

// Takes one whole request off what came in; false when there is none yet.
bool takeRequest(std::string& in) {
    static constexpr std::string_view field = "\r\ncontent-length: ";
    const std::size_t head = in.find("\r\n\r\n");
    if (head == std::string::npos)
        return false;
    const std::size_t length = in.find(field);
    const std::size_t body = length < head ? std::stoull(in.substr(length + field.size(), 20)) : 0;
    if (in.size() < head + 4 + body)
        return false;
    in.erase(0, head + 4 + body);
    return true;
}

void reset(Socket& socket) {
    ErrorCode ignored;
    socket.set_option(asio::socket_base::linger(true, 0), ignored);
    socket.close(ignored);
}

Awaitable<void> serve(Socket socket, const std::string& how, const std::string& answer) {
    ErrorCode ignored;
    socket.set_option(Tcp::no_delay(true), ignored);
    if (how == "large")
        socket.set_option(asio::socket_base::send_buffer_size(mostUnread), ignored);
    Timer timer(socket.get_executor());
    std::string in;
    std::array<char, 16 * 1024> some{};
    for (;;) {
        if (!takeRequest(in)) {
            const auto [error, size] = co_await socket.async_read_some(asio::buffer(some), useTuple);
            if (error)
                co_return;
            in.append(some.data(), size);
            continue;
        }
        if (how == "reset")
            co_return reset(socket);
        if (how == "hang")
            continue; // until the caller has had enough
        if (how == "slow") {
            timer.expires_after(std::chrono::seconds{2});
            co_await timer.async_wait(useTuple);
        }
        const auto [error, size] = co_await asio::async_write(socket, asio::buffer(answer), useTuple);
        if (error)
            co_return;
    }
}

Awaitable<void> accept(Acceptor& acceptor, const std::string& how, const std::string& answer) {
    for (;;) {
        auto [error, socket] = co_await acceptor.async_accept(useTuple);
        if (error)
            co_return;
        asio::co_spawn(acceptor.get_executor(), serve(Socket(std::move(socket)), how, answer), asio::detached);
    }
}

[[noreturn]] void run(const std::string& how, int toldTo) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    setThreadPriority(ThreadPriority::Idle);
    const std::string answer =
        gateway::json(how == "large" ? std::string(largeBytes, ' ') : std::string(gateway::chatAnswer));
    asio::io_context context(1);
    Acceptor acceptor(context, Tcp::endpoint(asio::ip::address_v4::loopback(), 0));
    asio::co_spawn(context, accept(acceptor, how, answer), asio::detached);
    const std::uint16_t port = acceptor.local_endpoint().port();
    if (::write(toldTo, &port, sizeof(port)) == sizeof(port))
        context.run();
    ::_exit(1);
}

} // namespace

std::uint16_t bench::startShadowProvider(const std::string& how) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return 0;
    const pid_t child = ::fork();
    if (child == 0)
        run(how, ends[1]);
    ::close(ends[1]);
    std::uint16_t port = 0;
    const bool told = child > 0 && ::read(ends[0], &port, sizeof(port)) == sizeof(port);
    ::close(ends[0]);
    return told ? port : 0;
}
