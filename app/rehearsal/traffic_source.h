// Callers for a rehearsal: open-loop requests at a fixed mean rate per agent, from a fixed set of customers, the same
// for the same seed. Answers tool calls as a customer's system would. Keeps on when the gateway restarts. start(),
// stop() and summary() belong to the owner's thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include <QJsonObject>

namespace signalbox::rehearsal {

struct TrafficSettings {
    std::string gateway;                 // http://127.0.0.1:8080
    std::map<std::string, double> rates; // agent → requests per second
    std::uint64_t seed = 1;
    int customers = 20'000; // whom a request may come from; each is one conversation
};

class TrafficSource {
public:
    explicit TrafficSource(TrafficSettings settings);
    ~TrafficSource();

    void start();
    // Sends no more and waits for the answers that are still to come, at most 5 s.
    void stop();
    // {"agents": {name: {version: {requests, failed, share, p50_ms, p99_ms, first_start, last_start}}}, "requests",
    // "failed"}; start times are wall time.
    [[nodiscard]] QJsonObject summary() const;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::rehearsal
