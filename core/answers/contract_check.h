// Whether an answer keeps the output contract of its version: a JSON Schema in the snapshot. Immutable once made; any
// thread. A schema that cannot be used says nothing about any answer.
#pragma once

#include <memory>
#include <optional>

#include "core/agents/snapshot.h"
#include "core/answers/schema_check.h"
#include "core/evidence/pair_comparison.h"

namespace signalbox::answers {

class ContractCheck {
public:
    explicit ContractCheck(const agents::Snapshot& snapshot);

    // nullopt: there is no contract, or it does not speak of this answer (a failure, a tool call, a text too long to
    // match its patterns safely).
    [[nodiscard]] std::optional<bool> isKeptBy(const evidence::Answer& answer) const;
    // Of what an answer says. nullopt: there is no contract, or it cannot be checked safely.
    [[nodiscard]] std::optional<bool> accepts(const QJsonValue& value) const;

private:
    std::shared_ptr<const SchemaCheck> m_schema; // null: no contract
};

} // namespace signalbox::answers
