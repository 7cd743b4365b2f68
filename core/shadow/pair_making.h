// Makes the record of a pair: compares the two answers and keeps of them what the plan allows. Pure; any thread.
#pragma once

#include "core/answers/contract_check.h"
#include "core/metrics/pair.h"
#include "core/protocol/pair_message.h"
#include "core/shadow/pair_asker.h"
#include "core/storage/pair_records.h"

namespace signalbox::shadow {

struct PairTerms {
    evidence::PairRules rules = {};
    const answers::ContractCheck* stable = nullptr; // null: no contract
    const answers::ContractCheck* candidate = nullptr;
    bool keepsContent = true;
    bool asksModels = false;
};

struct MadePair {
    storage::PairRecord record; // without its release
    evidence::PairComparison comparison;
    std::optional<PairQuestion> question = {}; // for models; in memory only
};

// Whether there is something to compare: an answer that was too long or packed has no body left.
[[nodiscard]] bool isReadable(const metrics::Pair& pair);
[[nodiscard]] MadePair makePair(const metrics::Pair& pair, const PairTerms& terms);
[[nodiscard]] protocol::PairMessage messageOf(const storage::PairRecord& record);

} // namespace signalbox::shadow
