#include "tests/gateway/scripted_providers.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace signalbox::test {

namespace {

using agents::ProviderKind;
using models::Dialect;

std::string bytes(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString();
}

Refusal openAiError(const QString& message, const QString& parameter) {
    return {400, bytes({{u"error"_s, QJsonObject{{u"message"_s, message},
                                                 {u"type"_s, u"invalid_request_error"_s},
                                                 {u"param"_s, parameter},
                                                 {u"code"_s, QJsonValue::Null}}}})};
}

QStringList toolsIn(const QJsonObject& request) {
    QStringList names;
    for (const QJsonValue& tool : request[u"tools"_s].toArray()) {
        const QJsonObject object = tool.toObject();
        names << (object.contains("function"_L1) ? object["function"_L1]["name"_L1].toString()
                                                 : object["name"_L1].toString());
    }
    return names;
}

std::optional<Refusal> openAiTools(const QJsonObject& request) {
    const bool has = !request["tools"_L1].toArray().isEmpty();
    if (request["tools"_L1].isArray() && !has)
        return openAiError(u"Invalid 'tools': empty array."_s, u"tools"_s);
    for (const QString& key : {u"tool_choice"_s, u"parallel_tool_calls"_s})
        if (request.contains(key) && !has)
            return openAiError(u"'%1' is only allowed when 'tools' are specified."_s.arg(key), key);
    if (has && (request.contains("functions"_L1) || request.contains("function_call"_L1)))
        return openAiError(u"'functions' and 'tools' can't both be given."_s, u"functions"_s);
    const QJsonValue choice = request["tool_choice"_L1];
    const QString name =
        choice.isObject() ? choice["function"_L1]["name"_L1].toString(choice["name"_L1].toString()) : QString();
    if (!name.isEmpty() && !toolsIn(request).contains(name))
        return openAiError(u"Tool choice '%1' not found in 'tools' parameter."_s.arg(name), u"tool_choice"_s);
    return std::nullopt;
}

std::optional<Refusal> openAi(Dialect dialect, const QJsonObject& request) {
    if (dialect == Dialect::Chat && request.contains("metadata"_L1) && !request["store"_L1].toBool())
        return openAiError(u"The 'metadata' parameter is only allowed when 'store' is enabled."_s, u"metadata"_s);
    if (dialect == Dialect::Chat && request.contains("max_tokens"_L1))
        return openAiError(u"Unsupported parameter: 'max_tokens' is not supported with this model. Use "
                           "'max_completion_tokens' instead."_s,
                           u"max_tokens"_s);
    if (dialect == Dialect::Completions)
        for (const QString& key : {u"metadata"_s, u"max_completion_tokens"_s})
            if (request.contains(key))
                return openAiError(u"Unrecognized request argument supplied: "_s + key, key);
    return dialect == Dialect::Completions ? std::nullopt : openAiTools(request);
}

Refusal mistralError(const QString& kind, const QJsonArray& at) {
    return {422, bytes({{u"object"_s, u"error"_s},
                        {u"message"_s,
                         QJsonObject{{u"detail"_s, QJsonArray{QJsonObject{{u"type"_s, kind}, {u"loc"_s, at}}}}}},
                        {u"type"_s, u"invalid_request_error"_s}})};
}

std::optional<Refusal> mistral(const QJsonObject& request) {
    static const QStringList known{u"model"_s,
                                   u"messages"_s,
                                   u"prompt"_s,
                                   u"temperature"_s,
                                   u"top_p"_s,
                                   u"max_tokens"_s,
                                   u"stream"_s,
                                   u"stop"_s,
                                   u"random_seed"_s,
                                   u"response_format"_s,
                                   u"tools"_s,
                                   u"tool_choice"_s,
                                   u"n"_s,
                                   u"safe_prompt"_s,
                                   u"presence_penalty"_s,
                                   u"frequency_penalty"_s,
                                   u"parallel_tool_calls"_s};
    for (const QString& key : request.keys())
        if (!known.contains(key))
            return mistralError(u"extra_forbidden"_s, {u"body"_s, key});
    for (const QJsonValue& message : request["messages"_L1].toArray())
        if (message["role"_L1].toString() == "developer"_L1)
            return mistralError(u"union_tag_invalid"_s, {u"body"_s, u"messages"_s});
    return std::nullopt;
}

std::optional<Refusal> gemini(const QJsonObject& request) {
    for (const QString& key : {u"metadata"_s, u"store"_s})
        if (request.contains(key))
            return Refusal{
                400,
                bytes({{u"error"_s,
                        QJsonObject{{u"code"_s, 400},
                                    {u"message"_s, u"Invalid JSON payload received. Unknown name \"%1\": Cannot find "
                                                   "field."_s.arg(key)},
                                    {u"status"_s, u"INVALID_ARGUMENT"_s}}}})};
    return std::nullopt;
}

// What the chat templates of many open models say.
std::optional<Refusal> chatTemplate(const QJsonObject& request) {
    bool begun = false;
    for (const QJsonValue& message : request["messages"_L1].toArray()) {
        const QString role = message["role"_L1].toString();
        if (role == "developer"_L1)
            return openAiError(u"Unexpected message role."_s, u"messages"_s);
        if (role == "system"_L1 && begun)
            return openAiError(u"System message must be at the beginning."_s, u"messages"_s);
        begun = true;
    }
    return std::nullopt;
}

} // namespace

std::string requestOf(Dialect dialect, const std::string& members, bool streamed) {
    std::string words;
    if (dialect == Dialect::Chat)
        words = R"("messages":[{"role":"system","content":"In French."},{"role":"developer","content":"Short."},)"
                R"({"role":"user","content":"hi"}])";
    else
        words = dialect == Dialect::Responses ? R"("input":"hi")" : R"("prompt":"hi")";
    return R"({"model":"refunds",)" + words + (members.empty() ? "" : "," + members) +
           (streamed ? R"(,"stream":true)" : "") + "}";
}

gateway::VersionSpec versionWith(bool tools) {
    gateway::VersionSpec spec{.prompt = "For {{customer}} and {{order}}.",
                              .variables = {{"customer", "?"}, {"order", "?"}}};
    spec.configuration.maxOutputTokens = 300;
    spec.configuration.seed = 7;
    if (tools)
        spec.tools = {{"integrations/a.json", R"({"name":"lookup"})"}};
    return spec;
}

std::optional<Refusal> refusalOf(ProviderKind kind, Dialect dialect, const std::string& body) {
    const QJsonObject request = QJsonDocument::fromJson(QByteArray::fromStdString(body)).object();
    switch (kind) {
    case ProviderKind::OpenAi:
    case ProviderKind::Azure:
        return openAi(dialect, request);
    case ProviderKind::Mistral:
        return mistral(request);
    case ProviderKind::Gemini:
        return gemini(request);
    case ProviderKind::Ollama:
    case ProviderKind::Vllm:
    case ProviderKind::LlamaCpp:
        return chatTemplate(request);
    case ProviderKind::Anthropic:  // takes what it does not know, and joins the system messages
    case ProviderKind::OpenRouter: // turns the request into what its providers know
    case ProviderKind::Other:
        break;
    }
    return std::nullopt;
}

} // namespace signalbox::test
