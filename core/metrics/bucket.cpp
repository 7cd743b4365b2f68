#include "core/metrics/store.h"

namespace signalbox::metrics {

void Bucket::add(const Observation& observation) {
    ++requests;
    errors += isError(observation.outcome) ? 1 : 0;
    cancelled += observation.outcome == Outcome::Cancelled ? 1 : 0;
    if (isAnswered(observation.outcome)) {
        ++answers;
        toolCalls += natural(observation.toolCalls);
    }
    if (observation.inputTokens || observation.outputTokens) {
        ++usageKnown;
        inputTokens += natural(observation.inputTokens.value_or(0));
        outputTokens += natural(observation.outputTokens.value_or(0));
    }
    if (observation.cost) {
        ++costKnown;
        cost += *observation.cost;
    }
    refusalsKnown += observation.refused ? 1 : 0;
    refusals += observation.refused.value_or(false) ? 1 : 0;
    if (observation.firstToken) {
        ++firstTokenKnown;
        firstToken.add(natural(observation.firstToken->count()));
    }
    if (hasLatency(observation.outcome)) {
        ++latencyKnown;
        latency.add(natural(observation.latency.count()));
    }
}

void Bucket::add(const Label& label) {
    contractsKnown += label.contractViolation ? 1 : 0;
    contractViolations += label.contractViolation.value_or(false) ? 1 : 0;
    toolsKnown += label.toolFailure ? 1 : 0;
    toolFailures += label.toolFailure.value_or(false) ? 1 : 0;
}

void Bucket::merge(const Bucket& other) {
    addCounts(other);
    cost += other.cost;
    latency.merge(other.latency);
    firstToken.merge(other.firstToken);
}

void Bucket::pack() {
    latency.pack();
    firstToken.pack();
}

} // namespace signalbox::metrics
