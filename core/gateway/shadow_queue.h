// Asks shadows for a second answer to what stable has answered, on threads of its own: the primary gives a copy away
// and never waits, whatever the shadow does. It takes no lock that those threads hold and, but for the first copy after
// a rest, wakes none of them: they come for the copies ten times a second. Every copy is sent at most once, with the
// shadow version's own credentials and time-outs, marked x-signalbox-shadow: 1; tool calls in its answer are counted
// and never executed. What cannot be sent within the limits is dropped and counted by reason. A sample of the copies
// goes to stable a second time, within the same limits: what does not fit is left out of the sample. A provider that
// cannot be reached is tried again after a pause; until then no copy is made. copyFor() from one thread, the others
// from any; pairs and observations reach their sinks from the queue's thread. The destructor drops what waits and ends
// what is being answered.
#pragma once

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <boost/lockfree/stack.hpp>

#include "core/base/serial_queue.h"
#include "core/gateway/prepared.h"
#include "core/gateway/shadow_limits.h"
#include "core/http/client.h"
#include "core/metrics/pair.h"
#include "core/models/budget.h"

namespace signalbox::gateway {

struct ShadowCopy {
    PreparedPtr version;          // that answers the copy
    ShadowTally* tally = nullptr; // of its agent; the queue's
    std::string path;             // below /v1
    http::Headers headers;        // of the caller, as far as upstreams may see them
    traffic::Weight share;        // of requests that are copied
    PreparedPtr again = {};       // stable, for a sample of the copies; null: none
    traffic::Weight noise = {};   // of that sample
    metrics::Pair pair;           // its request and stable's answer are known
    bool isTooLong = false;       // stable's answer, to be kept
    Monotonic offered{};

    void keep(std::string_view data, std::size_t most); // more of stable's answer
};

class ShadowQueue {
public:
    ShadowQueue(ShadowLimits limits, const std::string& authorities, metrics::ObservationSink& observations,
                metrics::PairSink* pairs);
    ~ShadowQueue();

    // An empty copy for a shadow, to be filled and offered; null when the rate, the room and the shadow's provider
    // allow none now, which counts as dropped. Cheap.
    [[nodiscard]] std::unique_ptr<ShadowCopy> copyFor(const PreparedPtr& shadow);
    void offer(std::unique_ptr<ShadowCopy> copy); // made by copyFor()
    // The versions that shadow now; copies for others that still wait are dropped.
    void setWanted(std::set<PreparedPtr> versions);

    [[nodiscard]] const ShadowLimits& limits() const { return m_limits; }

    [[nodiscard]] std::map<std::string, ShadowCounters> counters() const; // by agent

private:
    using CopyPtr = std::unique_ptr<ShadowCopy>;

    struct Answered {
        CopyPtr copy;
        Monotonic begun{};
        http::ClientAnswer answer;
    };

    [[nodiscard]] ShadowTally& tallyOf(const std::string& agent);
    [[nodiscard]] std::optional<ShadowDrop> refusal(const Prepared& shadow, Monotonic now);
    // All of these on the queue's thread.
    void collect();
    [[nodiscard]] bool takeOffered(); // whether there were any
    void askAgain(const ShadowCopy& copy);
    void startWaiting();
    void start(CopyPtr copy);
    void takeAnswers();
    [[nodiscard]] std::optional<metrics::Observation> finish(Answered answered);
    static void heed(const Prepared& version, Monotonic begun, bool connected);
    [[nodiscard]] bool hasBudget(Monotonic now);
    void dropAll();

    ShadowLimits m_limits;
    metrics::ObservationSink& m_observations;
    metrics::PairSink* m_pairs;
    // Of the thread that makes copies:
    std::map<std::string, ShadowTally*, std::less<>> m_known;
    models::Rate m_rate;
    // Between the threads:
    std::atomic<std::size_t> m_waitingBytes = 0;
    boost::lockfree::stack<ShadowCopy*> m_offered{64};
    std::atomic<bool> m_collecting = false;       // the queue's thread comes for what is offered, without being told
    mutable std::mutex m_talliesMutex;            // of the map, not of what is counted; never of the queue's threads
    std::map<std::string, ShadowTally> m_tallies; // by agent
    std::mutex m_answersMutex;                    // of the queue's threads only
    std::vector<Answered> m_answers;
    std::atomic<bool> m_isWaitedFor = false; // an answer, by copies for which there is no room
    // Of the queue's thread:
    std::deque<CopyPtr> m_waiting;
    std::set<PreparedPtr> m_wanted;
    models::Budget m_budget;
    bool m_stopping = false;
    std::minstd_rand m_draws; // for the sample
    SerialQueue m_queue{"shadow", ThreadPriority::Idle};
    std::unique_ptr<http::Client> m_client; // first to go: its last callbacks still find the queue
};

} // namespace signalbox::gateway
