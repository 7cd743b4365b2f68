// The real signalboxd as a child of a test, on the sample workspace with a stub for the model endpoint.
#pragma once

#include <memory>
#include <string>

#include <QProcess>
#include <QStringList>

#include "core/protocol/endpoint_file.h"
#include "tests/server/raw_http.h"

namespace signalbox::test {

class DaemonProcess {
public:
    DaemonProcess(QString workspace, QString state, std::string provider);
    ~DaemonProcess();

    // True when it said that it is ready.
    [[nodiscard]] bool start(const QStringList& more = {});
    void kill();      // SIGKILL
    void terminate(); // SIGTERM, does not wait
    // The exit code, or -1 when it did not end by itself in time.
    [[nodiscard]] int waitForEnd(int milliseconds = 15'000);

    [[nodiscard]] qint64 pid() const { return m_process->processId(); }

    [[nodiscard]] const protocol::EndpointFile& endpoint() const { return m_endpoint; }

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::uint16_t gatewayPort() const;

    [[nodiscard]] const std::string& token() const { return m_token; }

    [[nodiscard]] QByteArray errors() { return m_process->readAllStandardError(); }

    [[nodiscard]] HttpAnswer get(const std::string& path) const;
    [[nodiscard]] HttpAnswer post(const std::string& path, const QJsonObject& body) const;

private:
    QString m_workspace;
    QString m_state;
    std::string m_provider;
    std::unique_ptr<QProcess> m_process;
    protocol::EndpointFile m_endpoint;
    std::string m_token;
};

} // namespace signalbox::test
