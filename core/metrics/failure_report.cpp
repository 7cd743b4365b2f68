#include "core/metrics/failure_report.h"

#include <algorithm>
#include <format>
#include <utility>

namespace signalbox::metrics {

namespace {

constexpr std::uint64_t enoughGood = 5; // requests of a version that says that another one is to blame

// While others fail: what it did before says nothing.
bool answersWell(const VersionFailures& version, WallTime since) {
    return !version.isFailing() && version.requests >= enoughGood && version.lastGood && *version.lastGood > since;
}

const FailureRow* mostOf(const VersionFailures& version) {
    for (const FailureRow& row : version.rows)
        if (row.reason.kind != FailureKind::Contract) // answered all the same
            return &row;
    return nullptr;
}

void pool(FailureRow& into, const FailureRow& row) {
    into.count += row.count;
    if (row.last <= into.last)
        return;
    into.last = row.last;
    if (row.sample)
        into.sample = row.sample;
}

} // namespace

bool VersionFailures::isFailing() const {
    const bool several = runFailures >= 3 || (failures > 0 && failures == requests);
    return failingSince && several && runFailures * 10 >= runRequests;
}

bool VersionFailures::isHanging(WallTime now) const {
    constexpr std::uint64_t fewest = 3;
    constexpr std::chrono::seconds longest{30};
    return waiting >= fewest && waitingSince && now - *waitingSince >= longest;
}

FailureCause causeOf(const FailureReport& report) {
    FailureCause cause;
    std::vector<const VersionFailures*> failing;
    const FailureRow* most = nullptr;
    bool same = true; // reason and provider of all that fail
    for (const VersionFailures& version : report.versions) {
        if (!version.isFailing())
            continue;
        failing.push_back(&version);
        cause.since = cause.since ? std::min(*cause.since, *version.failingSince) : *version.failingSince;
        const FailureRow* row = mostOf(version);
        if (row == nullptr)
            continue;
        same = same && (most == nullptr || (most->reason == row->reason && most->provider == row->provider));
        if (most == nullptr || row->count > most->count)
            most = row;
    }
    if (failing.empty())
        return cause;
    if (most != nullptr) {
        cause.reason = most->reason;
        cause.provider = most->provider;
    }
    cause.kind = FailureCause::Kind::CannotTell;
    const bool othersAnswer = std::ranges::any_of(
        report.versions, [&](const VersionFailures& version) { return answersWell(version, *cause.since); });
    if (failing.size() == 1 && othersAnswer) {
        cause.kind = FailureCause::Kind::ThisVersion;
        cause.version = failing.front()->version;
    } else if (failing.size() > 1 && same && most != nullptr && !othersAnswer) {
        cause.kind = FailureCause::Kind::NotThisVersion;
    }
    return cause;
}

std::string_view toString(FailureCause::Kind kind) {
    switch (kind) {
    case FailureCause::Kind::None:
        return "none";
    case FailureCause::Kind::ThisVersion:
        return "this_version";
    case FailureCause::Kind::NotThisVersion:
        return "not_this_version";
    case FailureCause::Kind::CannotTell:
        return "cannot_tell";
    }
    std::unreachable();
}

void sortRows(std::vector<FailureRow>& rows) {
    std::ranges::stable_sort(rows, [](const FailureRow& one, const FailureRow& other) {
        const bool isContract = one.reason.kind == FailureKind::Contract;
        const bool isOtherContract = other.reason.kind == FailureKind::Contract;
        return isContract != isOtherContract ? isOtherContract : one.count > other.count;
    });
}

std::vector<FailureRow> pooledRows(const FailureReport& report) {
    std::vector<FailureRow> pooled;
    for (const VersionFailures& version : report.versions)
        for (const FailureRow& row : version.rows) {
            const auto known = std::ranges::find(pooled, row.reason, &FailureRow::reason);
            if (known == pooled.end())
                pooled.push_back(row);
            else
                pool(*known, row);
        }
    sortRows(pooled);
    return pooled;
}

std::string mostlyBecause(const FailureReport& report, const std::string& version) {
    const auto found = std::ranges::find(report.versions, version, &VersionFailures::version);
    const FailureRow* most = found == report.versions.end() ? nullptr : mostOf(*found);
    if (most == nullptr || found->failures == 0)
        return {};
    const std::uint64_t count = std::min(most->count, found->failures);
    return std::format("{} of {} failure{}: {}", count, found->failures, found->failures == 1 ? "" : "s",
                       codeOf(most->reason));
}

} // namespace signalbox::metrics
