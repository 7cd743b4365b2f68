#include <QJsonArray>

#include "core/agents/snapshot.h"

namespace signalbox::agents {

using namespace Qt::StringLiterals;

namespace {

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8);
}

QJsonArray texts(const std::vector<std::string>& all) {
    QJsonArray array;
    for (const auto& one : all)
        array.append(text(one));
    return array;
}

void setText(QJsonObject& object, QLatin1StringView key, const std::string& value) {
    if (!value.empty())
        object.insert(key, text(value));
}

QJsonObject configurationToJson(const Configuration& configuration) {
    QJsonObject timeout{{u"request"_s, configuration.requestTimeout}};
    if (configuration.firstTokenTimeout)
        timeout.insert("first_token"_L1, *configuration.firstTokenTimeout);
    QJsonObject object{
        {u"stop"_s, texts(configuration.stop)},
        {u"timeout"_s, timeout},
        {u"retry"_s, QJsonObject{{u"max_attempts"_s, configuration.maxAttempts}}},
    };
    if (configuration.temperature)
        object.insert("temperature"_L1, *configuration.temperature);
    if (configuration.topP)
        object.insert("top_p"_L1, *configuration.topP);
    if (configuration.maxOutputTokens)
        object.insert("max_output_tokens"_L1, static_cast<qint64>(*configuration.maxOutputTokens));
    if (configuration.seed)
        object.insert("seed"_L1, static_cast<qint64>(*configuration.seed));
    return object;
}

QJsonObject integrationsToJson(const Manifest& manifest) {
    QJsonArray servers;
    for (const McpServer& server : manifest.mcp) {
        QJsonObject object{{u"name"_s, text(server.name)}, {u"transport"_s, text(server.transport)}};
        setText(object, "command"_L1, server.command);
        setText(object, "url"_L1, server.url);
        setText(object, "lock"_L1, server.lock);
        servers.append(object);
    }
    return {{u"tools"_s, texts(manifest.tools)}, {u"mcp"_s, servers}};
}

} // namespace

// What the author left open and has no default (temperature, contract …) is left out.
QJsonObject manifestToJson(const Manifest& manifest) {
    QJsonObject model{{u"api"_s, manifest.model.api == ModelApi::Responses ? u"responses"_s : u"chat_completions"_s},
                      {u"floating"_s, manifest.model.floating}};
    setText(model, "provider"_L1, manifest.model.provider);
    setText(model, "id"_L1, manifest.model.id);
    QJsonObject prompts;
    for (const auto& [name, path] : manifest.prompts)
        prompts.insert(text(name), text(path));
    QJsonObject contract;
    setText(contract, "input"_L1, manifest.contractInput);
    setText(contract, "output"_L1, manifest.contractOutput);
    QJsonObject runtime{{u"kind"_s, manifest.runtime == RuntimeKind::Http ? u"http"_s : u"chat"_s}};
    setText(runtime, "url"_L1, manifest.runtimeUrl);
    QJsonObject object{
        {u"schema"_s, text(manifest.schema)},
        {u"name"_s, text(manifest.name)},
        {u"description"_s, text(manifest.description)},
        {u"model"_s, model},
        {u"prompts"_s, prompts},
        {u"integrations"_s, integrationsToJson(manifest)},
        {u"configuration"_s, configurationToJson(manifest.configuration)},
        {u"contract"_s, contract},
        {u"runtime"_s, runtime},
    };
    // Only where there are some: the digests of older versions hold no such key.
    QJsonObject variables;
    for (const auto& [name, value] : manifest.variables)
        variables.insert(text(name), text(value));
    if (!variables.isEmpty())
        object.insert(u"variables"_s, variables);
    return object;
}

} // namespace signalbox::agents
