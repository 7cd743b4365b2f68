#include "core/gateway/shadow_answer.h"

#include "core/models/answer_reader.h"

namespace signalbox::gateway {

void readAnswer(metrics::PairSide& side, const Prepared& version, const http::ClientAnswer& answer,
                models::Dialect dialect) {
    side.version = version.version;
    side.digest = version.digest;
    side.status = answer.status;
    side.contentType = answer.header("content-type");
    models::AnswerReader reader({.dialect = dialect}, {.status = answer.status,
                                                       .contentType = side.contentType,
                                                       .contentEncoding = answer.header("content-encoding")});
    reader.feed(answer.body, {});
    reader.finish();
    const models::Answer& said = reader.answer();
    side.outcome = answer.status != 0 ? said.outcome
                   : answer.timedOut  ? metrics::Outcome::Timeout
                                      : metrics::Outcome::UpstreamLost;
    side.toolCalls = said.toolCalls;
    if (const auto& usage = said.usage) {
        side.inputTokens = usage->input;
        side.outputTokens = usage->output;
        if (version.price)
            side.cost = models::costOf(*usage, *version.price);
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
