#include "core/diff/tool_diff.h"

#include <algorithm>

#include <QJsonArray>
#include <QJsonDocument>

#include "core/base/visible_text.h"
#include "core/diff/schema_diff.h"

namespace signalbox::diff {
namespace {

using agents::Bump;

void takeTool(const QJsonObject& object, Tools& tools) {
    const QJsonObject function = object[u"function"].isObject() ? object[u"function"].toObject() : object;
    const std::string name = function[u"name"].toString().toStdString();
    if (name.empty())
        return;
    const auto key = function[u"parameters"].isObject() ? QStringView(u"parameters") : QStringView(u"inputSchema");
    tools[name] = {function[u"description"].toString().toStdString(), function[key].toObject()};
}

void takeFile(const std::string& content, Tools& tools) {
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(content));
    const QJsonArray list = document.isArray() ? document.array() : document.object()[u"tools"].toArray();
    if (document.isObject())
        takeTool(document.object(), tools);
    for (const QJsonValue& value : list)
        takeTool(value.toObject(), tools);
}

std::string shown(const std::string& name) {
    return visibleText(name, Lines::Visible, 80);
}

} // namespace

Tools toolsOf(const agents::Snapshot& snapshot) {
    Tools tools;
    const auto names = [&](const std::string& path) {
        return std::ranges::contains(snapshot.manifest.tools, path) ||
               std::ranges::contains(snapshot.manifest.mcp, path, &agents::McpServer::lock);
    };
    for (const agents::File& file : snapshot.files)
        if (names(file.path))
            takeFile(file.content, tools);
    return tools;
}

void compareTools(const Tools& left, const Tools& right, std::vector<FieldChange>& changes) {
    for (const auto& [name, tool] : left) {
        const std::string path = "tools." + name;
        const auto other = right.find(name);
        if (other == right.end()) {
            changes.push_back({PartKind::Tool,
                               ChangeKind::Removed,
                               path,
                               tool.description,
                               {},
                               Bump::Major,
                               "the tool " + shown(name) + " was removed"});
            continue;
        }
        if (tool.description != other->second.description)
            changes.push_back({PartKind::Tool, ChangeKind::Changed, path + ".description", tool.description,
                               other->second.description, Bump::Minor,
                               "the tool " + shown(name) + " is described differently, which the model reads"});
        compareSchemas({SchemaSide::Tool, PartKind::Tool, path + ".parameters", "the tool " + shown(name)},
                       tool.parameters, other->second.parameters, changes);
    }
    for (const auto& [name, tool] : right)
        if (!left.contains(name))
            changes.push_back({PartKind::Tool,
                               ChangeKind::Added,
                               "tools." + name,
                               {},
                               tool.description,
                               Bump::Minor,
                               "the tool " + shown(name) + " was added"});
}

} // namespace signalbox::diff
