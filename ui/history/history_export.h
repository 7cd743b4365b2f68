// The history as files for other programs: CSV (RFC 4180) and JSON lines. Pure but for saveFile(); any thread. Cells
// that a spreadsheet would run as a formula get an apostrophe in front; JSON lines carry everything exactly as it was
// recorded.
#pragma once

#include <QByteArray>
#include <QFileDevice>
#include <QString>

#include "core/protocol/messages.h"

namespace signalbox::ui::history {

[[nodiscard]] QByteArray auditCsvHead();
[[nodiscard]] QByteArray auditCsvRows(const std::vector<protocol::AuditRow>& rows);
[[nodiscard]] QByteArray auditJsonLines(const std::vector<protocol::AuditRow>& rows);
[[nodiscard]] QByteArray deploymentsCsv(const std::vector<protocol::Deployment>& rows);
[[nodiscard]] QByteArray deploymentsJsonLines(const std::vector<protocol::Deployment>& rows);

// Written whole or not at all. Errors: Io.
[[nodiscard]] Result<void> saveFile(const QString& path, const QByteArray& content);
// What to tell a person when writing this file failed.
[[nodiscard]] Error writeError(const QFileDevice& file);

} // namespace signalbox::ui::history
