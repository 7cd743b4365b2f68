#include "tests/server/daemon_process.h"

#include <QElapsedTimer>
#include <QJsonDocument>

#include "tests/support/places.h"

namespace signalbox::test {

using namespace Qt::StringLiterals;

DaemonProcess::DaemonProcess(QString workspace, QString state, std::string provider)
    : m_workspace(std::move(workspace)),
      m_state(std::move(state)),
      m_provider(std::move(provider)) {}

DaemonProcess::~DaemonProcess() {
    kill();
}

bool DaemonProcess::start(const QStringList& more) {
    m_process = std::make_unique<QProcess>();
    QStringList arguments{u"--workspace"_s, m_workspace, u"--state"_s, m_state, u"--sample"_s};
    if (!m_provider.empty())
        arguments << u"--provider"_s << QString::fromStdString("rehearsal=" + m_provider);
    m_process->start(test::programPath(u"signalboxd"_s), arguments + more);
    QByteArray line;
    QElapsedTimer timer;
    timer.start();
    while (!line.contains('\n') && timer.elapsed() < 30'000 && m_process->waitForReadyRead(30'000))
        line += m_process->readAllStandardOutput();
    const auto endpoint = protocol::parseEndpoint(line.left(line.indexOf('\n')).toStdString());
    if (!endpoint)
        return false;
    m_endpoint = *endpoint;
    const auto token = protocol::readPrivateFile(m_endpoint.tokenFile);
    m_token = token ? token->substr(0, token->find('\n')) : std::string();
    return !m_token.empty();
}

void DaemonProcess::kill() {
    if (!m_process || m_process->state() == QProcess::NotRunning)
        return;
    m_process->kill();
    m_process->waitForFinished();
}

void DaemonProcess::terminate() {
    m_process->terminate();
}

int DaemonProcess::waitForEnd(int milliseconds) {
    if (m_process->state() != QProcess::NotRunning && !m_process->waitForFinished(milliseconds))
        return -1;
    return m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -1;
}

std::uint16_t DaemonProcess::port() const {
    return portOf(m_endpoint.control);
}

std::uint16_t DaemonProcess::gatewayPort() const {
    return portOf(m_endpoint.gateway);
}

HttpAnswer DaemonProcess::get(const std::string& path) const {
    return send(port(), {"GET", path, {{"Authorization", "Bearer " + m_token}}, {}});
}

HttpAnswer DaemonProcess::post(const std::string& path, const QJsonObject& body) const {
    return send(port(), {"POST",
                         path,
                         {{"Authorization", "Bearer " + m_token}, {"Content-Type", "application/json"}},
                         QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString()});
}

} // namespace signalbox::test
