// How long events of a stream take through a proxy. "upstream": prints a port and answers every request with events
// 20 ms apart, each stamped with the moment it was sent. "client PORT STREAMS EVENTS": asks for so many streams at once
// and prints one JSON object with the quantiles of arrival minus stamp, in microseconds. One monotonic clock serves
// both.
#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <format>
#include <mutex>
#include <thread>

#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

constexpr std::chrono::milliseconds between{20};

std::int64_t nowNanoseconds() {
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

std::string chunkOf(const std::string& data) {
    return std::format("{:x}\r\n{}\r\n", data.size(), data);
}

void answerWithEvents(RawSocket& socket, const std::string& request) {
    int events = 60;
    if (const auto at = request.find("\"max_tokens\":"); at != std::string::npos)
        events = std::atoi(request.c_str() + at + 13);
    socket.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
    auto next = std::chrono::steady_clock::now();
    for (int i = 0; i < events; ++i) {
        std::this_thread::sleep_until(next += between);
        socket.send(chunkOf(std::format(
            "data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"at={};\"}}}}]}}\n\n", nowNanoseconds())));
    }
    socket.send(chunkOf("data: [DONE]\n\n") + "0\r\n\r\n");
}

int serve() {
    Upstream upstream(&answerWithEvents);
    std::printf("%u\n", static_cast<unsigned>(upstream.port()));
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}

void listen(std::uint16_t port, int events, std::vector<double>& delays) {
    Caller caller(port);
    const std::string body = std::format(
        R"({{"model":"refunds","stream":true,"max_tokens":{},"messages":[{{"role":"user","content":"go"}}]}})", events);
    caller.send(post("/v1/chat/completions", body));
    std::size_t from = 0;
    while (caller.readMore()) {
        const std::int64_t arrived = nowNanoseconds();
        const std::string& text = caller.pending();
        for (std::size_t at = 0;
             (at = text.find("at=", from)) != std::string::npos && text.find(';', at) < text.size();) {
            std::int64_t sent = 0;
            std::from_chars(text.data() + at + 3, text.data() + text.size(), sent);
            delays.push_back(static_cast<double>(arrived - sent) / 1'000);
            from = text.find(';', at);
        }
        if (text.ends_with("0\r\n\r\n"))
            return;
    }
}

int ask(std::uint16_t port, int streams, int events) {
    std::vector<std::vector<double>> all(static_cast<std::size_t>(streams));
    {
        std::vector<std::jthread> threads;
        for (auto& delays : all) {
            threads.emplace_back([&delays, port, events] { listen(port, events, delays); });
            std::this_thread::sleep_for(between / streams); // so that streams do not beat in step
        }
    }
    std::vector<double> delays;
    for (const auto& one : all)
        delays.insert(delays.end(), one.begin(), one.end());
    std::ranges::sort(delays);
    if (delays.empty())
        return 1;
    const auto quantile = [&delays](double share) {
        return delays[static_cast<std::size_t>(share * static_cast<double>(delays.size() - 1))];
    };
    std::printf("{\"events\": %zu, \"p50\": %.1f, \"p99\": %.1f, \"max\": %.1f}\n", delays.size(), quantile(0.5),
                quantile(0.99), quantile(1));
    return delays.size() == static_cast<std::size_t>(streams) * static_cast<std::size_t>(events) ? 0 : 1;
}

} // namespace

int main(int argc, char* argv[]) {
    if (argc == 2 && std::string_view(argv[1]) == "upstream")
        return serve();
    if (argc == 5 && std::string_view(argv[1]) == "client")
        return ask(static_cast<std::uint16_t>(std::atoi(argv[2])), std::atoi(argv[3]), std::atoi(argv[4]));
    return 2;
}
