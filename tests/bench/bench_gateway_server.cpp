// The gateway as the benchmark drives it: one agent "refunds", two versions at 50 % each, both on the upstream given as
// the argument, everything on (metrics included). Prints its port and runs until standard input ends.
#include <cstdio>

#include "core/metrics/store.h"
#include "tests/gateway/fixture.h"

using namespace signalbox;
using namespace signalbox::gateway;

int main(int argc, char* argv[]) {
    metrics::Store store;
    Gateway gateway({}, workspace(argc > 1 ? argv[1] : "http://127.0.0.1:9001/v1"), store);
    if (auto started = gateway.start(); !started) {
        std::fprintf(stderr, "%s\n", started.error().message.c_str());
        return 1;
    }
    const auto applied =
        gateway.apply(table(1, {}, {.version = "1.1.0", .prompt = "Be exact."}, traffic::Weight::percent(50)));
    if (!applied)
        return 1;
    std::printf("%u\n", static_cast<unsigned>(gateway.port()));
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    const Counters counters = gateway.counters();
    std::fprintf(stderr, "requests %llu, refused %llu, upstream connections opened %llu, reused %llu\n",
                 static_cast<unsigned long long>(counters.requests), static_cast<unsigned long long>(counters.refused),
                 static_cast<unsigned long long>(counters.upstreamOpened),
                 static_cast<unsigned long long>(counters.upstreamReused));
    return 0;
}
