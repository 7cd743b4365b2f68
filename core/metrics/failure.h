// Why one request failed, in a form that can be counted, compared and shown: a kind, the upstream's status, the
// upstream's own short word for it, and what it said about it, cleaned of everything that is not for other eyes.
// Values, made by the gateway (core/gateway/failure_reason.h); any thread.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace signalbox::metrics {

enum class FailureKind {
    Status,      // the upstream answered 4xx or 5xx
    InAnswer,    // it began to answer, and then said that it failed
    Unusable,    // answered something else: a page, another kind of JSON, a stream that was not asked for
    Filtered,    // answered, and a content filter ended every choice
    Empty,       // answered nothing at all
    Refused,     // connection refused
    Unreachable, // no such name, no way there
    Untrusted,   // TLS: its certificate, or the agreement on keys
    Broken,      // the connection ended before an answer began
    Cut,         // … in the middle of an answer
    Timeout,
    NotHttp,  // what came is no HTTP/1.1
    NotAsked, // the version names a provider or a credential that is not there
    Contract, // answered, against the contract of the version
    Other,    // more kinds of reasons than are remembered
};

[[nodiscard]] std::string_view toString(FailureKind kind); // "status", "in_answer", "refused", …
[[nodiscard]] std::optional<FailureKind> failureKindFrom(std::string_view word);

struct FailureReason {
    FailureKind kind = FailureKind::Other;
    int status = 0; // of Status and InAnswer
    // The upstream's own word: "model_not_found"; letters, digits and "_.:-", at most 64; may be empty.
    std::string token = {};

    auto operator<=>(const FailureReason&) const = default;
};

// For alerts, the log and ctl: "404 model_not_found", "connection refused", "broken stream".
[[nodiscard]] std::string codeOf(const FailureReason& reason);

struct Failure {
    FailureReason reason;
    std::string message = {};  // the upstream's own words, cut and cleaned; may be empty
    std::string provider = {}; // name in signalbox.yaml; empty for an agent that is passed through
    std::string requestId = {};
};

} // namespace signalbox::metrics
