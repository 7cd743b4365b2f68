// A backend on the sample workspace in a folder of its own, with a stub for the model endpoint; in this process.
#pragma once

#include <memory>
#include <string>

#include <QTemporaryDir>

#include "core/server/backend.h"
#include "tests/server/raw_http.h"
#include "tests/server/stub_upstream.h"

namespace signalbox::test {

class BackendHost {
public:
    BackendHost();
    ~BackendHost();

    [[nodiscard]] Result<void> start();
    void stop();

    [[nodiscard]] server::Backend& backend() { return *m_backend; }

    [[nodiscard]] StubUpstream& upstream() { return m_upstream; }

    // In place of upstream(), from the next start() on.
    void useProvider(std::string url) { m_provider = std::move(url); }

    [[nodiscard]] std::uint16_t port() const;
    [[nodiscard]] std::uint16_t gatewayPort() const;
    [[nodiscard]] std::string workspace() const;
    [[nodiscard]] std::string state() const;

    // A new token of this role; the owner's when the role is Admin.
    [[nodiscard]] std::string token(protocol::AccessRole role = protocol::AccessRole::Admin,
                                    const std::string& name = {});
    [[nodiscard]] HttpAnswer get(const std::string& path, const std::string& token = {});
    [[nodiscard]] HttpAnswer post(const std::string& path, const QJsonObject& body, const std::string& token = {});
    // One chat request of this unit through the gateway; the version that answered, or "".
    [[nodiscard]] std::string ask(const std::string& agent, const std::string& unit) const;

    [[nodiscard]] QJsonObject stateOf(const std::string& agent);
    [[nodiscard]] qint64 revisionOf(const std::string& agent);
    [[nodiscard]] HttpAnswer startRelease(const std::string& agent, const QString& version, const QJsonObject& plan);
    // Starts 2.2.0 of refunds with steps that need no time; the release's id.
    [[nodiscard]] std::string startRefunds();

private:
    QTemporaryDir m_directory;
    StubUpstream m_upstream;
    std::string m_provider = m_upstream.url();
    std::unique_ptr<server::Backend> m_backend;
    std::string m_owner;
};

// The id of the release that runs after what was done; "" when there is none.
[[nodiscard]] std::string releaseAfter(const HttpAnswer& answer);

// 5 → 50 → 100 %, no holds.
[[nodiscard]] QJsonObject quickPlan();

} // namespace signalbox::test
