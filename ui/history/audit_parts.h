// The parts that audit_words.cpp puts together. Inside ui/history only; UI thread.
#pragma once

#include <optional>

#include "core/release/state.h"
#include "ui/history/audit_words.h"

namespace signalbox::ui::history {

// An entry of a backend with the states that it holds.
struct AuditCase {
    const protocol::AuditRow& row;
    QString who;
    QString agent; // that it is about
    std::optional<release::AgentState> before;
    std::optional<release::AgentState> after;
};

// A sentence with versions and weights; empty when the entry does not hold what it takes.
[[nodiscard]] QString fullSentence(const AuditCase& entry);
// Of an entry of the console's own log: what was asked of which backend, and how it ended.
[[nodiscard]] QString consoleSentence(const protocol::AuditRow& row);
[[nodiscard]] QStringList changesBetween(const std::optional<release::AgentState>& before,
                                         const release::AgentState& after);

} // namespace signalbox::ui::history
