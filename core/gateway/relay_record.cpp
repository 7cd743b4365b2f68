// What a relay leaves behind: its observation, and a copy for a shadow. The copy is given away after the caller has the
// whole answer, so a shadow can neither delay nor change it.
#include <utility>

#include "core/gateway/failure_reason.h"
#include "core/gateway/headers.h"
#include "core/gateway/relay.h"
#include "core/gateway/shadow_request.h"
#include "core/models/cleaned_text.h"
#include "core/models/said_error.h"

namespace signalbox::gateway {

namespace {

std::chrono::microseconds since(Monotonic start, Monotonic end) {
    return std::chrono::duration_cast<std::chrono::microseconds>(end - start);
}

} // namespace

metrics::Observation Relay::observe(Monotonic now) const {
    const Prepared& version = *m_assigned.version;
    metrics::Observation observation;
    observation.agent = version.agent;
    observation.version = version.version;
    observation.digest = version.digest;
    observation.role = m_assigned.role;
    observation.weight = m_assigned.weight;
    observation.unit = m_assigned.unit;
    observation.started = m_started;
    observation.startedWall = m_startedWall;
    observation.latency = since(m_started, now);
    return observation;
}

// Deadlines also expire when everything ends: then nothing hangs.
void Relay::expire() {
    const Monotonic now = std::chrono::steady_clock::now();
    if (!m_assigned.version || now < m_started + m_plane.hangingAfter)
        return;
    metrics::Observation observation = observe(now);
    observation.status = m_headSent && m_answer->hasBegun() ? m_reader->status() : 0;
    if (observation.status == 0) {
        m_plane.waits.add(m_plane.numberOf(m_requestId), m_assigned.version, m_assigned.role, m_started);
        m_waits = true;
    }
    m_plane.recordHanging(std::move(observation));
}

void Relay::endWait() {
    if (std::exchange(m_waits, false))
        m_plane.waits.remove(m_plane.numberOf(m_requestId));
}

// An answer that the provider did not make whole has no id that it knows.
void Relay::noteIds() {
    const bool given = m_answer && m_reader && m_reader->status() / 100 == 2;
    if (m_asked.dialect != models::Dialect::Responses || !given)
        return;
    const Monotonic now = std::chrono::steady_clock::now();
    const ResponseOrigin origin{.version = m_assigned.version->digest,
                                .role = m_assigned.role,
                                .weight = m_assigned.weight,
                                .unit = m_assigned.unit,
                                .draw = m_assigned.draw};
    m_plane.responses.note(m_assigned.version->agent, m_answer->answer().id, origin, now);
    m_plane.responses.note(m_assigned.version->agent, m_conversation, origin, now);
}

void Relay::addUsage(metrics::Observation& observation) const {
    const auto usage = sumOf(m_tries.usage(), m_answer ? m_answer->answer().usage : std::nullopt);
    if (!usage)
        return;
    observation.inputTokens = usage->input;
    observation.outputTokens = usage->output;
    if (const auto& price = m_assigned.version->price)
        observation.cost = models::costOf(*usage, *price);
}

std::shared_ptr<const metrics::Failure> Relay::failureOf(metrics::Outcome outcome, int status) {
    if (metrics::blameOf(outcome) == metrics::Blame::Nobody)
        return nullptr;
    const Prepared& version = *m_assigned.version;
    const FailedExchange exchange{.outcome = outcome,
                                  .status = status,
                                  .code = m_answer ? std::string_view(m_answer->answer().errorCode) : "",
                                  .said = m_answer ? m_answer->said() : std::string_view(m_refusal),
                                  .lost = m_upstream ? m_upstream->error() : http::ErrorCode{},
                                  .asked = version.origin != nullptr};
    auto failure = std::make_shared<metrics::Failure>(reasonOf(exchange), std::string{}, std::string{}, m_requestId);
    if (version.snapshot)
        failure->provider = version.snapshot->manifest.model.provider;
    if (!m_plane.mayReadMessage(std::chrono::steady_clock::now()))
        return failure;
    const std::string said = exchange.asked ? models::saidIn(exchange.said).message : version.problem;
    models::Unsaid unsaid{.request = m_connection->body(),
                          .headers = version.fixedHeaders,
                          .host = version.origin ? std::string_view(version.origin->url.host) : std::string_view{},
                          .kept = {version.agent, version.version, failure->reason.token, failure->provider}};
    if (version.snapshot)
        unsaid.kept.emplace_back(version.snapshot->manifest.model.id);
    failure->message = models::cleanedMessage(said, unsaid);
    return failure;
}

void Relay::finish(metrics::Outcome outcome, int status) {
    setDeadline(never);
    endWait();
    noteIds();
    m_plane.book.remember(m_plane.numberOf(m_requestId), m_assigned, m_startedWall);
    metrics::Observation observation = observe(std::chrono::steady_clock::now());
    observation.outcome = outcome;
    observation.status = status;
    observation.failure = failureOf(outcome, status);
    if (m_answer) {
        if (const auto first = m_answer->firstContent())
            observation.firstToken = since(m_started, *first);
        const models::Answer& answer = m_answer->answer();
        observation.toolCalls = answer.toolCalls;
        observation.refused = answer.refused;
    }
    observation.failedTries = m_tries.ends();
    addUsage(observation);
    if (m_copy)
        offerCopy(observation);
    if (m_judged)
        offerJudged(observation);
    m_plane.record(std::move(observation));
}

// What the version asks of its callers may be more than stable does; so it is seen like what its provider refuses.
void Relay::noteRefusal(const Trouble& trouble) {
    m_refusal = bodyOf(trouble);
    finish(metrics::Outcome::ClientError, trouble.status);
    m_refusal.clear();
}

std::optional<Trouble> Relay::takeFeedback() {
    if (auto trouble = unpackBody())
        return trouble;
    auto feedback = readFeedback(m_connection->body());
    if (!feedback) {
        const Error& error = feedback.error();
        return Trouble{400, error.code, error.message + " " + error.hint};
    }
    if (!m_plane.takeFeedback(std::move(*feedback)))
        return Trouble{
            404, "unknown_request",
            "No request of this id is remembered: it was too long ago, or before the gateway was restarted."};
    return std::nullopt;
}

void Relay::fillCopy(const Wanted& wanted, std::string_view body) {
    m_copy->path = wanted.rest;
    m_copy->share = m_assigned.share;
    if (m_assigned.noise > traffic::Weight{}) {
        m_copy->again = m_assigned.version;
        m_copy->noise = m_assigned.noise;
    }
    // Whichever of the two is asked puts its own in place of what it replaces.
    std::vector<std::string> replaced = m_copy->version->replaced;
    replaced.insert(replaced.end(), m_assigned.version->replaced.begin(), m_assigned.version->replaced.end());
    std::string lines;
    appendRequestHeaders(lines, m_connection->fields(), Credentials::Drop, replaced);
    m_copy->headers = headersFrom(lines);
    m_copy->pair.request = body;
}

void Relay::noteAnswer() {
    const bool packed = models::isPacked(headerOf(m_fields, "content-encoding"));
    if (m_copy) {
        m_copy->pair.stable.contentType = headerOf(m_fields, "content-type");
        m_copy->isTooLong = packed; // of no use to compare
    }
    if (m_judged) {
        m_judged->contentType = headerOf(m_fields, "content-type");
        m_judged->isPacked = packed;
    }
}

void Relay::offerCopy(const metrics::Observation& seen) {
    const bool answered = seen.status != 0 && seen.outcome != metrics::Outcome::Cancelled &&
                          seen.outcome != metrics::Outcome::UpstreamLost && seen.outcome != metrics::Outcome::Timeout &&
                          seen.outcome != metrics::Outcome::CutStream;
    auto copy = std::move(m_copy);
    if (!answered)
        return; // there is nothing to compare with
    metrics::Pair& pair = copy->pair;
    pair.agent = seen.agent;
    pair.requestId = m_requestId;
    pair.unit = seen.unit;
    pair.at = seen.startedWall;
    pair.stable.version = seen.version;
    pair.stable.digest = seen.digest;
    pair.stable.outcome = seen.outcome;
    pair.stable.status = seen.status;
    pair.stable.latency = seen.latency;
    pair.stable.inputTokens = seen.inputTokens;
    pair.stable.outputTokens = seen.outputTokens;
    pair.stable.cost = seen.cost;
    pair.stable.toolCalls = seen.toolCalls;
    m_plane.shadows.offer(std::move(copy));
}

} // namespace signalbox::gateway
