#include "app/ctl/failure_words.h"

#include <algorithm>
#include <format>
#include <ranges>
#include <utility>

#include "core/base/grouped_text.h"

namespace signalbox::ctl {

namespace {

using metrics::FailureCause;
using metrics::FailureKind;
using metrics::VersionFailures;

constexpr std::size_t shownReasons = 4;

std::string whatItDoes(const metrics::FailureReason& reason) {
    switch (reason.kind) {
    case FailureKind::Refused:
        return "refuses the connection";
    case FailureKind::Unreachable:
        return "cannot be reached";
    case FailureKind::Untrusted:
        return "and this machine do not agree on TLS";
    case FailureKind::Broken:
        return "ends the connection before it answers";
    case FailureKind::Cut:
        return "breaks off its answers";
    case FailureKind::Timeout:
        return "does not answer in time";
    case FailureKind::NotHttp:
        return "answers something that is not HTTP";
    case FailureKind::NotAsked:
        return "is not configured";
    case FailureKind::Unusable:
        return "answers what nobody can use";
    case FailureKind::Filtered:
        return "filters its answers";
    case FailureKind::Empty:
        return "answers nothing";
    default:
        return "answers " + metrics::codeOf(reason);
    }
}

std::string whereToLook(const FailureCause& cause) {
    const std::string provider =
        cause.provider.empty() ? "the upstream" : std::format("the provider \"{}\"", cause.provider);
    const std::string does = std::format("{} {}", provider, whatItDoes(cause.reason));
    if (cause.kind == FailureCause::Kind::ThisVersion)
        return std::format("only {}, others answer: {}", cause.version, does);
    if (cause.kind == FailureCause::Kind::NotThisVersion)
        return "not this version: " + does;
    return does;
}

std::string sharesOf(const std::vector<VersionFailures>& versions) {
    std::string text;
    for (const VersionFailures& version : versions)
        if (version.isFailing())
            text += std::format("{}{} of {} requests of {}", text.empty() ? "" : ", ", groupedText(version.runFailures),
                                groupedText(version.runRequests), version.version);
    return text;
}

} // namespace

std::vector<std::string> failureLines(const protocol::FailureMessage& message) {
    const auto rows = metrics::pooledRows(message.report);
    std::vector<std::string> lines;
    for (const VersionFailures& version : message.report.versions)
        if (version.waitingSince)
            lines.push_back(std::format("{} requests of {} wait for their first token, the first since {}",
                                        groupedText(version.waiting), version.version, toIso(*version.waitingSince)));
    if (rows.empty())
        return lines;
    const FailureCause& cause = message.cause;
    if (cause.since)
        lines.push_back(std::format("failing since {}: {}; {}", toIso(*cause.since), sharesOf(message.report.versions),
                                    whereToLook(cause)));
    std::string reasons;
    const bool broken = rows.back().reason.kind == FailureKind::Contract; // answered, so no failure
    for (const metrics::FailureRow& row : rows | std::views::take(std::min(shownReasons, rows.size() - broken)))
        reasons +=
            std::format("{}{} x {}", reasons.empty() ? "" : ", ", groupedText(row.count), metrics::codeOf(row.reason));
    const std::string contracts =
        broken ? "answers that broke the contract in the last 15 minutes: " + groupedText(rows.back().count)
               : std::string();
    lines.push_back(reasons.empty() ? contracts : "failures of the last 15 minutes: " + reasons);
    if (const auto& sample = rows.front().sample)
        lines.push_back(std::format("  such as request {} at {}{}", sample->requestId, toIso(sample->at),
                                    sample->message.empty() ? "" : ": " + sample->message));
    if (broken && !reasons.empty())
        lines.push_back(contracts);
    return lines;
}

} // namespace signalbox::ctl
