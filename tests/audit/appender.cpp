// Appends to the log named by its first argument and prints the number of every entry once append() has returned.
// Never ends by itself; "limit N" as further arguments lets files grow to N bytes only until that has
// made an append fail; then there is room again, and the same log goes on.
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/resource.h>

#include <QCoreApplication>

#include "core/audit/log.h"

using namespace signalbox;

int main(int argc, char* argv[]) {
    const QCoreApplication application(argc, argv);
    if (argc < 2)
        return 2;
    if (argc == 4 && std::strcmp(argv[2], "limit") == 0) {
        std::signal(SIGXFSZ, SIG_IGN); // writes then fail with EFBIG instead of killing
        const rlimit limit{std::strtoull(argv[3], nullptr, 10), RLIM_INFINITY};
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    SystemClock clock;
    auto log = audit::Log::open(argv[1], "signalbox/crash", clock);
    if (!log) {
        std::fprintf(stderr, "%s\n", log.error().message.c_str());
        return 3;
    }
    for (int i = 0;; ++i) {
        const audit::EntryDraft draft{"operator", "release.pause", "refunds", std::string(200, 'x'), "id", {}, {}};
        const auto sequence = (*log)->append(draft, i % 3 == 0 ? audit::Sign::Later : audit::Sign::Now);
        if (!sequence) {
            // Failing must last: no entry may be accepted any more.
            const bool isLatched = (*log)->isDegraded() && !(*log)->append(draft, audit::Sign::Now);
            std::printf("failed %s %s\n", sequence.error().code.c_str(), isLatched ? "latched" : "open");
            const rlimit none{RLIM_INFINITY, RLIM_INFINITY};
            setrlimit(RLIMIT_FSIZE, &none);
            const bool resumed = (*log)->reopen() && !(*log)->isDegraded();
            const auto next = (*log)->append(draft, audit::Sign::Now);
            std::printf("%s %llu\n", resumed ? "resumed" : "lost", static_cast<unsigned long long>(next.value_or(0)));
            std::fflush(stdout);
            return 4;
        }
        std::printf("%llu\n", static_cast<unsigned long long>(*sequence));
        std::fflush(stdout);
    }
}
