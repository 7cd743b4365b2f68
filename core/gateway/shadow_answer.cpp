#include "core/gateway/shadow_answer.h"

#include "core/gateway/answer.h"

namespace signalbox::gateway {

namespace {

metrics::Outcome outcomeOf(const http::ClientAnswer& answer, const AnswerReader& reader) {
    if (answer.status == 0)
        return answer.timedOut ? metrics::Outcome::Timeout : metrics::Outcome::UpstreamLost;
    if (answer.status >= 500 || reader.reportsError())
        return metrics::Outcome::ServerError;
    return answer.status >= 400 ? metrics::Outcome::ClientError : metrics::Outcome::Success;
}

} // namespace

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

} // namespace signalbox::gateway
