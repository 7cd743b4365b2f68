// What is counted of the requests of one stretch of time, each with its name: roll-ups, messages and sums are loops
// over `counters`, so a new one is a row here. Every part has its own base: what is unknown of a request counts in
// neither. Pure; any thread. Units: requests, tokens, calls.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace signalbox::metrics {

struct Counts {
    std::uint64_t requests = 0; // all that ended, cancelled ones included
    std::uint64_t errors = 0;
    std::uint64_t cancelled = 0;
    std::uint64_t answers = 0;         // whole answers: neither failed nor refused with a 4xx nor cancelled
    std::uint64_t latencyKnown = 0;    // whole answers, and requests that ran out of time
    std::uint64_t firstTokenKnown = 0; // streams that brought something
    std::uint64_t usageKnown = 0;      // requests whose upstream said how many tokens
    std::uint64_t inputTokens = 0;     // sum over usageKnown
    std::uint64_t outputTokens = 0;
    std::uint64_t toolCalls = 0; // sum over answers
    std::uint64_t costKnown = 0;
    std::uint64_t refusalsKnown = 0; // answers of which it is known whether the model refused
    std::uint64_t refusals = 0;
    std::uint64_t contractsKnown = 0; // judgements, in the second in which they were made
    std::uint64_t contractViolations = 0;
    std::uint64_t toolsKnown = 0; // judgements of an answer's tool calls, or of a result that came back later
    std::uint64_t toolFailures = 0;

    void addCounts(const Counts& other);
    // Of a record or a backend that did not count answers, times and usage yet: what did not fail was a whole answer.
    void assumeAnswers();

    // Requests of which it is known how they ended: the base of errors. Who hangs up early tells nothing of the
    // version.
    [[nodiscard]] std::uint64_t judged() const { return requests > cancelled ? requests - cancelled : 0; }
};

struct Counter {
    std::string_view name; // on the wire and on disk
    std::uint64_t Counts::* member = nullptr;
    std::uint64_t Counts::* known = nullptr; // left out while this is 0; nullptr: always said
    bool isNewer = false;                    // older records and backends do not have it
};

inline constexpr std::array counters{
    Counter{"requests", &Counts::requests},
    Counter{"errors", &Counts::errors},
    Counter{"cancelled", &Counts::cancelled},
    Counter{"answers", &Counts::answers, nullptr, true},
    Counter{"latency_known", &Counts::latencyKnown, nullptr, true},
    Counter{"first_token_known", &Counts::firstTokenKnown, nullptr, true},
    Counter{"usage_known", &Counts::usageKnown, nullptr, true},
    Counter{"input_tokens", &Counts::inputTokens},
    Counter{"output_tokens", &Counts::outputTokens},
    Counter{"tool_calls", &Counts::toolCalls},
    Counter{"cost_known", &Counts::costKnown},
    Counter{"refusals_known", &Counts::refusalsKnown, &Counts::refusalsKnown},
    Counter{"refusals", &Counts::refusals, &Counts::refusalsKnown},
    Counter{"contracts_known", &Counts::contractsKnown, &Counts::contractsKnown},
    Counter{"contract_violations", &Counts::contractViolations, &Counts::contractsKnown},
    Counter{"tools_known", &Counts::toolsKnown, &Counts::toolsKnown},
    Counter{"tool_failures", &Counts::toolFailures, &Counts::toolsKnown},
};

inline void Counts::addCounts(const Counts& other) {
    for (const Counter& counter : counters)
        this->*counter.member += other.*counter.member;
}

inline void Counts::assumeAnswers() {
    answers = judged() > errors ? judged() - errors : 0;
    latencyKnown = answers;
    firstTokenKnown = answers;
    usageKnown = inputTokens + outputTokens > 0 ? answers : 0;
}

} // namespace signalbox::metrics
