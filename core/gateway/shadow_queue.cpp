#include "core/gateway/shadow_queue.h"

#include <algorithm>
#include <array>

#include "core/gateway/shadow_answer.h"
#include "core/gateway/shadow_request.h"
#include "core/gateway/steady_now.h"

namespace signalbox::gateway {

namespace {

constexpr int receiveBuffer = 64 * 1024; // an answer that is too long is not sent far before it is refused

std::size_t sizeOf(const ShadowCopy& copy) {
    constexpr std::size_t overhead = 1024;
    return copy.pair.request.size() + copy.pair.stable.body.size() + overhead;
}

bool isNoise(const ShadowCopy& copy) {
    return copy.pair.kind == metrics::PairKind::Noise;
}

void drop(const ShadowCopy& copy, ShadowDrop reason) {
    if (!isNoise(copy))
        copy.tally->drop(reason);
}

} // namespace

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
      m_rate(limits.perSecond, now()),
      m_budget({.moneyPerHour = limits.spendPerHour, .atOnce = limits.concurrency}),
      m_client(std::make_unique<http::Client>(http::ClientSettings{
          .authorities = authorities, .receiveBuffer = receiveBuffer, .priority = ThreadPriority::Idle})) {}

ShadowQueue::~ShadowQueue() {
    // Answers that break off now must not start the copies that wait behind them.
    m_queue.call([this] {
        m_stopping = true;
        static_cast<void>(takeOffered());
        dropAll();
    });
    m_client.reset();
    m_queue.call([this] { takeAnswers(); });
}

ShadowTally& ShadowQueue::tallyOf(const std::string& agent) {
    ShadowTally*& known = m_known[agent];
    if (known == nullptr) {
        const std::scoped_lock lock(m_talliesMutex);
        known = &m_tallies[agent];
    }
    return *known;
}

std::optional<ShadowDrop> ShadowQueue::refusal(const Prepared& shadow, Monotonic time) {
    if (m_waitingBytes.load(std::memory_order_relaxed) >= m_limits.waitingBytes)
        return ShadowDrop::Full;
    if (!m_rate.hasTurn(time))
        return ShadowDrop::Rate;
    if (shadow.origin && shadow.provider && !shadow.provider->health().allows(time))
        return ShadowDrop::Unreachable;
    return std::nullopt;
}

std::unique_ptr<ShadowCopy> ShadowQueue::copyFor(const PreparedPtr& shadow) {
    ShadowTally& tally = tallyOf(shadow->agent);
    if (const auto reason = refusal(*shadow, now())) {
        tally.drop(*reason);
        return nullptr;
    }
    m_rate.take();
    auto copy = std::make_unique<ShadowCopy>();
    copy->version = shadow;
    copy->tally = &tally;
    return copy;
}

void ShadowQueue::offer(CopyPtr copy) {
    const std::size_t size = sizeOf(*copy);
    if (m_waitingBytes.fetch_add(size) + size > m_limits.waitingBytes) {
        m_waitingBytes.fetch_sub(size);
        copy->tally->drop(ShadowDrop::Full);
        return;
    }
    copy->offered = now();
    m_offered.push(copy.release());
    if (!m_collecting.exchange(true)) // the first in a while; from now on they are come for
        m_queue.postAfter(m_limits.gathering, [this] { collect(); });
}

void ShadowQueue::setWanted(std::set<PreparedPtr> versions) {
    m_queue.post([this, versions = std::move(versions)]() mutable {
        m_wanted = std::move(versions);
        startWaiting();
    });
}

void ShadowQueue::collect() {
    takeAnswers();
    static_cast<void>(takeOffered());
    startWaiting();
    if (m_stopping)
        return;
    if (m_wanted.empty() && m_waiting.empty() && m_budget.running() == 0) {
        m_collecting.exchange(false);
        // Who offered before that has not said so; who offers after it does.
        if (!takeOffered() || m_collecting.exchange(true))
            return startWaiting();
    }
    m_queue.postAfter(m_limits.gathering, [this] { collect(); });
}

bool ShadowQueue::takeOffered() {
    constexpr std::uint32_t whole = traffic::Weight::whole;
    return m_offered.consume_all_atomic_reversed([this](ShadowCopy* offered) {
        m_waiting.emplace_back(offered);
        if (offered->again &&
            std::uniform_int_distribution<std::uint32_t>(0, whole - 1)(m_draws) < offered->noise.thousandths())
            askAgain(*offered);
    }) > 0;
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
        else if (m_stopping || !m_budget.hasPlace())
            break;
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
    m_isWaitedFor = !m_waiting.empty();
}

void ShadowQueue::start(CopyPtr copy) {
    auto request = shadowRequest(*copy, m_limits.answerBytes);
    if (!request)
        return drop(*copy, ShadowDrop::Unavailable);
    m_budget.begin(0); // what it costs is known when it is answered
    ++(isNoise(*copy) ? copy->tally->again : copy->tally->sent);
    // The callback runs on the client's thread, exactly once.
    m_client->send(std::move(*request), [this, begun = now(),
                                         copy = std::make_shared<CopyPtr>(std::move(copy))](http::ClientAnswer answer) {
        (*copy)->pair.shadow.latency = std::chrono::duration_cast<std::chrono::microseconds>(now() - begun);
        {
            const std::scoped_lock lock(m_answersMutex);
            m_answers.push_back({.copy = std::move(*copy), .begun = begun, .answer = std::move(answer)});
        }
        if (m_isWaitedFor) // otherwise it has time until copies are come for
            m_queue.post([this] {
                takeAnswers();
                startWaiting();
            });
    });
}

void ShadowQueue::takeAnswers() {
    std::vector<Answered> answers;
    {
        const std::scoped_lock lock(m_answersMutex);
        answers.swap(m_answers);
    }
    std::vector<metrics::Observation> seen;
    for (Answered& one : answers)
        if (auto observation = finish(std::move(one)))
            seen.push_back(std::move(*observation));
    if (!seen.empty())
        m_observations.take(std::move(seen));
}

// What is to be observed of it; nothing of stable's second answers, which is measured by what it answers callers.
std::optional<metrics::Observation> ShadowQueue::finish(Answered answered) {
    const CopyPtr copy = std::move(answered.copy);
    const http::ClientAnswer& answer = answered.answer;
    heed(*copy->version, answered.begun, answer.connected);
    readAnswer(copy->pair.shadow, *copy->version, answer, models::dialectOf(copy->path));
    m_budget.end(0, copy->pair.shadow.cost.value_or(0));
    std::optional<metrics::Observation> observation;
    if (!isNoise(*copy)) {
        ++(answer.status == 0 ? copy->tally->failed : copy->tally->answered);
        observation = observationOf(*copy);
    }
    if (m_pairs != nullptr) {
        if (answer.status != 0)
            copy->pair.shadow.body = answer.body;
        m_pairs->take(std::move(copy->pair));
    }
    return observation;
}

// What becomes of its connections is the provider's health.
void ShadowQueue::heed(const Prepared& version, Monotonic begun, bool connected) {
    if (!version.provider)
        return;
    if (connected)
        version.provider->health().connected();
    else
        version.provider->health().failed(begun, now());
}

bool ShadowQueue::hasBudget(Monotonic time) {
    const auto since = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    return m_budget.shortage(since, 1, 1) == models::Shortage::None; // the least that anything costs
}

void ShadowQueue::dropAll() {
    for (const CopyPtr& copy : m_waiting)
        drop(*copy, ShadowDrop::Withdrawn);
    m_waiting.clear();
}

std::map<std::string, ShadowCounters> ShadowQueue::counters() const {
    const std::scoped_lock lock(m_talliesMutex);
    std::map<std::string, ShadowCounters> all;
    for (const auto& [agent, tally] : m_tallies)
        all.emplace(agent, tally.counters());
    return all;
}

} // namespace signalbox::gateway
