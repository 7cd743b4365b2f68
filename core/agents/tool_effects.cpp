#include "core/agents/tool_effects.h"

#include <map>
#include <optional>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace signalbox::agents {

using namespace Qt::StringLiterals;

namespace {

constexpr int deepest = 4;

// nullopt: read-only.
std::optional<ToolEffect> effectOf(const QJsonObject& annotations) {
    if (annotations.value("readOnlyHint"_L1).toBool(false))
        return std::nullopt;
    const QJsonValue destructive = annotations.value("destructiveHint"_L1);
    if (destructive.isBool())
        return destructive.toBool() ? ToolEffect::Destroys : ToolEffect::Changes;
    return annotations.contains("readOnlyHint"_L1) ? ToolEffect::Changes : ToolEffect::Unknown;
}

class Collector {
public:
    void take(const QJsonValue& value, int depth = 0) {
        if (depth > deepest)
            return;
        if (value.isArray()) {
            for (const QJsonValue& item : value.toArray())
                take(item, depth + 1);
            return;
        }
        const QJsonObject object = value.toObject();
        if (object.contains("tools"_L1))
            return take(object.value("tools"_L1), depth + 1);
        const QJsonObject function = object.value("function"_L1).toObject();
        const QJsonObject& named = function.isEmpty() ? object : function;
        const QString name = named.value("name"_L1).toString();
        if (name.isEmpty())
            return;
        QJsonObject annotations = object.value("annotations"_L1).toObject();
        if (annotations.isEmpty())
            annotations = named.value("annotations"_L1).toObject();
        if (const auto effect = effectOf(annotations))
            m_found[name.toStdString()] = *effect;
    }

    [[nodiscard]] std::vector<ActingTool> result() const {
        std::vector<ActingTool> tools;
        for (const auto& [name, effect] : m_found)
            tools.push_back({.name = name, .effect = effect});
        return tools;
    }

private:
    std::map<std::string, ToolEffect> m_found;
};

} // namespace

std::vector<ActingTool> actingTools(const Snapshot& snapshot) {
    Collector collector;
    const auto read = [&](const std::string& path) {
        const File* file = path.empty() ? nullptr : snapshot.find(path);
        if (file == nullptr)
            return;
        const auto document = QJsonDocument::fromJson(QByteArray::fromStdString(file->content));
        collector.take(document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object()));
    };
    for (const std::string& path : snapshot.manifest.tools)
        read(path);
    for (const McpServer& server : snapshot.manifest.mcp)
        read(server.lock);
    return collector.result();
}

} // namespace signalbox::agents
