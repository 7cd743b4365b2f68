// Minute roll-ups of the metrics: per agent, version, role and minute the counts and histograms, kept for seven days,
// so that charts reach back across a restart. Control thread; the HistoryFile must outlive it. Errors: Io. A row that
// cannot be read is left out: metrics are not evidence of their own. Counts are kept by name, with how much of the
// minute was counted.
#pragma once

#include <string>
#include <vector>

#include "core/metrics/store.h"
#include "core/storage/history_file.h"

namespace signalbox::storage {

class RollUps {
public:
    static constexpr std::chrono::hours kept{24 * 7};

    explicit RollUps(HistoryFile& file) : m_file(file) {}

    // Points of one minute each, as metrics::Store::query gives them with a step of 60 s. A minute that is there
    // already is replaced. All or nothing.
    [[nodiscard]] Result<void> save(const std::vector<metrics::Series>& series);
    // Minutes that begin at `from` or later, of every agent; series by key, points in rising time, totals filled.
    [[nodiscard]] Result<std::vector<metrics::Series>> load(WallTime from) const;
    // Removes what is older than `kept` before `now`.
    [[nodiscard]] Result<void> prune(WallTime now);

private:
    HistoryFile& m_file;
};

} // namespace signalbox::storage
