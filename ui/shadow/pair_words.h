// What is said about a pair, in the reader's language; texts from outside made safe to show. UI thread.
#pragma once

#include <QString>

#include "core/protocol/pair_message.h"

namespace signalbox::ui::shadow {

[[nodiscard]] QString resultText(const protocol::PairMessage& pair);   // "≠ fields, 50 % alike"
[[nodiscard]] QString resultReason(const protocol::PairMessage& pair); // why, as a sentence
[[nodiscard]] QString verdictText(const std::string& verdict);         // "worse"; empty: nobody has said
[[nodiscard]] QString outcomeText(const protocol::PairSideMessage& side);
[[nodiscard]] QString droppedText(const protocol::PairSummary& summary); // "8 over the rate, 6 too late"
[[nodiscard]] QString dropReasonText(const std::string& reason);

// What an answer said and which tools it called, for reading side by side.
[[nodiscard]] std::string answerText(const protocol::PairSideMessage& side);
[[nodiscard]] bool isJson(const protocol::PairSideMessage& side);

} // namespace signalbox::ui::shadow
