#include "tests/server/backend_host.h"

#include <format>

#include <QJsonArray>
#include <QJsonDocument>

#include "core/protocol/endpoint_file.h"

namespace signalbox::test {

using namespace Qt::StringLiterals;

QJsonObject quickPlan() {
    QJsonArray steps;
    for (const int percent : {5, 50, 100})
        steps.append(QJsonObject{{u"weight"_s, percent}, {u"minimum_time"_s, 0}});
    const QJsonObject guardrail{{u"metric"_s, u"error_rate"_s}, {u"limit"_s, 0.5}, {u"action"_s, u"notify"_s}};
    return {{u"steps"_s, steps}, {u"guardrails"_s, QJsonArray{guardrail}}};
}

std::string releaseAfter(const HttpAnswer& answer) {
    return answer.json()["after"_L1]["release"_L1]["id"_L1].toString().toStdString();
}

BackendHost::BackendHost() = default;

BackendHost::~BackendHost() {
    stop();
}

Result<void> BackendHost::start() {
    server::Settings settings;
    settings.workspace = workspace();
    settings.stateDirectory = state();
    settings.sample = true;
    settings.providers["rehearsal"] = m_provider;
    m_backend = std::make_unique<server::Backend>(std::move(settings));
    if (auto started = m_backend->start(); !started)
        return started;
    auto token = protocol::readPrivateFile(m_backend->endpoint().tokenFile);
    if (!token)
        return failure(std::move(token.error()));
    m_owner = token->substr(0, token->find('\n'));
    return {};
}

void BackendHost::stop() {
    m_backend.reset();
}

std::string BackendHost::workspace() const {
    return m_directory.filePath(u"workspace"_s).toStdString();
}

std::string BackendHost::state() const {
    return m_directory.filePath(u"state"_s).toStdString();
}

std::uint16_t BackendHost::port() const {
    return portOf(m_backend->endpoint().control);
}

std::uint16_t BackendHost::gatewayPort() const {
    return portOf(m_backend->endpoint().gateway);
}

std::string BackendHost::token(protocol::AccessRole role, const std::string& name) {
    if (role == protocol::AccessRole::Admin && name.empty())
        return m_owner;
    return m_backend->tokens().add(name, role).value_or(std::string());
}

HttpAnswer BackendHost::get(const std::string& path, const std::string& token) {
    return send(port(), {"GET", path, {{"Authorization", "Bearer " + (token.empty() ? m_owner : token)}}, {}});
}

HttpAnswer BackendHost::post(const std::string& path, const QJsonObject& body, const std::string& token) {
    return send(port(), {"POST",
                         path,
                         {{"Authorization", "Bearer " + (token.empty() ? m_owner : token)},
                          {"Content-Type", "application/json"}},
                         QJsonDocument(body).toJson(QJsonDocument::Compact).toStdString()});
}

std::string BackendHost::ask(const std::string& agent, const std::string& unit) const {
    const std::string body = std::format(R"({{"model":"{}","messages":[{{"role":"user","content":"Hello"}}]}})", agent);
    const HttpAnswer answer = send(
        gatewayPort(),
        {"POST", "/v1/chat/completions", {{"Content-Type", "application/json"}, {"x-signalbox-unit", unit}}, body});
    return answer.status == 200 ? answer.header("x-signalbox-version") : std::string();
}

QJsonObject BackendHost::stateOf(const std::string& agent) {
    return get("/api/v1/agents/" + agent + "/release").json().value("state"_L1).toObject();
}

qint64 BackendHost::revisionOf(const std::string& agent) {
    return stateOf(agent).value("revision"_L1).toInteger();
}

HttpAnswer BackendHost::startRelease(const std::string& agent, const QString& version, const QJsonObject& plan) {
    return post("/api/v1/agents/" + agent + "/releases",
                {{u"version"_s, version}, {u"revision"_s, revisionOf(agent)}, {u"plan"_s, plan}});
}

std::string BackendHost::startRefunds() {
    return releaseAfter(startRelease("refunds", u"2.2.0"_s, quickPlan()));
}

} // namespace signalbox::test
