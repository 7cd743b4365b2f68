// The gateway with a shadow that gets a copy of every request and behaves as told: none, fast, slow (2 s), hang,
// refuse, reset, large (10 MB). Arguments: the primary's URL, the behaviour. Prints its port and runs until standard
// input ends; then prints what became of the copies as one JSON object.
#include <cstdio>
#include <cstring>

#include "core/metrics/store.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

void behave(RawSocket& socket, const std::string& how) {
    if (how == "slow")
        (void)socket.isClosedByPeer(2'000);
    if (how == "hang") {
        while (!socket.isClosedByPeer(60'000)) {
        }
        return;
    }
    if (how == "reset")
        return socket.reset();
    if (how == "large") {
        static const std::string large = json(std::string(10'000'000, ' '));
        socket.send(large);
        return;
    }
    socket.send(json(chatAnswer));
}

traffic::RouteTablePtr shadowed(const std::string& how) {
    const VersionSpec other{.version = "1.1.0", .prompt = "Be exact."};
    const auto plain = table(1, {}, other, traffic::Weight::percent(50));
    traffic::AgentRoute route = plain->routes().at("refunds");
    if (how != "none") {
        traffic::Arm shadow = arm({.version = "2.0.0", .prompt = "Be long."});
        auto snapshot = std::make_shared<agents::Snapshot>(*shadow.snapshot);
        snapshot->manifest.model.provider = "shadow";
        shadow.snapshot = snapshot;
        route.shadow = shadow;
        route.shadowShare = traffic::Weight::all();
    }
    return std::make_shared<traffic::RouteTable>(
        1, std::map<std::string, traffic::AgentRoute, std::less<>>{{"refunds", std::move(route)}});
}

} // namespace

int main(int argc, char* argv[]) {
    if (argc != 3)
        return 2;
    const std::string how = argv[2];
    metrics::Store store;
    Upstream upstream([&how](RawSocket& socket, const std::string&) { behave(socket, how); });
    agents::Workspace places = workspace(argv[1]);
    places.providers["shadow"].url = how == "refuse" ? "http://127.0.0.1:1/v1" : upstream.url();
    std::uint64_t sent = 0;
    std::uint64_t dropped = 0;
    {
        Gateway gateway({}, places, store);
        if (!gateway.start() || !gateway.apply(shadowed(how)))
            return 1;
        std::printf("%u\n", static_cast<unsigned>(gateway.port()));
        std::fflush(stdout);
        while (std::getchar() != EOF) {
        }
        for (const auto& [agent, counters] : gateway.counters().shadows) {
            sent += counters.sent;
            for (const std::uint64_t count : counters.dropped)
                dropped += count;
        }
    }
    std::printf("{\"sent\": %llu, \"dropped\": %llu}\n", static_cast<unsigned long long>(sent),
                static_cast<unsigned long long>(dropped));
    return 0;
}
