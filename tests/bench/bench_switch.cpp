// How long a switch takes to be in effect: 16 closed-loop keep-alive callers record when each of their requests started
// and which version answered it, while one thread switches back and forth. Prints one JSON object. Times are monotonic
// and of one process. Arguments: the upstream's URL, the number of switches.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "core/metrics/store.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

constexpr int callers = 16;

struct Seen {
    Monotonic start;
    Monotonic end;
    bool canary = false;
};

struct Switch {
    Monotonic command;
    Monotonic acknowledged;
    bool toCanary = false;
};

struct Log {
    std::vector<Seen> seen;
    std::uint64_t failed = 0;
    std::uint64_t reconnects = 0;
};

void call(std::uint16_t port, const std::atomic<bool>& stopping, Log& log) {
    const std::string request = post("/v1/chat/completions", helloBody);
    auto caller = std::make_unique<Caller>(port);
    while (!stopping) {
        const auto start = std::chrono::steady_clock::now();
        const std::string answer = caller->ask(request);
        if (!answer.starts_with("HTTP/1.1 200 ")) {
            ++log.failed;
            ++log.reconnects;
            caller = std::make_unique<Caller>(port);
            continue;
        }
        log.seen.push_back(
            {start, std::chrono::steady_clock::now(), answer.find("x-signalbox-role: canary") != std::string::npos});
    }
}

double milliseconds(Monotonic::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

double quantile(std::vector<double> values, double share) {
    std::ranges::sort(values);
    return values.empty() ? 0 : values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

struct Figures {
    std::vector<double> lastOld; // command → last start on the former version, ms
    std::vector<double> acknowledged;
    std::uint64_t oldAfterAck = 0;
};

Figures judge(const std::vector<Seen>& seen, const std::vector<Switch>& switches) {
    Figures figures;
    for (std::size_t i = 0; i < switches.size(); ++i) {
        const Switch& now = switches[i];
        const auto end = i + 1 < switches.size() ? switches[i + 1].command : Monotonic::max();
        auto at = std::ranges::lower_bound(seen, now.command, {}, &Seen::start);
        double last = 0;
        for (; at != seen.end() && at->start < end; ++at) {
            // A request that was under way when the next command came may rightly have got the next version.
            if (at->canary == now.toCanary || at->end > end)
                continue;
            last = milliseconds(at->start - now.command);
            figures.oldAfterAck += at->start > now.acknowledged ? 1 : 0;
        }
        figures.lastOld.push_back(last);
        figures.acknowledged.push_back(milliseconds(now.acknowledged - now.command));
    }
    return figures;
}

} // namespace

int main(int argc, char* argv[]) {
    const std::string url = argc > 1 ? argv[1] : "http://127.0.0.1:9001/v1";
    const int count = argc > 2 ? std::atoi(argv[2]) : 500;
    metrics::Store store;
    Gateway gateway({}, workspace(url), store);
    const VersionSpec canary{.version = "1.1.0", .prompt = "Be exact."};
    const auto tableOf = [&canary](int i) {
        return table(static_cast<std::uint64_t>(i), {}, canary,
                     i % 2 == 0 ? traffic::Weight{} : traffic::Weight::all());
    };
    if (!gateway.start() || !gateway.apply(tableOf(0)))
        return 1;
    std::atomic<bool> stopping = false;
    std::vector<Log> logs(callers);
    std::vector<std::jthread> threads;
    for (Log& log : logs)
        threads.emplace_back([&log, &stopping, port = gateway.port()] { call(port, stopping, log); });
    std::vector<Switch> switches;
    for (int i = 1; i <= count; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
        const auto next = tableOf(i);
        Switch now{.command = std::chrono::steady_clock::now(), .acknowledged = {}, .toCanary = i % 2 != 0};
        if (!gateway.apply(next))
            return 1;
        now.acknowledged = std::chrono::steady_clock::now();
        switches.push_back(now);
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
    stopping = true;
    threads.clear();
    std::vector<Seen> seen;
    std::uint64_t failed = 0;
    for (const Log& log : logs) {
        seen.insert(seen.end(), log.seen.begin(), log.seen.end());
        failed += log.failed;
    }
    std::ranges::sort(seen, {}, &Seen::start);
    const Figures figures = judge(seen, switches);
    std::printf("{\"switches\": %zu, \"requests\": %zu, \"failed\": %llu, \"old_after_ack\": %llu, "
                "\"last_old_p50_ms\": %.4f, \"last_old_p99_ms\": %.4f, \"last_old_max_ms\": %.4f, "
                "\"ack_p50_ms\": %.4f, \"ack_p99_ms\": %.4f, \"ack_max_ms\": %.4f}\n",
                switches.size(), seen.size(), static_cast<unsigned long long>(failed),
                static_cast<unsigned long long>(figures.oldAfterAck), quantile(figures.lastOld, 0.5),
                quantile(figures.lastOld, 0.99), quantile(figures.lastOld, 1), quantile(figures.acknowledged, 0.5),
                quantile(figures.acknowledged, 0.99), quantile(figures.acknowledged, 1));
    return failed == 0 && figures.oldAfterAck == 0 ? 0 : 1;
}
