// The gateway under as many requests as 16 callers can make, with a shadow that gets copies for a second and none for
// the next, and behaves as told: fast, slow (2 s), hang, refuse, reset, large (10 MB). Both seconds of a pair have the
// same machine, so that their ratio says what the shadow costs. Arguments: the primary's URL, the behaviour, how many
// pairs. Prints one JSON object. The shadow's own work would be another machine's: here a process of its own does it,
// which gets what is left (shadow_provider.h).
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "core/metrics/store.h"
#include "tests/bench/shadow_provider.h"
#include "tests/gateway/fixture.h"
#include "tests/support/load_client.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

using Time = std::chrono::steady_clock::time_point;

constexpr auto settling = std::chrono::milliseconds{300}; // after a change; a first burst of copies is in it
constexpr auto measured = std::chrono::milliseconds{1'000};

traffic::RouteTablePtr routes(std::uint64_t revision, bool withShadow) {
    const VersionSpec other{.version = "1.1.0", .prompt = "Be exact."};
    const auto plain = table(revision, {}, other, traffic::Weight::percent(50));
    traffic::AgentRoute route = plain->routes().at("refunds");
    if (withShadow) {
        route.shadow = arm({.version = "2.0.0", .prompt = "Be long.", .provider = "shadow"});
        route.shadowShare = traffic::Weight::all();
    }
    return std::make_shared<traffic::RouteTable>(
        revision, std::map<std::string, traffic::AgentRoute, std::less<>>{{"refunds", std::move(route)}});
}

struct Slice {
    bool withShadow = false;
    Time begin;
    Time end;
};

// The measured part of a slice: how many answers a second, and the slowest but one in a hundred, in microseconds.
void print(const Slice& slice, const std::vector<tests::RequestRecord>& records) {
    std::vector<double> latencies;
    for (const tests::RequestRecord& record : records)
        if (record.ended >= slice.begin && record.ended < slice.end)
            latencies.push_back(std::chrono::duration<double, std::micro>(record.ended - record.started).count());
    const std::size_t at = latencies.size() * 99 / 100;
    if (!latencies.empty())
        std::ranges::nth_element(latencies, latencies.begin() + static_cast<std::ptrdiff_t>(at));
    const double rps =
        static_cast<double>(latencies.size()) / std::chrono::duration<double>(slice.end - slice.begin).count();
    std::printf("{\"shadow\": %s, \"rps\": %.1f, \"p99\": %.1f}", slice.withShadow ? "true" : "false", rps,
                latencies.empty() ? 0.0 : latencies[at]);
}

} // namespace

int main(int argc, char* argv[]) {
    if (argc != 4)
        return 2;
    const std::string how = argv[2];
    const int pairs = std::atoi(argv[3]);
    const std::uint16_t shadow = how == "refuse" ? 1 : bench::startShadowProvider(how);
    if (shadow == 0)
        return 1;
    metrics::Store store;
    agents::Workspace places = workspace(argv[1]);
    places.providers["shadow"].url = "http://127.0.0.1:" + std::to_string(shadow) + "/v1";
    Gateway gateway({}, places, store);
    std::uint64_t revision = 0;
    if (!gateway.start() || !gateway.apply(routes(++revision, false)))
        return 1;
    constexpr int callers = 16;
    constexpr double asManyAsPossible = 1e9;
    tests::LoadClient load(gateway.port(), "refunds", "May I return the lamp I bought 12 days ago?", asManyAsPossible,
                           callers);
    load.start();
    std::this_thread::sleep_for(measured);
    std::vector<Slice> slices;
    for (int i = 0; i < 2 * pairs; ++i) {
        const bool withShadow = i % 4 == 0 || i % 4 == 3; // first in one pair, second in the next
        if (!gateway.apply(routes(++revision, withShadow)))
            return 1;
        std::this_thread::sleep_for(settling);
        Slice slice{.withShadow = withShadow, .begin = std::chrono::steady_clock::now(), .end = {}};
        std::this_thread::sleep_for(measured);
        slice.end = std::chrono::steady_clock::now();
        slices.push_back(slice);
    }
    load.stop();
    std::uint64_t sent = 0;
    std::uint64_t dropped = 0;
    for (const auto& [agent, counters] : gateway.counters().shadows) {
        sent += counters.sent;
        for (const std::uint64_t count : counters.dropped)
            dropped += count;
    }
    const auto records = load.records();
    const auto failed = std::ranges::count_if(records, [](const auto& record) { return record.status != 200; });
    std::printf("{\"sent\": %llu, \"dropped\": %llu, \"failed\": %lld, \"slices\": [",
                static_cast<unsigned long long>(sent), static_cast<unsigned long long>(dropped),
                static_cast<long long>(failed));
    for (std::size_t i = 0; i < slices.size(); ++i) {
        std::printf(i == 0 ? "" : ", ");
        print(slices[i], records);
    }
    std::printf("]}\n");
    return 0;
}
