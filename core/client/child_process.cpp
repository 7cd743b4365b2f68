#include "core/client/child_process.h"

#include <csignal>
#include <sys/prctl.h>
#include <utility>

namespace signalbox::client {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto grace = 5s;
constexpr qsizetype longestLine = 64L * 1024;
constexpr qsizetype keptErrors = 4L * 1024;

} // namespace

ChildProcess::ChildProcess(QObject* parent) : QObject(parent) {
    // A console that is killed takes its children with it. Only async-signal-safe calls are allowed here.
    m_process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGTERM); });
    m_process.setStandardInputFile(QProcess::nullDevice());
    m_ready.setSingleShot(true);
    m_kill.setSingleShot(true);
    m_kill.setInterval(grace);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &ChildProcess::readOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, &ChildProcess::readErrors);
    connect(&m_process, &QProcess::finished, this,
            [this](int code, QProcess::ExitStatus status) { finish(status == QProcess::NormalExit ? code : -1); });
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error != QProcess::FailedToStart)
            return;
        m_errors = m_process.errorString().toUtf8();
        finish(-1);
    });
    connect(&m_ready, &QTimer::timeout, this, [this] {
        m_errors += "it did not say in time that it is ready";
        m_process.kill();
    });
    connect(&m_kill, &QTimer::timeout, this, [this] { m_process.kill(); });
}

ChildProcess::~ChildProcess() {
    m_process.disconnect(this);
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    if (!m_process.waitForFinished(static_cast<int>(std::chrono::milliseconds(grace).count()))) {
        m_process.kill();
        m_process.waitForFinished(1000);
    }
}

void ChildProcess::start(const QString& program, const QStringList& arguments, std::chrono::milliseconds readyLimit) {
    m_output.clear();
    m_errors.clear();
    m_gotLine = false;
    m_ready.start(readyLimit);
    m_process.start(program, arguments);
}

void ChildProcess::stop() {
    m_ready.stop();
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    m_kill.start();
}

void ChildProcess::readOutput() {
    const QByteArray piece = m_process.readAllStandardOutput();
    if (m_gotLine)
        return;
    m_output += piece.left(longestLine);
    const qsizetype end = m_output.indexOf('\n');
    if (end < 0)
        return;
    m_gotLine = true;
    m_ready.stop();
    Q_EMIT firstLine(m_output.left(end));
}

void ChildProcess::readErrors() {
    m_errors += m_process.readAllStandardError();
    m_errors = m_errors.right(keptErrors);
}

void ChildProcess::finish(int exitCode) {
    m_ready.stop();
    m_kill.stop();
    readErrors();
    const QList<QByteArray> lines = m_errors.trimmed().split('\n');
    Q_EMIT ended(exitCode, QString::fromUtf8(lines.last()).trimmed());
}

} // namespace signalbox::client
