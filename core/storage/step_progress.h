// How long each release has been in its step, noted every few seconds between two audit entries, so that a restart
// neither begins the step again nor skips it. Losing a note only makes a step longer. Control thread; the HistoryFile
// must outlive it. Errors: Io.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "core/storage/history_file.h"

namespace signalbox::storage {

struct Progress {
    std::string releaseId; // the note counts only for this release
    std::chrono::milliseconds inStep{0};

    bool operator==(const Progress&) const = default;
};

class StepProgress {
public:
    explicit StepProgress(HistoryFile& file) : m_file(file) {}

    [[nodiscard]] Result<void> noteProgress(const std::string& agent, const std::string& releaseId,
                                            std::chrono::milliseconds inStep);
    [[nodiscard]] Result<void> forget(const std::string& agent);
    [[nodiscard]] Result<std::map<std::string, Progress>> all() const; // by agent

private:
    HistoryFile& m_file;
};

} // namespace signalbox::storage
