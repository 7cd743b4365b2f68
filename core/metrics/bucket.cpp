#include "core/metrics/store.h"

namespace signalbox::metrics {

void Bucket::add(const Observation& observation) {
    ++requests;
    errors += isError(observation.outcome) ? 1 : 0;
    toolCalls += natural(observation.toolCalls);
    inputTokens += natural(observation.inputTokens.value_or(0));
    outputTokens += natural(observation.outputTokens.value_or(0));
    if (observation.cost) {
        ++costKnown;
        cost += *observation.cost;
    }
    refusalsKnown += observation.refused ? 1 : 0;
    refusals += observation.refused.value_or(false) ? 1 : 0;
    if (observation.firstToken)
        firstToken.add(natural(observation.firstToken->count()));
    // A caller who hangs up cuts the measurement short; such a time would make a slow version look fast.
    if (observation.outcome == Outcome::Cancelled)
        ++cancelled;
    else
        latency.add(natural(observation.latency.count()));
}

void Bucket::add(const Label& label) {
    contractsKnown += label.contractViolation ? 1 : 0;
    contractViolations += label.contractViolation.value_or(false) ? 1 : 0;
    toolsKnown += label.toolFailure ? 1 : 0;
    toolFailures += label.toolFailure.value_or(false) ? 1 : 0;
}

void Bucket::merge(const Bucket& other) {
    requests += other.requests;
    errors += other.errors;
    cancelled += other.cancelled;
    toolCalls += other.toolCalls;
    inputTokens += other.inputTokens;
    outputTokens += other.outputTokens;
    costKnown += other.costKnown;
    cost += other.cost;
    refusalsKnown += other.refusalsKnown;
    refusals += other.refusals;
    contractsKnown += other.contractsKnown;
    contractViolations += other.contractViolations;
    toolsKnown += other.toolsKnown;
    toolFailures += other.toolFailures;
    latency.merge(other.latency);
    firstToken.merge(other.firstToken);
}

void Bucket::pack() {
    latency.pack();
    firstToken.pack();
}

} // namespace signalbox::metrics
