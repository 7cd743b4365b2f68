// What is known about the shadow of one release: what became of its copies, what the comparison made of the pairs, what
// people said. A value; goes on with the same bits after toJson/fromJson.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <QJsonObject>

#include "core/agents/workspace.h"
#include "core/evidence/pair_judge.h"
#include "core/metrics/shadow_counts.h"
#include "core/protocol/pair_message.h"
#include "core/shadow/asking_counts.h"

namespace signalbox::shadow {

struct ShadowCase {
    std::string release = {};
    std::string agent = {};
    std::string candidate = {};
    std::string baseline = {};
    bool keepsContent = true;
    metrics::ShadowCounters copies = {};
    std::uint64_t behind = 0;     // answered, but the comparison could not keep up
    std::uint64_t unreadable = 0; // answered, but too long or packed to compare
    agents::PicoUsd spent = 0;    // of what has a known price
    std::uint64_t better = 0;     // people's verdicts
    std::uint64_t same = 0;
    std::uint64_t worse = 0;
    evidence::PairJudge judge{};
    std::optional<AskingCounts> asking = {}; // of models; nullopt: the plan asks none

    // A person's verdict replaces another, and what the comparison had said of the pair.
    void countVerdict(const std::string& before, const std::string& now, evidence::Better compared);
};

[[nodiscard]] QJsonObject toJson(const ShadowCase& shadow);
[[nodiscard]] Result<ShadowCase> shadowCaseFrom(const QJsonObject& object); // Corrupt "bad_evidence"
[[nodiscard]] protocol::PairSummary summaryOf(const ShadowCase& shadow, bool shadowing, WallTime now);

// What has been counted since `before` is added.
void addCopies(metrics::ShadowCounters& sum, const metrics::ShadowCounters& now, const metrics::ShadowCounters& before);

} // namespace signalbox::shadow
