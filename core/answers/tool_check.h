// The tools that a request offered, and whether a call of one of them can be carried out at all: the tool was offered,
// and its arguments are a JSON object that the tool's declared schema accepts. Immutable once made; any thread. Input
// is untrusted.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include <QJsonArray>

#include "core/answers/schema_check.h"
#include "core/models/answer.h"

namespace signalbox::answers {

// A tool as the request declares it.
struct DeclaredTool {
    bool hasParameters = false;
    std::shared_ptr<const SchemaCheck> schema = {}; // null: any object will do
};

class ToolCheck {
public:
    // "tools" of a chat or a responses request.
    explicit ToolCheck(const QJsonArray& tools);

    // nullopt: its arguments cannot be checked safely.
    [[nodiscard]] std::optional<bool> isGood(const models::ToolCall& call) const;

    // Null: it was not offered.
    [[nodiscard]] const DeclaredTool* find(const std::string& name) const;

private:
    std::map<std::string, DeclaredTool> m_tools; // by name
};

} // namespace signalbox::answers
