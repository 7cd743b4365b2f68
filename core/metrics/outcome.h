// How a request ended, as it is counted: the class of its ending, and whom that is counted against, decided by who
// could have avoided it. core/models/README.md holds the table. Values; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace signalbox::metrics {

enum class Outcome : std::uint8_t {
    Success,
    ClientError,   // 400 and other 4xx that the caller's own request may have caused
    ServerError,   // 5xx
    UpstreamLost,  // refused, reset, protocol error, cut before HTTP says that it is whole
    Timeout,       // no first token, or no end, in time
    Cancelled,     // the caller went away
    Rejected,      // 401, 402, 403, 404, 405, 408, 409, 410, 413, 415, 422, 429 of a model's provider
    Redirect,      // 3xx of a model's provider
    NotAnAnswer,   // a body that is no answer of the dialect: a page, nothing, JSON of another kind
    ErrorInAnswer, // an error inside a 2xx, or an ending that says error
    CutStream,     // a stream that ends without saying so
    Filtered,      // a content filter ended every choice
    Empty,         // an answer that says nothing at all
    Unclear        // an agent service's redirect or error inside a 2xx; a stream that was not asked for, or the reverse
};
inline constexpr std::size_t outcomeKinds = 14;

enum class Blame : std::uint8_t {
    Nobody,   // nothing is known against the version
    Compared, // either side may have caused it: counts only beside stable's share, never by itself
    Version
};

[[nodiscard]] Blame blameOf(Outcome outcome);

[[nodiscard]] inline bool isError(Outcome outcome) { // of the version
    return blameOf(outcome) == Blame::Version;
}

// There is an answer that can be judged by what it says.
[[nodiscard]] bool isAnswered(Outcome outcome);

// Whether its time says how long answers take: whole answers, and what ran out of time. A refused connection took no
// time, and a caller who hangs up cuts the measurement short: either would make a bad version look fast.
[[nodiscard]] bool hasLatency(Outcome outcome);

[[nodiscard]] std::string_view toString(Outcome outcome); // "success", "client_error", …
[[nodiscard]] std::string_view toString(Blame blame);     // "nobody", "compared", "version"
[[nodiscard]] std::optional<Outcome> outcomeFrom(std::string_view word);

} // namespace signalbox::metrics
