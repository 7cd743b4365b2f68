#include "core/answers/tool_check.h"

#include <QJsonDocument>

namespace signalbox::answers {

using namespace Qt::StringLiterals;

namespace {

bool isMarked(const QJsonObject& object) {
    return object.value("is_error"_L1).toBool() || object.value("isError"_L1).toBool();
}

bool isSomething(const QJsonValue& value) {
    return value.isString()   ? !value.toString().isEmpty()
           : value.isObject() ? !value.toObject().isEmpty()
                              : value.toBool();
}

bool isFailure(const QJsonValue& content) {
    const QJsonObject result = QJsonDocument::fromJson(textOfContent(content).toUtf8()).object();
    return isMarked(result) || isSomething(result.value("error"_L1)) ||
           result.value("status"_L1).toString() == "error"_L1;
}

bool isSaidByAgent(const QJsonObject& item) {
    return item.value("role"_L1).toString() == "assistant"_L1 || item.value("type"_L1).toString() == "function_call"_L1;
}

} // namespace

ToolCheck::ToolCheck(const QJsonArray& tools) {
    for (const QJsonValue& tool : tools) {
        const QJsonObject function =
            tool[u"function"].isObject() ? tool[u"function"].toObject() : tool.toObject(); // of chat, of responses
        const QString name = function.value("name"_L1).toString();
        if (name.isEmpty() || m_schemas.contains(name))
            continue;
        const QJsonObject schema = function.value("parameters"_L1).toObject();
        m_schemas[name] = schema.isEmpty()
                              ? nullptr
                              : SchemaCheck::of(QJsonDocument(schema).toJson(QJsonDocument::Compact).toStdString());
    }
}

std::optional<bool> ToolCheck::isGood(const SaidCall& call) const {
    const auto known = m_schemas.find(call.name);
    if (known == m_schemas.end())
        return false;
    // A tool without arguments is often called with none at all.
    const QByteArray bytes = call.arguments.trimmed().isEmpty() ? QByteArray("{}") : call.arguments.toUtf8();
    QJsonParseError error;
    const QJsonDocument arguments = QJsonDocument::fromJson(bytes, &error);
    if (error.error == QJsonParseError::DeepNesting)
        return std::nullopt;
    if (!arguments.isObject())
        return false;
    return known->second ? known->second->accepts(arguments.toJson(QJsonDocument::Compact).toStdString())
                         : std::optional(true);
}

std::vector<QString> failedResultsIn(const QJsonObject& request) {
    const QJsonArray said = request.value(request.contains("messages"_L1) ? "messages"_L1 : "input"_L1).toArray();
    std::vector<QString> failed;
    for (qsizetype i = said.size() - 1; i >= 0; --i) {
        const QJsonObject item = said[i].toObject();
        if (isSaidByAgent(item))
            break;
        const bool chat = item.value("role"_L1).toString() == "tool"_L1;
        if (!chat && item.value("type"_L1).toString() != "function_call_output"_L1)
            continue;
        if (isMarked(item) || isFailure(item.value(chat ? "content"_L1 : "output"_L1)))
            failed.push_back(item.value(chat ? "tool_call_id"_L1 : "call_id"_L1).toString());
    }
    return failed;
}

} // namespace signalbox::answers
