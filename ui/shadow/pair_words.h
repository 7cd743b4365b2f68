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
// Which comparator said what: "text: 41 % alike · embeddings: 83 % alike · judge: a tie".
[[nodiscard]] QString saidText(const protocol::PairMessage& pair);
// Stable compared with itself: what every agreement must be seen beside.
[[nodiscard]] QString noiseText(const protocol::PairSummary& summary);
// What models were asked, and what it cost.
[[nodiscard]] QString askingText(const protocol::AskingMessage& asking);
// Empty while there is budget left.
[[nodiscard]] QString exhaustedText(const protocol::AskingMessage& asking);
[[nodiscard]] QString dropReasonText(const std::string& reason);

// What an answer said and which tools it called, for reading side by side.
[[nodiscard]] std::string answerText(const protocol::PairSideMessage& side);
[[nodiscard]] bool isJson(const protocol::PairSideMessage& side);

} // namespace signalbox::ui::shadow
