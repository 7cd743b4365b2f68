// What has been asked of models about the pairs of one release, and what it cost. A value; goes on after toJson and
// askingCountsFrom, which takes whatever it is given.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <QJsonObject>

#include "core/agents/workspace.h"
#include "core/base/time.h"
#include "core/protocol/pair_message.h"

namespace signalbox::shadow {

struct AskingCounts {
    std::uint64_t embedded = 0; // pairs whose likeness is known
    std::uint64_t alike = 0;    // of those
    std::uint64_t judged = 0;   // pairs with a verdict of the judge
    std::uint64_t stable = 0;   // of those: stable's answer is better
    std::uint64_t candidate = 0;
    std::uint64_t ties = 0;
    std::uint64_t split = 0;                           // of the ties: the two orders disagreed
    std::uint64_t failed = 0;                          // no answer, or one that does not count
    std::map<std::string, std::uint64_t> skipped = {}; // pairs, by reason: "money", "requests", "busy", "too_long"
    agents::PicoUsd spent = 0;                         // where an answer does not say, what it can have cost at most
    bool costUnknown = false;                          // a model without a price was asked
    WallTime hourAt{};                                 // the hour that the budget counts began
    std::uint64_t hourRequests = 0;
    agents::PicoUsd hourSpent = 0;
    std::string exhausted = {}; // in this hour: "money", "requests"; empty: no
};

[[nodiscard]] QJsonObject toJson(const AskingCounts& counts);
[[nodiscard]] AskingCounts askingCountsFrom(const QJsonObject& object);

// When the budget of this hour is spent, it says so until the hour is over.
[[nodiscard]] protocol::AskingMessage messageOf(const AskingCounts& counts, WallTime now);

} // namespace signalbox::shadow
