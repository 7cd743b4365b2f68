// Judges copies of answers on a thread of its own and says of each, as a label of its request, whether it kept its
// contract and whether a tool failed. Beside the relayed stream: the gateway gives a copy away and never waits; what is
// more than the desk can look at is turned away and counted. Remembers the calls of answers, bounded, so that an error
// that a later request of the same conversation brings back counts for the version that made the call; forgotten with
// a restart. admits(), take() and counters() from any thread; labels reach their sink from the desk's thread.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "core/answers/answer_worth.h"
#include "core/base/serial_queue.h"
#include "core/metrics/answer_copy.h"
#include "core/metrics/observation.h"

namespace signalbox::answers {

struct AnswerBounds {
    std::size_t waitingBytes = 32 * 1024 * 1024; // of all copies that wait
    std::size_t perSecond = 2'000;               // answers
    std::size_t calls = 65'536;                  // remembered
};

struct AnswerCounters { // of one agent
    std::uint64_t judged = 0;
    std::array<std::uint64_t, notJudgedKinds> notJudged{};
};

class AnswerDesk final : public metrics::AnswerSink {
public:
    explicit AnswerDesk(metrics::ObservationSink& labels, AnswerBounds bounds = {});
    ~AnswerDesk() override;

    [[nodiscard]] bool admits(const std::string& agent) override;
    void take(metrics::AnswerCopy copy) override;
    void finish(); // waits until everything that was taken is judged
    [[nodiscard]] std::map<std::string, AnswerCounters> counters() const; // by agent

private:
    using LabelPtr = std::shared_ptr<const metrics::Label>;

    void judge(const metrics::AnswerCopy& copy);
    void judgeResults(const metrics::AnswerCopy& copy);
    void remember(const metrics::AnswerCopy& copy, const metrics::Label& label, const std::string& call);
    [[nodiscard]] const ContractCheck* contractOf(const agents::SnapshotPtr& snapshot);
    [[nodiscard]] const ToolCheck* toolsOf(const QJsonArray& tools);
    void count(const std::string& agent, const AnswerWorth& worth);
    void turnAway(const std::string& agent);

    metrics::ObservationSink& m_labels;
    AnswerBounds m_bounds;
    std::atomic<std::size_t> m_waitingBytes = 0;
    std::atomic<std::int64_t> m_second = 0; // that m_taken counts
    std::atomic<std::size_t> m_taken = 0;
    mutable std::mutex m_mutex;
    std::map<std::string, AnswerCounters> m_counters; // guarded
    // Of the desk's thread:
    std::unordered_map<Digest, std::unique_ptr<ContractCheck>> m_contracts;
    std::map<QByteArray, std::unique_ptr<ToolCheck>> m_tools;
    std::unordered_map<std::string, LabelPtr> m_calls; // open ones, by agent, unit and id
    std::deque<std::string> m_callOrder;
    SerialQueue m_queue{"answers"}; // last: ends before what it uses
};

} // namespace signalbox::answers
