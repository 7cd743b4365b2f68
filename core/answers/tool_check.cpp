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
        if (name.empty() || m_tools.contains(name))
            continue;
        const QJsonObject schema = function.value("parameters"_L1).toObject();
        DeclaredTool& declared = m_tools[name];
        declared.hasParameters = function.value("parameters"_L1).isObject();
        if (!schema.isEmpty())
            declared.schema = SchemaCheck::of(QJsonDocument(schema).toJson(QJsonDocument::Compact).toStdString());
    }
}

std::optional<bool> ToolCheck::isGood(const models::ToolCall& call) const {
    const DeclaredTool* known = find(call.name);
    if (known == nullptr)
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
    return known->schema ? known->schema->accepts(arguments.toJson(QJsonDocument::Compact).toStdString())
                         : std::optional(true);
}

const DeclaredTool* ToolCheck::find(const std::string& name) const {
    const auto known = m_tools.find(name);
    return known == m_tools.end() ? nullptr : &known->second;
}

} // namespace signalbox::answers
