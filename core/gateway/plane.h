// What all relays of one gateway share on its I/O thread: the routing in effect, the upstream pool, the observations on
// their way to the sink. Counters may be read from any thread.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "core/agents/unit_field.h"
#include "core/gateway/caller_rules.h"
#include "core/gateway/conversations.h"
#include "core/gateway/feedback_body.h"
#include "core/gateway/feedback_book.h"
#include "core/gateway/response_ids.h"
#include "core/gateway/routing.h"
#include "core/gateway/shadow_queue.h"
#include "core/gateway/waits.h"
#include "core/metrics/answer_copy.h"
#include "core/metrics/observation.h"
#include "core/traffic/unit_shares.h"

namespace signalbox::gateway {

class Plane {
public:
    Plane(boost::asio::io_context& context, http::Deadlines& deadlines, std::size_t idleUpstreams,
          const std::string& authorities, metrics::ObservationSink& sink, ShadowQueue& shadows,
          std::chrono::milliseconds hangingAfter, std::size_t feedbackRequests);

    // Of an id that nextRequestId() has made in this run; 0: it is no such id.
    [[nodiscard]] std::uint64_t numberOf(std::string_view requestId) const;
    // Hands over what was learned about a request, with the assignment that it had. False: it is not remembered.
    [[nodiscard]] bool takeFeedback(FeedbackBody feedback);
    [[nodiscard]] std::string nextRequestId(); // unique without asking the operating system each time
    void record(metrics::Observation observation);
    // Whether what an upstream said may be read now: a few times a second, so that an outage costs little.
    [[nodiscard]] bool mayReadMessage(Monotonic now);
    void recordHanging(metrics::Observation observation);
    // Given to those who judge answers behind the observation of its request, so that nothing is said of a request that
    // nobody has heard of.
    void judge(metrics::AnswerCopy copy);
    // Of a request that was assigned.
    void countUnit(std::string_view agent, const traffic::Unit& unit, std::uint64_t hash, Monotonic now);
    [[nodiscard]] std::map<std::string, traffic::UnitsSeen, std::less<>> units() const; // any thread; seconds old
    void tick(Monotonic now);
    [[nodiscard]] double draw(); // 0 … 1, uniform
    void flush();

    boost::asio::io_context& context;
    RoutingPtr routing = std::make_shared<const Routing>();
    http::Deadlines& deadlines;
    Conversations conversations;
    ResponseIds responses;
    Waits waits;
    CallerRules callers;
    std::vector<agents::UnitField> unitFields = agents::usualUnitFields();
    http::UpstreamPool pool;
    FeedbackBook book;
    std::atomic<std::uint64_t> requests = 0;
    std::atomic<std::uint64_t> refused = 0;
    ShadowQueue& shadows;
    std::chrono::milliseconds hangingAfter;
    metrics::AnswerSink* answers = nullptr; // null: no answer is judged
    std::size_t answerBytes = 0;
    std::chrono::milliseconds firstPause{0}; // between tries

private:
    [[nodiscard]] std::uint64_t sealOf(std::uint64_t number) const;

    metrics::ObservationSink& m_sink;
    std::vector<metrics::Observation> m_batch;
    std::vector<metrics::Observation> m_hanging;
    std::vector<metrics::Label> m_labels;
    std::vector<metrics::AnswerCopy> m_judged;
    std::size_t m_judgedBytes = 0;
    std::map<std::string, traffic::UnitShares, std::less<>> m_shares; // by agent
    Monotonic m_sharesCounted{};
    mutable std::mutex m_mutex;
    std::map<std::string, traffic::UnitsSeen, std::less<>> m_units; // guarded
    std::minstd_rand m_random{std::random_device{}()};
    Monotonic m_messagesSince{};
    int m_messages = 0;    // read since then
    traffic::Salt m_idKey; // who does not know it can make no id
    std::uint64_t m_nextId = 0;
};

} // namespace signalbox::gateway
