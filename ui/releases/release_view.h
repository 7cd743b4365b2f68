// What the release bar shows of an agent, worked out from confirmed values alone: roles with the weights that the data
// path uses, the step in words, and every verb with whether it can be used and why not. Pure; UI thread (translated).
#pragma once

#include <array>
#include <chrono>
#include <optional>

#include "core/protocol/messages.h"
#include "ui/base/chip.h"
#include "ui/releases/verb.h"

namespace signalbox::ui::releases {

struct Situation {
    const protocol::AgentStatus* status = nullptr; // not null
    std::optional<protocol::AccessRole> role{};    // of the token; nullopt: not known yet
    bool fresh = true;                             // the link is up
    QString staleReason{};                         // shown when it is not: "The link is down since 14:02:11."
    std::chrono::milliseconds sinceHeard{0};       // age of `status`; time holds go on in between
    std::optional<Verb> pending{};                 // a command is on its way
};

struct RoleShare {
    traffic::Role role = traffic::Role::Stable;
    QString version;
    traffic::Weight weight;

    bool operator==(const RoleShare&) const = default;
};

struct ReleaseView {
    QString agent;
    std::vector<RoleShare> shares;           // stable first
    QString step;                            // "step 1 of 5 · 0:42 of 1:00 h · …"
    Tone tone = Tone::Neutral;               // of the step line
    QString story;                           // what changed, who, when, why
    QString mismatch;                        // the data path does not do what was ordered; empty when it does
    std::chrono::milliseconds sinceHeard{0}; // what counts down goes on in between
    std::array<Offer, verbCount> offers{};

    [[nodiscard]] const Offer& offer(Verb verb) const { return offers[static_cast<std::size_t>(verb)]; }
};

[[nodiscard]] ReleaseView releaseView(const Situation& situation);

// Promoting is asked about when it would skip far or skip an unmet hold.
[[nodiscard]] bool promoteNeedsConfirmation(const protocol::AgentStatus& status);
// A hold as it is now: time holds go on while nothing was heard.
[[nodiscard]] bool isMet(const release::Hold& hold, const Situation& situation);

} // namespace signalbox::ui::releases
