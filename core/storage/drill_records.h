// What came of each drill, as the audit log has it too: written when it starts and when it ends, so that a list is
// quick. Control thread; the HistoryFile must outlive it. Errors: Io.
#pragma once

#include <string>
#include <vector>

#include <QJsonObject>

#include "core/base/time.h"
#include "core/storage/history_file.h"

namespace signalbox::storage {

struct DrillRecord {
    enum class State { Running, Ended };

    std::string id;
    WallTime started{};
    State state = State::Running;
    QJsonObject report;
};

class DrillRecords {
public:
    static constexpr int kept = 200; // the newest; older ones are in the audit log

    explicit DrillRecords(HistoryFile& file) : m_file(file) {}

    [[nodiscard]] Result<void> save(const DrillRecord& record); // replaces what has the same id
    // Newest first. What cannot be read any more is left out.
    [[nodiscard]] Result<std::vector<DrillRecord>> all() const;

private:
    HistoryFile& m_file;
};

} // namespace signalbox::storage
