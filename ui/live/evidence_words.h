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
    QString text;     // "no sign of harm so far"; empty when the metric is not guarded
    QString line;     // "no worse than 2.1.0 as far as 312 conversations can tell · rolls back above 2 %"
    QString sentence; // the numbers behind it
    Standing standing = Standing::Neutral;
};

[[nodiscard]] VerdictStatement wordsFor(const protocol::GuardCard& card, const evidence::ArmNames& names = {});
// What a guard of cost says when a model has no price: that it sees nothing, and what to do.
[[nodiscard]] VerdictStatement blindStatement(const QString& model);
// 0: the worst that can be said.
[[nodiscard]] int rankOf(evidence::Verdict verdict);
// Of the guard on this metric; of several, the one that says the worst.
[[nodiscard]] VerdictStatement verdictStatement(const std::optional<protocol::EvidenceMessage>& evidence,
                                                const std::string& metric, const evidence::ArmNames& names = {});

} // namespace signalbox::ui::live
