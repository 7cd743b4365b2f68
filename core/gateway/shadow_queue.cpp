#include "core/gateway/shadow_queue.h"

#include <algorithm>
#include <array>

#include "core/gateway/answer.h"
#include "core/gateway/shadow_request.h"

namespace signalbox::gateway {

namespace {

constexpr int receiveBuffer = 64 * 1024; // an answer that is too long is not sent far before it is refused

Monotonic now() {
    return std::chrono::steady_clock::now();
}

std::size_t sizeOf(const ShadowCopy& copy) {
    constexpr std::size_t overhead = 1024;
    return copy.pair.request.size() + copy.pair.stable.body.size() + overhead;
}

metrics::Outcome outcomeOf(const http::ClientAnswer& answer, const AnswerReader& reader) {
    if (answer.status == 0)
        return answer.timedOut ? metrics::Outcome::Timeout : metrics::Outcome::UpstreamLost;
    if (answer.status >= 500 || reader.reportsError())
        return metrics::Outcome::ServerError;
    return answer.status >= 400 ? metrics::Outcome::ClientError : metrics::Outcome::Success;
}

// What the answer says about itself goes into the pair's shadow side.
void readAnswer(metrics::PairSide& side, const Prepared& version, const http::ClientAnswer& answer) {
    side.version = version.version;
    side.digest = version.digest;
    side.status = answer.status;
    side.contentType = answer.header("content-type");
    const bool events = side.contentType.starts_with("text/event-stream");
    const bool json = side.contentType.starts_with("application/json");
    AnswerReader reader(events ? AnswerReader::Kind::Events
                        : json ? AnswerReader::Kind::Json
                               : AnswerReader::Kind::Opaque);
    reader.feed(answer.body, {});
    reader.finish();
    side.outcome = outcomeOf(answer, reader);
    side.toolCalls = reader.toolCalls();
    if (const auto& usage = reader.usage()) {
        side.inputTokens = usage->input;
        side.outputTokens = usage->output;
        if (version.price)
            side.cost = costOf(*usage, *version.price);
    }
}

metrics::Observation observationOf(const ShadowCopy& copy) {
    const metrics::PairSide& side = copy.pair.shadow;
    metrics::Observation seen;
    seen.agent = copy.pair.agent;
    seen.version = side.version;
    seen.digest = side.digest;
    seen.role = traffic::Role::Shadow;
    seen.weight = copy.share;
    seen.unit = copy.pair.unit;
    seen.started = copy.offered;
    seen.startedWall = copy.pair.at;
    seen.latency = side.latency;
    seen.outcome = side.outcome;
    seen.status = side.status;
    seen.inputTokens = side.inputTokens;
    seen.outputTokens = side.outputTokens;
    seen.cost = side.cost;
    seen.toolCalls = side.toolCalls;
    return seen;
}

} // namespace

std::string_view toString(ShadowDrop reason) {
    static constexpr std::array<std::string_view, shadowDropKinds> words{
        "full", "late", "rate", "budget", "unavailable", "withdrawn", "unreachable"};
    return words.at(static_cast<std::size_t>(reason));
}

void ShadowCopy::keep(std::string_view data, std::size_t most) {
    isTooLong = isTooLong || pair.stable.body.size() + data.size() > most;
    if (isTooLong)
        pair.stable.body.clear();
    else
        pair.stable.body.append(data);
}

ShadowQueue::ShadowQueue(ShadowLimits limits, const std::string& authorities, metrics::ObservationSink& observations,
                         metrics::PairSink* pairs)
    : m_limits(limits),
      m_observations(observations),
      m_pairs(pairs),
      m_turns(limits.perSecond),
      m_turnsAt(now()),
      m_hourAt(now()),
      m_client(std::make_unique<http::Client>(http::ClientSettings{
          .authorities = authorities, .receiveBuffer = receiveBuffer, .priority = ThreadPriority::Background})) {}

ShadowQueue::~ShadowQueue() {
    // Answers that break off now must not start the copies that wait behind them.
    m_queue.call([this] {
        for (const CopyPtr& copy : m_waiting)
            drop(*copy, ShadowDrop::Withdrawn);
        m_waiting.clear();
        m_stopping = true;
    });
    m_client.reset();
}

bool ShadowQueue::admits(const Prepared& shadow) {
    std::optional<ShadowDrop> reason;
    const Monotonic time = now();
    const std::scoped_lock lock(m_mutex);
    if (m_waitingBytes.load(std::memory_order_relaxed) >= m_limits.waitingBytes)
        reason = ShadowDrop::Full;
    else if (!hasTurn(time))
        reason = ShadowDrop::Rate;
    else if (shadow.origin && !m_breaker.allows(shadow.origin, time))
        reason = ShadowDrop::Unreachable;
    if (reason)
        ++m_counters[shadow.agent].dropped.at(static_cast<std::size_t>(*reason));
    else
        m_turns -= 1;
    return !reason;
}

void ShadowQueue::offer(CopyPtr copy) {
    const std::size_t size = sizeOf(*copy);
    if (m_waitingBytes.fetch_add(size) + size > m_limits.waitingBytes) {
        m_waitingBytes.fetch_sub(size);
        drop(*copy, ShadowDrop::Full);
        return;
    }
    copy->offered = now();
    m_queue.post([this, copy = std::move(copy)]() mutable { take(std::move(copy)); });
}

void ShadowQueue::setWanted(std::set<PreparedPtr> versions) {
    m_queue.post([this, versions = std::move(versions)]() mutable {
        m_wanted = std::move(versions);
        startWaiting();
    });
}

void ShadowQueue::take(CopyPtr copy) {
    m_waiting.push_back(std::move(copy));
    const ShadowCopy& taken = *m_waiting.back();
    constexpr std::uint32_t whole = traffic::Weight::whole;
    if (taken.again && std::uniform_int_distribution<std::uint32_t>(0, whole - 1)(m_draws) < taken.noise.thousandths())
        askAgain(taken);
    startWaiting();
}

void ShadowQueue::askAgain(const ShadowCopy& copy) {
    const std::size_t size = sizeOf(copy);
    if (m_waitingBytes.fetch_add(size) + size > m_limits.waitingBytes) {
        m_waitingBytes.fetch_sub(size);
        return;
    }
    auto second = std::make_unique<ShadowCopy>(copy);
    second->version = copy.again;
    second->pair.kind = metrics::PairKind::Noise;
    m_waiting.push_back(std::move(second));
}

void ShadowQueue::startWaiting() {
    while (!m_waiting.empty()) {
        const Monotonic time = now();
        const ShadowCopy& first = *m_waiting.front();
        std::optional<ShadowDrop> reason;
        if (!m_wanted.contains(first.version))
            reason = ShadowDrop::Withdrawn;
        else if (time - first.offered > m_limits.waitingTime)
            reason = ShadowDrop::Late;
        else if (!first.version->origin)
            reason = ShadowDrop::Unavailable;
        else if (m_stopping || m_running >= m_limits.concurrency)
            return;
        else if (!hasBudget(time))
            reason = ShadowDrop::Budget;
        CopyPtr copy = std::move(m_waiting.front());
        m_waiting.pop_front();
        m_waitingBytes.fetch_sub(sizeOf(*copy));
        if (reason)
            drop(*copy, *reason);
        else
            start(std::move(copy));
    }
}

void ShadowQueue::start(CopyPtr copy) {
    auto request = shadowRequest(*copy, m_limits.answerBytes);
    if (!request)
        return drop(*copy, ShadowDrop::Unavailable);
    ++m_running;
    count(*copy, &ShadowCounters::sent);
    // The callback runs on the client's thread, exactly once.
    m_client->send(std::move(*request), [this, begin = now(), copy = std::make_shared<CopyPtr>(std::move(copy))](
                                            http::ClientAnswer answer) mutable {
        (*copy)->pair.shadow.latency = std::chrono::duration_cast<std::chrono::microseconds>(now() - begin);
        m_queue.post([this, begin, copy, answer = std::move(answer)] { finish(std::move(*copy), begin, answer); });
    });
}

void ShadowQueue::finish(CopyPtr copy, Monotonic begun, const http::ClientAnswer& answer) {
    --m_running;
    heed(*copy->version, begun, answer.connected);
    readAnswer(copy->pair.shadow, *copy->version, answer);
    count(*copy, answer.status == 0 ? &ShadowCounters::failed : &ShadowCounters::answered);
    m_spent += copy->pair.shadow.cost.value_or(0);
    if (copy->pair.kind == metrics::PairKind::Candidate) // stable is measured by what it answers callers
        m_observations.take({observationOf(*copy)});
    if (m_pairs != nullptr) {
        if (answer.status != 0)
            copy->pair.shadow.body = answer.body;
        m_pairs->take(std::move(copy->pair));
    }
    startWaiting();
}

void ShadowQueue::heed(const Prepared& version, Monotonic begun, bool connected) {
    const std::scoped_lock lock(m_mutex);
    if (connected)
        m_breaker.connected(version.origin);
    else
        m_breaker.failed(version.origin, begun, now());
}

bool ShadowQueue::hasTurn(Monotonic time) {
    const double seconds = std::chrono::duration<double>(time - m_turnsAt).count();
    m_turnsAt = time;
    m_turns = std::min(std::max(1.0, m_limits.perSecond), m_turns + seconds * m_limits.perSecond);
    return m_turns >= 1;
}

bool ShadowQueue::hasBudget(Monotonic time) {
    if (time - m_hourAt >= std::chrono::hours{1}) {
        m_hourAt = time;
        m_spent = 0;
    }
    return m_spent < m_limits.spendPerHour;
}

void ShadowQueue::drop(const ShadowCopy& copy, ShadowDrop reason) {
    if (copy.pair.kind == metrics::PairKind::Noise)
        return;
    const std::scoped_lock lock(m_mutex);
    ++m_counters[copy.pair.agent].dropped.at(static_cast<std::size_t>(reason));
}

void ShadowQueue::count(const ShadowCopy& copy, std::uint64_t ShadowCounters::* counter) {
    const std::scoped_lock lock(m_mutex);
    ShadowCounters& counters = m_counters[copy.pair.agent];
    if (copy.pair.kind == metrics::PairKind::Candidate)
        ++(counters.*counter);
    else if (counter == &ShadowCounters::sent)
        ++counters.again;
}

std::map<std::string, ShadowCounters> ShadowQueue::counters() const {
    const std::scoped_lock lock(m_mutex);
    return m_counters;
}

} // namespace signalbox::gateway
