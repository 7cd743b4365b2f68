// The data plane: accepts callers' HTTP/1.1 requests on one listener and one I/O thread, chooses a version for each,
// forwards it to that version's upstream, relays the answer as it arrives and makes one Observation per request.
// It is a traffic::TrafficPlane: apply() prepares the versions of the table (outside the I/O thread), swaps the table
// on the I/O thread and returns when the swap has run, so no request that starts later uses the former table. start(),
// stop(), apply() and observed() are called from the control thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "core/agents/workspace.h"
#include "core/base/result.h"
#include "core/gateway/caller_rules.h"
#include "core/gateway/followed.h"
#include "core/gateway/shadow_limits.h"
#include "core/gateway/wait_count.h"
#include "core/metrics/answer_copy.h"
#include "core/metrics/observation.h"
#include "core/metrics/pair.h"
#include "core/models/provider.h"
#include "core/traffic/plane.h"

namespace signalbox::gateway {

struct Limits {
    std::size_t headBytes = 16 * 1024;
    std::size_t bodyBytes = 32 * 1024 * 1024;
    std::size_t connections = 16'384;
    std::chrono::milliseconds headTime = std::chrono::seconds{10}; // from the first byte to the end of the head
    std::chrono::milliseconds bodyTime = std::chrono::seconds{60}; // the whole body
    std::chrono::milliseconds idleTime = std::chrono::seconds{75}; // between requests of a connection
    std::size_t idleUpstreams = 256;                               // kept open per upstream
};

struct Settings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; // 0: any free port
    Limits limits = {};
    std::string authorities = {}; // PEM file of certificates to trust besides the system's
    std::chrono::milliseconds hangingAfter = std::chrono::seconds{10}; // in flight for so long: told while it hangs
    ShadowLimits shadow = {};
    std::size_t feedbackRequests = 262'144; // the newest that feedback can be about; about 60 bytes each
    metrics::PairSink* pairs = nullptr;     // of shadows; outlives the gateway; may be null
    metrics::AnswerSink* answers = nullptr; // of answers that can be judged; outlives the gateway; may be null
    std::size_t answerBytes = 1024 * 1024;  // kept of such an answer, and of its request
    CallerRules callers = {};
    std::vector<agents::UnitField> unitFields = agents::usualUnitFields(); // what tells conversations apart
    std::chrono::milliseconds firstPause{500}; // before a request is tried again; it doubles up to sixteen times that
};

struct Counters {
    std::uint64_t accepted = 0; // connections
    std::uint64_t requests = 0;
    std::uint64_t refused = 0; // malformed or over a limit
    std::uint64_t open = 0;    // connections now
    std::uint64_t upstreamOpened = 0;
    std::uint64_t upstreamReused = 0;
    std::map<std::string, ShadowCounters> shadows; // by agent
    FollowedCounts followed; // by agent: what became of requests that go on with an earlier answer
};

class Gateway final : public traffic::TrafficPlane {
public:
    Gateway(Settings settings, models::ProvidersPtr providers, metrics::ObservationSink& sink);
    // With providers of its own, and with what tells the workspace's conversations apart.
    Gateway(Settings settings, const agents::Workspace& workspace, metrics::ObservationSink& sink);
    ~Gateway() override; // stops

    [[nodiscard]] Result<void> start();
    // Accepts no more, lets requests in flight finish for `grace`, then ends them.
    void stop(std::chrono::milliseconds grace);
    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] Counters counters() const;

    [[nodiscard]] Result<traffic::Applied> apply(traffic::RouteTablePtr table) override;
    [[nodiscard]] traffic::RouteTablePtr observed() const override;
    [[nodiscard]] std::optional<std::uint64_t> conversations(const std::string& agent) const override;
    // Looks at the providers' credentials; where one has changed, requests that start later use it. From the control
    // thread, a few times a second. Whether one has.
    bool refreshCredentials();
    [[nodiscard]] std::optional<traffic::AgentUnits> units(const std::string& agent) const override;
    // Requests that have been in flight for longer than hangingAfter without a first token; half a second old.
    [[nodiscard]] std::vector<WaitCount> waits() const;
    // The same as below for the ids that versions gave on /v1/responses.
    [[nodiscard]] std::optional<std::string> responsesToKeep(WallTime now);
    void takeResponses(std::string_view bytes, WallTime now);
    // What must outlive a restart, at most ten seconds old, and after stop() complete; empty: nothing; nullopt: what
    // was said last. `now` is when it is kept.
    [[nodiscard]] std::optional<std::string> conversationsToKeep(WallTime now);
    // What an earlier run kept; before start(). What is damaged or older than any conversation is nothing.
    void takeConversations(std::string_view bytes, WallTime now);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::gateway
