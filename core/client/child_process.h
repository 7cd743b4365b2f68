// A program of ours run as a child: its first line on stdout says that it is ready, the end of stderr says why not.
// Private to core/client; thread of its owner. The child ends with this object (SIGTERM, after `grace` SIGKILL), and
// with this process even when that is killed.
#pragma once

#include <functional>
#include <string>

#include <QObject>
#include <QProcess>
#include <QStringList>
#include <QTimer>

#include "core/base/result.h"

namespace signalbox::client {

class ChildProcess : public QObject {
    Q_OBJECT

public:
    explicit ChildProcess(QObject* parent = nullptr);
    ~ChildProcess() override;

    // Emits firstLine() when there is one; ended() when the child is gone or could not be started.
    void start(const QString& program, const QStringList& arguments, std::chrono::milliseconds readyLimit);
    void stop();

    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

    [[nodiscard]] qint64 pid() const { return m_process.processId(); }

Q_SIGNALS:
    void firstLine(const QByteArray& line);
    void ended(int exitCode, const QString& lastWords);

private:
    void readOutput();
    void readErrors();
    void finish(int exitCode);

    QProcess m_process;
    QTimer m_ready; // fires when the first line does not come
    QTimer m_kill;
    QByteArray m_output;
    QByteArray m_errors; // the newest 4 KiB
    bool m_gotLine = false;
};

} // namespace signalbox::client
