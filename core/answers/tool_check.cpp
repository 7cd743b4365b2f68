#include "core/answers/tool_check.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace signalbox::answers {

using namespace Qt::StringLiterals;

ToolCheck::ToolCheck(const QJsonArray& tools) {
    for (const QJsonValue& tool : tools) {
        const QJsonObject function =
            tool[u"function"].isObject() ? tool[u"function"].toObject() : tool.toObject(); // of chat, of responses
        const std::string name = function.value("name"_L1).toString().toStdString();
        if (name.empty() || m_schemas.contains(name))
            continue;
        const QJsonObject schema = function.value("parameters"_L1).toObject();
        m_schemas[name] = schema.isEmpty()
                              ? nullptr
                              : SchemaCheck::of(QJsonDocument(schema).toJson(QJsonDocument::Compact).toStdString());
    }
}

std::optional<bool> ToolCheck::isGood(const models::ToolCall& call) const {
    const auto known = m_schemas.find(call.name);
    if (known == m_schemas.end())
        return false;
    // A tool without arguments is often called with none at all.
    QByteArray bytes = QByteArray::fromStdString(call.arguments).trimmed();
    if (bytes.isEmpty())
        bytes = "{}";
    QJsonParseError error;
    const QJsonDocument arguments = QJsonDocument::fromJson(bytes, &error);
    if (error.error == QJsonParseError::DeepNesting)
        return std::nullopt;
    if (!arguments.isObject())
        return false;
    return known->second ? known->second->accepts(arguments.toJson(QJsonDocument::Compact).toStdString())
                         : std::optional(true);
}

} // namespace signalbox::answers
