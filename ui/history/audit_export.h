// Writes a whole audit log into a file, the entries that no view has loaded too: asks for page after page, newest
// first, and writes each as it comes. The file appears whole or not at all; destroying the export cancels it.
// UI thread; one pass of the event loop per page.
#pragma once

#include <functional>

#include <QObject>
#include <QSaveFile>

#include "core/protocol/messages.h"

namespace signalbox::ui::history {

class AuditExport : public QObject {
    Q_OBJECT

public:
    using Answer = std::function<void(Result<std::vector<protocol::AuditRow>>)>;
    // Entries with sequence <= before (0: the newest), newest first; answers once, at once or later.
    using Ask = std::function<void(quint64 before, Answer answer)>;

    // JSON lines when the file's name says so, else CSV.
    AuditExport(const QString& path, Ask ask, QObject* parent = nullptr);

    void start();

Q_SIGNALS:
    void progressed(int written, int whole);
    void saved(quint64 entries);
    void failed(const signalbox::Error& error); // Io; Corrupt: a page that does not continue the log; the page's own

private:
    void askFor(quint64 before);
    void take(const Result<std::vector<protocol::AuditRow>>& rows);
    void write(const QByteArray& content);
    void fail(const Error& error);

    QSaveFile m_file;
    bool m_json;
    Ask m_ask;
    quint64 m_next = 0; // the newest sequence that is still wanted; 0: any
    quint64 m_written = 0;
    quint64 m_whole = 0;
    bool m_ended = false;
};

} // namespace signalbox::ui::history
