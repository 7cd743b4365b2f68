// Asking again: what a relay does between two tries of one request.
#include <array>

#include "core/gateway/failure_reason.h"
#include "core/gateway/relay.h"

namespace signalbox::gateway {

namespace {

constexpr std::size_t longestEnding = 64 * 1024; // of a failed try's answer that is read for its usage
constexpr std::chrono::seconds endingTime{2};

bool isSafe(std::string_view method) {
    static constexpr std::array<std::string_view, 3> safe{"GET", "HEAD", "OPTIONS"};
    return std::ranges::contains(safe, method);
}

} // namespace

void Relay::beginTries() {
    const Prepared& version = *m_assigned.version;
    const bool repeats = version.runtime == agents::RuntimeKind::Chat || isSafe(m_connection->method());
    m_tried = m_started;
    m_tries.begin(version.tries, repeats ? Replay::Any : Replay::UnsentOnly, m_started + version.requestTime,
                  m_plane.firstPause);
}

// A provider that cannot be reached is not asked again before its pause is over.
std::optional<std::chrono::milliseconds> Relay::pauseAfterLoss() {
    const Prepared& version = *m_assigned.version;
    if (version.tries < 2 || m_upstream->timedOut() || m_connection->isGone())
        return std::nullopt;
    const Monotonic now = std::chrono::steady_clock::now();
    FailedExchange exchange;
    exchange.outcome = metrics::Outcome::UpstreamLost;
    exchange.lost = m_upstream->error();
    const auto end = tryEndOf(reasonOf(exchange).kind);
    if (!end)
        return std::nullopt;
    models::Health* const health = version.provider ? &version.provider->health() : nullptr;
    if (*end == metrics::TryEnd::Unreachable && health != nullptr)
        health->failed(m_tried, now);
    const auto pause = m_tries.pauseAfter(*end, std::nullopt, now, m_plane.draw());
    if (!pause || (health != nullptr && !health->allows(now + *pause)))
        return std::nullopt;
    m_tries.failed(*end, std::nullopt);
    return pause;
}

std::optional<std::chrono::milliseconds> Relay::pauseAfterHead() const {
    const Prepared& version = *m_assigned.version;
    if (version.tries < 2)
        return std::nullopt;
    const auto end = tryEndOf(m_reader->status());
    if (!end || isRetryRefused(m_fields) || m_connection->isGone())
        return std::nullopt;
    const auto wall = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    return m_tries.pauseAfter(*end, pauseAskedFor(m_fields, wall), std::chrono::steady_clock::now(), m_plane.draw());
}

// What a failed try used counts; it says so in what is left of its answer, if at all.
http::Awaitable<void> Relay::endTry() {
    if (m_pause) {
        m_upstream->setDeadline(std::chrono::steady_clock::now() + endingTime);
        std::size_t read = m_data.size();
        m_answer->feed(m_data, {});
        while (!m_reader->isDone() && read < longestEnding) {
            const bool more = co_await m_upstream->moreBytes(m_left);
            m_data.clear();
            if (!more || !readBody())
                break;
            read += m_data.size();
            m_answer->feed(m_data, {});
        }
        m_answer->finish();
        m_tries.failed(*tryEndOf(m_reader->status()), m_answer->answer().usage);
    }
    if (m_pause && m_reader->isDone() && m_reader->keepsAlive())
        m_plane.pool.giveBack(std::move(m_upstream));
    else
        m_upstream->close();
    m_reader.reset();
    m_answer.reset();
    m_data.clear();
}

http::Awaitable<bool> Relay::waitFor(std::chrono::milliseconds pause) {
    const auto timer = std::make_shared<http::Timer>(m_plane.context, pause);
    m_connection->onGone([timer] { timer->cancel(); });
    if (!m_connection->isGone())
        co_await timer->async_wait(http::useTuple);
    m_connection->onGone(nullptr);
    co_return !m_connection->isGone();
}

} // namespace signalbox::gateway
