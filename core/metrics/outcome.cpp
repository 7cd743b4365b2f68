#include "core/metrics/outcome.h"

#include <array>

namespace signalbox::metrics {

namespace {

struct Row {
    Outcome outcome;
    std::string_view word;
    Blame blame;
};

constexpr std::array<Row, outcomeKinds> rows{{
    {Outcome::Success, "success", Blame::Nobody},
    {Outcome::ClientError, "client_error", Blame::Compared},
    {Outcome::ServerError, "server_error", Blame::Version},
    {Outcome::UpstreamLost, "upstream_lost", Blame::Version},
    {Outcome::Timeout, "timeout", Blame::Version},
    {Outcome::Cancelled, "cancelled", Blame::Nobody},
    {Outcome::Rejected, "rejected", Blame::Version},
    {Outcome::Redirect, "redirect", Blame::Version},
    {Outcome::NotAnAnswer, "not_an_answer", Blame::Version},
    {Outcome::ErrorInAnswer, "error_in_answer", Blame::Version},
    {Outcome::CutStream, "cut_stream", Blame::Version},
    {Outcome::Filtered, "filtered", Blame::Compared},
    {Outcome::Empty, "empty", Blame::Compared},
    {Outcome::Unclear, "unclear", Blame::Compared},
}};

constexpr bool isInOrder() {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (static_cast<std::size_t>(rows[i].outcome) != i)
            return false;
    return true;
}

static_assert(isInOrder());

} // namespace

Blame blameOf(Outcome outcome) {
    return rows.at(static_cast<std::size_t>(outcome)).blame;
}

bool isAnswered(Outcome outcome) {
    return outcome == Outcome::Success || outcome == Outcome::Filtered || outcome == Outcome::Empty ||
           outcome == Outcome::Unclear;
}

bool hasLatency(Outcome outcome) {
    return isAnswered(outcome) || outcome == Outcome::Timeout;
}

std::string_view toString(Outcome outcome) {
    return rows.at(static_cast<std::size_t>(outcome)).word;
}

std::string_view toString(Blame blame) {
    static constexpr std::array<std::string_view, 3> words{"nobody", "compared", "version"};
    return words.at(static_cast<std::size_t>(blame));
}

std::optional<Outcome> outcomeFrom(std::string_view word) {
    for (const Row& row : rows)
        if (row.word == word)
            return row.outcome;
    return std::nullopt;
}

} // namespace signalbox::metrics
