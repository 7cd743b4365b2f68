#include "core/answers/contract_check.h"

#include "core/base/canonical_json.h"

namespace signalbox::answers {

ContractCheck::ContractCheck(const agents::Snapshot& snapshot) {
    const agents::File* file = snapshot.find(snapshot.manifest.contractOutput);
    if (!snapshot.manifest.contractOutput.empty() && file != nullptr)
        m_schema = SchemaCheck::of(file->content); // what is no schema publishing has told of
}

std::optional<bool> ContractCheck::accepts(const QJsonValue& value) const {
    if (!m_schema)
        return std::nullopt;
    const auto text = canonicalJson(value);
    return text ? m_schema->accepts(*text) : std::optional(false);
}

std::optional<bool> ContractCheck::isKeptBy(const evidence::Answer& answer) const {
    if (!answer.succeeded || (!answer.toolCalls.empty() && answer.text.empty()))
        return std::nullopt;
    return accepts(answer.json ? *answer.json : QJsonValue(QString::fromStdString(answer.text)));
}

} // namespace signalbox::answers
