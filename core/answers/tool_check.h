// The tools that a request offered, and whether a call of one of them can be carried out at all: the tool was offered,
// and its arguments are a JSON object that the tool's declared schema accepts. Also which results of earlier calls a
// request brings back as errors. Immutable once made; any thread. Input is untrusted.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include "core/answers/said_answer.h"
#include "core/answers/schema_check.h"

namespace signalbox::answers {

class ToolCheck {
public:
    // "tools" of a chat or a responses request.
    explicit ToolCheck(const QJsonArray& tools);

    // nullopt: its arguments cannot be checked safely.
    [[nodiscard]] std::optional<bool> isGood(const SaidCall& call) const;

private:
    std::map<QString, std::shared_ptr<const SchemaCheck>> m_schemas; // by tool; null: any object will do
};

// Ids of the calls whose results came with this request, behind the last thing that the agent said, and are marked as
// errors: by "is_error" or "isError" of the message, or by a result that is a JSON object with "is_error" or "isError"
// true, with a non-empty "error", or with the "status" "error".
[[nodiscard]] std::vector<QString> failedResultsIn(const QJsonObject& request);

} // namespace signalbox::answers
