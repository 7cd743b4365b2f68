// Opens many connections to a port and sends the head of a request on each, a byte a second, until the other side
// closes them. Arguments: port, connections, most seconds. Prints a line when all are open, then one JSON object: how
// many were opened and closed by the other side, and how old they were then.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "tests/gateway/fixture.h"

using Clock = std::chrono::steady_clock;

namespace {

struct Slow {
    int descriptor = -1;
    Clock::time_point begun;
};

void raiseLimit() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

} // namespace

int main(int argc, char* argv[]) {
    if (argc != 4)
        return 2;
    raiseLimit();
    const auto port = static_cast<std::uint16_t>(std::atoi(argv[1]));
    const auto wanted = static_cast<std::size_t>(std::atoi(argv[2]));
    const double most = std::atof(argv[3]);
    const int poll = ::epoll_create1(EPOLL_CLOEXEC);
    constexpr std::string_view begin = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ";
    std::vector<Slow> all;
    for (std::size_t i = 0; i < wanted; ++i) {
        const int descriptor = signalbox::gateway::RawSocket::connectTo(port);
        if (descriptor < 0)
            break;
        (void)::send(descriptor, begin.data(), begin.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        epoll_event event{.events = EPOLLIN | EPOLLRDHUP, .data = {.u64 = all.size()}};
        ::epoll_ctl(poll, EPOLL_CTL_ADD, descriptor, &event);
        all.push_back({descriptor, Clock::now()});
    }
    std::printf("open %zu\n", all.size());
    std::fflush(stdout);
    std::vector<double> ages;
    const auto start = Clock::now();
    auto next = start + std::chrono::seconds{1};
    std::vector<epoll_event> events(1024);
    while (ages.size() < all.size() && secondsSince(start) < most) {
        const int count = ::epoll_wait(poll, events.data(), static_cast<int>(events.size()), 50);
        for (int i = 0; i < count; ++i) {
            Slow& one = all[events[static_cast<std::size_t>(i)].data.u64];
            ages.push_back(secondsSince(one.begun));
            ::close(std::exchange(one.descriptor, -1));
        }
        if (Clock::now() < next)
            continue;
        next += std::chrono::seconds{1};
        for (const Slow& one : all)
            if (one.descriptor >= 0)
                (void)::send(one.descriptor, "a", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    std::ranges::sort(ages);
    std::printf("{\"opened\": %zu, \"closed\": %zu, \"youngest\": %.2f, \"oldest\": %.2f}\n", all.size(), ages.size(),
                ages.empty() ? 0.0 : ages.front(), ages.empty() ? 0.0 : ages.back());
    return 0;
}
