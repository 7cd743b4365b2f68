// The deployment history as a table, kept up to date from the audit log and checked against it. Control thread; the
// HistoryFile must outlive it. Errors: Io; Corrupt when the audit log or the table says something else than it must.
#pragma once

#include <string>
#include <vector>

#include "core/storage/deployment_rows.h"
#include "core/storage/history_file.h"

namespace signalbox::storage {

class DeploymentHistory {
public:
    explicit DeploymentHistory(HistoryFile& file) : m_file(file) {}

    // Takes in what the log has that the table has not. A log that is shorter than what was taken in is another log:
    // the table is built again.
    [[nodiscard]] Result<void> catchUp(const audit::Log& log);
    // The number of the newest audit entry that was taken in.
    [[nodiscard]] Result<std::uint64_t> lastSequence() const;
    // Newest first.
    [[nodiscard]] Result<std::vector<DeploymentRow>> rows(const std::string& agent, int limit = 1000) const;
    // `entries`: all from the first to lastSequence(). Corrupt "history_differs" names the first row that differs.
    [[nodiscard]] Result<void> checkAgainst(std::vector<audit::Entry> entries) const;

private:
    [[nodiscard]] Result<void> take(const audit::Entry& entry);
    [[nodiscard]] Result<std::vector<DeploymentRow>> select(const QString& where, const std::string& agent,
                                                            int limit) const;
    [[nodiscard]] Result<void> insert(const DeploymentRow& row);

    HistoryFile& m_file;
};

} // namespace signalbox::storage
