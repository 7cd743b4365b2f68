// A gateway for clients in other languages. With the URL of a provider it stands in front of that: agents "refunds" (a
// tool, limits), "brief" (a prompt) and "split" (two versions, half of the units each). Without one it stands in front
// of a rehearsal server, whose URL it prints too: agents "refunds" (30 days) and "verifying" (45 days, verifies with a
// tool first). Prints the gateway's URL, then a line for each request that is over, and runs until standard input ends.
#include <cstdio>
#include <cstdlib>
#include <optional>

#include "app/rehearsal/model_server.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

namespace {

constexpr const char* lookupTool =
    R"({"name":"lookup_order","description":"Reads an order.","parameters":{"type":"object",)"
    R"("properties":{"order_id":{"type":"string"}},"required":["order_id"],"additionalProperties":false},"strict":true})";

class Printer final : public metrics::ObservationSink {
public:
    void take(std::vector<metrics::Observation> batch) override {
        for (const metrics::Observation& seen : batch)
            std::printf("seen %s %s %s %d %d %lld %lld\n", seen.agent.c_str(), seen.version.c_str(),
                        std::string(toString(seen.outcome)).c_str(), seen.status, seen.toolCalls,
                        static_cast<long long>(seen.inputTokens.value_or(-1)),
                        static_cast<long long>(seen.outputTokens.value_or(-1)));
        std::fflush(stdout);
    }
};

traffic::AgentRoute routeOf(const char* agent, const VersionSpec& stable, const VersionSpec& canary = {},
                            traffic::Weight weight = {}) {
    traffic::AgentRoute route = table(1, stable, canary, weight)->routes().begin()->second;
    route.agent = agent;
    return route;
}

std::map<std::string, traffic::AgentRoute, std::less<>> rehearsedRoutes() {
    const VersionSpec plain{.prompt = "You decide refunds. A refund is possible within 30 days of delivery."};
    const VersionSpec verifying{
        .prompt = "You decide refunds. Verify the customer first. A refund is possible within 45 days of delivery.",
        .tools = {{"integrations/verify.json",
                   R"({"name":"verify_customer","parameters":{"type":"object","properties":{}}})"}}};
    return {{"refunds", routeOf("refunds", plain)}, {"verifying", routeOf("verifying", verifying)}};
}

std::map<std::string, traffic::AgentRoute, std::less<>> scriptedRoutes() {
    agents::Configuration limits;
    limits.temperature = 0.25;
    limits.maxOutputTokens = 300;
    const VersionSpec refunds{.prompt = "You decide refunds.\nSay \"yes\" or „nein“ 🙂.",
                              .configuration = limits,
                              .tools = {{"integrations/lookup.json", lookupTool}}};
    const VersionSpec second{.version = "2.0.0", .prompt = "Be long."};
    return {{"refunds", routeOf("refunds", refunds)},
            {"brief", routeOf("brief", VersionSpec{})},
            {"split", routeOf("split", VersionSpec{}, second, traffic::Weight::percent(50))}};
}

} // namespace

int main(int argc, char* argv[]) {
    std::optional<rehearsal::ModelServer> server;
    std::string provider = argc > 1 ? argv[1] : "";
    if (provider.empty()) {
        server.emplace(rehearsal::ServerSettings{.seed = 7, .latency = std::chrono::milliseconds{60}, .faults = {}});
        if (!server->start())
            return 1;
        provider = server->url();
    }
    ::setenv("CLIENT_RIG_CREDENTIAL", "provider-key", 1);
    agents::Workspace where = workspace(provider);
    where.providers["main"].credential = "env:CLIENT_RIG_CREDENTIAL";
    if (!server) // the script speaks as OpenAI does
        where.providers["main"].settings = agents::settingsOf(agents::ProviderKind::OpenAi);
    Printer printer;
    Gateway gateway({}, where, printer);
    const auto routes = std::make_shared<const traffic::RouteTable>(1, server ? rehearsedRoutes() : scriptedRoutes());
    if (!gateway.start() || !gateway.apply(routes))
        return 1;
    std::printf("http://127.0.0.1:%u %s\n", static_cast<unsigned>(gateway.port()),
                provider.substr(0, provider.size() - 3).c_str());
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}
