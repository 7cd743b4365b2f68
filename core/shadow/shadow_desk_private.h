// One release that the shadow desk follows. Inside core/shadow only; of the desk's thread.
#pragma once

#include <memory>

#include "core/answers/contract_check.h"
#include "core/shadow/pair_asker.h"
#include "core/shadow/shadow_case.h"
#include "core/shadow/shadow_desk.h"

namespace signalbox::shadow {

struct ShadowDesk::Open {
    ShadowCase shadow;
    Digest candidate;
    Digest baseline;
    evidence::PairRules rules;
    std::unique_ptr<answers::ContractCheck> stableContract;
    std::unique_ptr<answers::ContractCheck> candidateContract;
    metrics::ShadowCounters seen; // of the gateway, already in the case
    bool changed = false;         // since it was kept
    Monotonic keptAt{};
    std::unique_ptr<PairAsker> asker = {}; // null: the plan asks no model
};

} // namespace signalbox::shadow
