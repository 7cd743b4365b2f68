// What models are asked about a pair, and what their word changes. Pure; any thread.
#pragma once

#include "core/evidence/pair_judge.h"
#include "core/shadow/pair_asker.h"
#include "core/shadow/pair_text.h"
#include "core/storage/pair_records.h"

namespace signalbox::shadow {

// nullopt: the cheaper comparators have left nothing open.
[[nodiscard]] std::optional<PairQuestion> questionOf(const ReadAnswer& stable, const ReadAnswer& candidate,
                                                     const std::string& request,
                                                     const evidence::PairComparison& comparison,
                                                     const evidence::PairRules& rules);

// Changes the pair's record and what was counted for it. What a person has said of the pair stands.
void applyFindings(const PairFindings& findings, storage::PairRecord& pair, evidence::PairJudge& judge);

} // namespace signalbox::shadow
