// A rehearsal server and a gateway in front of it, for clients in other languages. Prints both URLs on one line and
// runs until standard input ends. Agents: "refunds" (30 days) and "verifying" (45 days, verifies with a tool first).
#include <cstdio>

#include "app/rehearsal/model_server.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

int main() {
    rehearsal::ModelServer server({.seed = 7, .latency = std::chrono::milliseconds{60}, .faults = {}});
    if (!server.start())
        return 1;
    Sink sink;
    Gateway gateway({}, workspace(server.url()), sink);
    const VersionSpec plain{.prompt = "You decide refunds. A refund is possible within 30 days of delivery."};
    const VersionSpec verifying{
        .prompt = "You decide refunds. Verify the customer first. A refund is possible within 45 days of delivery.",
        .tools = {{"integrations/verify.json",
                   R"({"name":"verify_customer","parameters":{"type":"object","properties":{}}})"}}};
    auto routes = table(1, plain)->routes();
    auto second = table(1, verifying)->routes().begin()->second;
    second.agent = "verifying";
    routes.emplace("verifying", second);
    if (!gateway.start() || !gateway.apply(std::make_shared<const traffic::RouteTable>(1, routes)))
        return 1;
    const std::string base = server.url().substr(0, server.url().size() - 3);
    std::printf("http://127.0.0.1:%u %s\n", static_cast<unsigned>(gateway.port()), base.c_str());
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    return 0;
}
