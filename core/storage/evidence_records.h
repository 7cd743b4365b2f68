// What was shown about each release, as its judge left it: written while it runs, so that a restart goes on with the
// same evidence, and kept after it ended, so that its verdicts can be explained. Control thread; the HistoryFile must
// outlive it. Errors: Io.
#pragma once

#include <optional>
#include <string>

#include <QJsonObject>

#include "core/base/time.h"
#include "core/storage/history_file.h"

namespace signalbox::storage {

class EvidenceRecords {
public:
    static constexpr std::chrono::hours kept{24 * 90};

    explicit EvidenceRecords(HistoryFile& file) : m_file(file) {}

    [[nodiscard]] Result<void> save(const std::string& releaseId, WallTime at, const QJsonObject& evidence);
    // nullopt: nothing is known about this release, or it cannot be read any more.
    [[nodiscard]] Result<std::optional<QJsonObject>> load(const std::string& releaseId) const;
    // Removes what was last written longer than `kept` before `now`.
    [[nodiscard]] Result<void> prune(WallTime now);

private:
    HistoryFile& m_file;
};

} // namespace signalbox::storage
