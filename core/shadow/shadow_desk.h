// Compares what shadows answer with what stable answered, on a thread of its own, and keeps the pairs: the gateway
// gives a pair away and never waits. follow() tells the desk of every change of an agent; pairs of what it does not
// follow are dropped. The questions (page, pair, judge) wait for that thread, so they come from threads that may wait,
// never from the control thread. open() first; errors: those of storage::PairRecords.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/base/serial_queue.h"
#include "core/metrics/pair.h"
#include "core/metrics/shadow_counts.h"
#include "core/protocol/pair_message.h"
#include "core/release/state.h"
#include "core/shadow/pair_asker.h"
#include "core/shadow/shadow_case.h"
#include "core/storage/pair_records.h"

namespace signalbox::shadow {

struct ShadowParts {
    Clock& clock;
    std::filesystem::path file;
    const models::Providers& providers;
    storage::PairBounds bounds = {};
};

struct PairPageQuery {
    std::string agent;
    std::string release = {}; // empty: the one that runs, else the last that had a shadow
    storage::PairFilter filter = storage::PairFilter::All;
    std::optional<storage::PairCursor> after = {};
    int limit = 50;
};

struct PairJudging {
    std::string agent;
    std::int64_t id = 0;
    protocol::PairVerdictMessage message;
    std::string by;
    // Writes the audit entry before anything is changed; its sequence. Called on the desk's thread.
    std::function<Result<std::uint64_t>(const protocol::PairMessage& pair)> record;
};

class ShadowDesk final : public metrics::PairSink {
public:
    using ReadSnapshot = std::function<Result<agents::SnapshotPtr>(const agents::VersionRef& version)>;
    using Counters = std::map<std::string, metrics::ShadowCounters>; // by agent, since the backend started

    explicit ShadowDesk(ShadowParts parts);
    ~ShadowDesk() override;

    [[nodiscard]] Result<void> open();

    void take(metrics::Pair pair) override;
    // `read` is called at once, and only for a release that was not followed before.
    void follow(const release::AgentState& state, const ReadSnapshot& read);
    void noteCounters(Counters counters); // several times a second
    void keepAll();                       // waits until everything is compared and kept

    [[nodiscard]] Result<protocol::PairPage> page(const PairPageQuery& query);
    [[nodiscard]] Result<protocol::PairMessage> pair(const std::string& agent, std::int64_t id);
    // Errors: NotFound "no_pair"; Conflict "judged_meanwhile".
    [[nodiscard]] Result<protocol::PairVerdictResult> judge(const PairJudging& judging);

private:
    struct Open;

    struct Followed {
        std::string release;
        bool shadowing = false;
        std::uint64_t behind = 0; // dropped because the comparison could not keep up; not yet in the case
    };

    void begin(const release::Release& release, const std::string& agent, agents::SnapshotPtr baseline,
               agents::SnapshotPtr candidate);
    void end(const std::string& agent);
    void compare(const metrics::Pair& pair);
    void keep(Open& open);
    void pruneSometimes();
    // shadow_asking.cpp
    void prepareAsking(Open& open, const release::Comparison& comparison);
    void askAbout(Open& open, std::int64_t pair, bool noise, PairQuestion question);
    void takeFindings(const std::string& agent, const PairFindings& findings);
    [[nodiscard]] ShadowCase* openCase(const std::string& agent) const; // null: none is open
    [[nodiscard]] Result<std::optional<ShadowCase>> caseOf(const std::string& agent, const std::string& release) const;
    [[nodiscard]] Result<protocol::PairVerdictResult> judgeHere(const PairJudging& judging);
    [[nodiscard]] protocol::PairSummary summaryFor(const ShadowCase& shadow) const;
    [[nodiscard]] storage::ShadowRecord recordOf(const ShadowCase& shadow) const;

    ShadowParts m_parts;
    mutable std::mutex m_mutex;
    std::map<std::string, Followed> m_followed; // by agent; guarded
    std::atomic<std::size_t> m_waitingBytes = 0;
    // Of the desk's thread:
    std::unique_ptr<storage::PairRecords> m_records;
    std::map<std::string, std::unique_ptr<Open>> m_open; // by agent
    Counters m_counters;
    int m_sincePrune = 0;
    SerialQueue m_queue{"shadow-desk", ThreadPriority::Background}; // ends before what it uses
    std::unique_ptr<http::Client> m_client;                         // first to go: its last callbacks find the queue
};

} // namespace signalbox::shadow
