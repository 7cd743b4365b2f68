// What failed lately for an agent's callers, by version and reason, and what that says about where to look. Values and
// pure functions; any thread. Counts are requests of the last 15 minutes, copies for a shadow left out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"
#include "core/metrics/failure.h"
#include "core/traffic/route_table.h"

namespace signalbox::metrics {

struct FailureSample { // one request that failed so
    std::string requestId;
    WallTime at{}; // of its end
    int status = 0;
    std::string message;
};

struct FailureRow {
    FailureReason reason;
    std::uint64_t count = 0;
    WallTime last{};
    std::string provider = {};
    std::optional<FailureSample> sample = {};
};

struct VersionFailures {
    std::string version;
    traffic::Role role = traffic::Role::Stable; // that it had last
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;
    std::optional<WallTime> lastGood = {}; // end of the newest request that succeeded
    // The run of failures that goes on now: since when, and what it is of. Ten seconds with less than a tenth of
    // failures end a run.
    std::optional<WallTime> failingSince = {};
    std::uint64_t runRequests = 0;
    std::uint64_t runFailures = 0;
    std::vector<FailureRow> rows = {}; // sorted by sortRows()
    // In flight for long without a first token: they have not ended, and are in no other count.
    std::uint64_t waiting = 0;
    std::optional<WallTime> waitingSince = {}; // when the first of them began

    // Three failures or more, or nothing but failures, and at least a tenth of what was asked since then.
    [[nodiscard]] bool isFailing() const;
    // Three or more wait, the first for longer than most models think.
    [[nodiscard]] bool isHanging(WallTime now) const;
};

// Where to look, as far as the versions that answer at the same time can tell.
struct FailureCause {
    enum class Kind {
        None,           // nothing is failing
        ThisVersion,    // another one answers well
        NotThisVersion, // all fail, for the same reason, at the same provider
        CannotTell,     // nothing to compare with
    };
    Kind kind = Kind::None;
    std::optional<WallTime> since = {}; // the earliest of the runs
    FailureReason reason = {};          // the most frequent of the failing versions
    std::string provider = {};          // that it came from; may be empty
    std::string version = {};           // that fails, of ThisVersion
};

struct FailureReport {
    std::string agent;
    WallTime at{};
    std::vector<VersionFailures> versions; // by name
};

[[nodiscard]] FailureCause causeOf(const FailureReport& report);
[[nodiscard]] std::string_view toString(FailureCause::Kind kind); // "none", "this_version", …
// Most frequent first; broken contracts last, however many: they were answered, and are another measure.
void sortRows(std::vector<FailureRow>& rows);
// The reasons of all versions together, sorted so; the sample is the newest.
[[nodiscard]] std::vector<FailureRow> pooledRows(const FailureReport& report);
// "4 of 5 failures: 404 model_not_found"; empty when the version has none. For alerts and the log.
[[nodiscard]] std::string mostlyBecause(const FailureReport& report, const std::string& version);

} // namespace signalbox::metrics
