#include "ui/history/audit_export.h"

#include <QPointer>
#include <QTimer>

#include "ui/history/history_export.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::history {

AuditExport::AuditExport(const QString& path, Ask ask, QObject* parent)
    : QObject(parent),
      m_file(path),
      m_json(path.endsWith(u".jsonl"_s, Qt::CaseInsensitive)),
      m_ask(std::move(ask)) {}

void AuditExport::start() {
    if (!m_file.open(QIODevice::WriteOnly))
        return fail(writeError(m_file));
    if (!m_json)
        write(auditCsvHead());
    askFor(0);
}

void AuditExport::askFor(quint64 before) {
    m_next = before;
    m_ask(before, [self = QPointer(this)](const Result<std::vector<protocol::AuditRow>>& rows) {
        if (self)
            self->take(rows);
    });
}

void AuditExport::take(const Result<std::vector<protocol::AuditRow>>& rows) {
    if (m_ended)
        return;
    if (!rows)
        return fail(rows.error());
    if (!rows->empty()) {
        const quint64 newest = rows->front().sequence;
        if (m_next != 0 && newest > m_next)
            return fail({Errc::Corrupt, "bad_page", "The log answered with entries that were not asked for.",
                         "Verify the log, then export it again."});
        m_whole = std::max(m_whole, newest);
        m_written += rows->size();
        write(m_json ? auditJsonLines(*rows) : auditCsvRows(*rows));
        Q_EMIT progressed(static_cast<int>(m_written), static_cast<int>(m_whole));
    }
    if (m_ended)
        return;
    if (!rows->empty() && rows->back().sequence > 1) {
        const quint64 before = rows->back().sequence - 1;
        QTimer::singleShot(0, this, [this, before] { askFor(before); });
        return;
    }
    m_ended = true;
    if (!m_file.commit())
        return fail(writeError(m_file));
    Q_EMIT saved(m_written);
}

void AuditExport::write(const QByteArray& content) {
    if (!m_ended && m_file.write(content) != content.size())
        fail(writeError(m_file));
}

void AuditExport::fail(const Error& error) {
    m_ended = true;
    m_file.cancelWriting();
    Q_EMIT failed(error);
}

} // namespace signalbox::ui::history
