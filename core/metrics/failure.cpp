#include "core/metrics/failure.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/metrics/observation.h"

namespace signalbox::metrics {

namespace {

struct FailureWord {
    std::string_view wire;
    std::string_view shown;
};

constexpr std::array failureWords{FailureWord{"status", ""},
                                  FailureWord{"in_answer", "error in the answer"},
                                  FailureWord{"unusable", "unusable answer"},
                                  FailureWord{"filtered", "filtered answer"},
                                  FailureWord{"empty", "empty answer"},
                                  FailureWord{"refused", "connection refused"},
                                  FailureWord{"unreachable", "unreachable"},
                                  FailureWord{"untrusted", "TLS refused"},
                                  FailureWord{"broken", "broken connection"},
                                  FailureWord{"cut", "broken stream"},
                                  FailureWord{"timeout", "timeout"},
                                  FailureWord{"not_http", "not HTTP"},
                                  FailureWord{"not_asked", "not configured"},
                                  FailureWord{"contract", "contract"},
                                  FailureWord{"other", "other"}};
static_assert(failureWords.size() == static_cast<std::size_t>(FailureKind::Other) + 1);

const FailureWord& wordOf(FailureKind kind) {
    return failureWords.at(static_cast<std::size_t>(kind));
}

} // namespace

std::string_view toString(FailureKind kind) {
    return wordOf(kind).wire;
}

std::optional<FailureKind> failureKindFrom(std::string_view word) {
    const auto* const found = std::ranges::find(failureWords, word, &FailureWord::wire);
    return found == failureWords.end() ? std::nullopt
                                       : std::optional(static_cast<FailureKind>(found - failureWords.begin()));
}

std::string codeOf(const FailureReason& reason) {
    if (reason.kind == FailureKind::Status)
        return std::to_string(reason.status) + (reason.token.empty() ? "" : " " + reason.token);
    return std::string(wordOf(reason.kind).shown) + (reason.token.empty() ? "" : ": " + reason.token);
}

FailureReason reasonOf(const Observation& seen) {
    if (seen.failure)
        return seen.failure->reason;
    if (seen.status >= 400)
        return {.kind = FailureKind::Status, .status = seen.status};
    return {.kind = seen.outcome == Outcome::Timeout ? FailureKind::Timeout : FailureKind::Other};
}

} // namespace signalbox::metrics
