// An OpenAI-compatible model server for rehearsals: answers by script, streams token by token, reports usage, calls
// tools, and fails, slows down or hangs for a share of the requests of a version when told to. Never a real model.
// start(), stop() and stats() belong to the owner's thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "core/base/result.h"

namespace signalbox::rehearsal {

struct Faults { // shares are 0 … 1; a version is named by its SemVer text, "*" means every one
    double fail = 0;
    double slow = 0;
    double hang = 0;
    std::chrono::milliseconds slowness{0};
};

struct ServerSettings {
    std::uint16_t port = 0;
    std::uint64_t seed = 1;
    std::chrono::milliseconds latency{5};
    std::map<std::string, Faults> faults;
};

struct ServerStats {
    std::uint64_t requests = 0;
    std::uint64_t failed = 0;
    std::uint64_t cancelled = 0; // the caller left before the answer was complete
};

class ModelServer {
public:
    explicit ModelServer(ServerSettings settings);
    ~ModelServer();

    [[nodiscard]] Result<void> start();
    void stop();
    [[nodiscard]] std::string url() const; // base, such as http://127.0.0.1:4891/v1
    [[nodiscard]] ServerStats stats() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::rehearsal
