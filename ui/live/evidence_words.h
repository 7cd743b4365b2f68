// What is shown about a metric of the canary, as a person reads it above the chart. Pure; UI thread for the words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "core/protocol/evidence_message.h"

namespace signalbox::ui::live {

enum class Standing { Bad, Doubtful, Neutral, Good };

struct VerdictStatement {
    QString text;     // "no sign yet"; empty when the metric is not guarded
    QString sentence; // the numbers behind it, and what it takes to see more
    Standing standing = Standing::Neutral;
};

[[nodiscard]] VerdictStatement wordsFor(const protocol::GuardCard& card);
// What a guard of cost says when a model has no price: that it sees nothing, and what to do.
[[nodiscard]] VerdictStatement blindStatement(const QString& model);
// 0: the worst that can be said.
[[nodiscard]] int rankOf(evidence::Verdict verdict);
// Of the guard on this metric; of several, the one that says the worst.
[[nodiscard]] VerdictStatement verdictStatement(const std::optional<protocol::EvidenceMessage>& evidence,
                                                const std::string& metric);

} // namespace signalbox::ui::live
