// A coordinator on its workbench: one agent, one control thread, and everything that can fail.
#pragma once

#include "tests/release/rooms.h"

namespace signalbox::release::testing {

using namespace std::chrono_literals;

inline std::unexpected<Error> sick(std::string code) {
    return failure(Errc::Io, std::move(code), "It is sick.");
}

struct Bench {
    MemoryPlane plane;
    MemoryJournal journal;
    ManualClock clock;
    bool storeSick = false;
    Errc storeFault = Errc::Io;
    std::vector<std::string> order; // of effects
    std::unique_ptr<Coordinator> coordinator;

    Bench() {
        journal.fault = [this]() -> Result<void> {
            order.emplace_back("record");
            return {};
        };
        plane.fault = [this](const traffic::RouteTable&) -> Result<void> {
            order.emplace_back("apply");
            clock.advance(3ms);
            return {};
        };
        begin();
        static_cast<void>(give(Adopt{version("2.0.0")}));
        order.clear();
    }

    Result<void> begin() {
        coordinator = std::make_unique<Coordinator>(
            plane, journal, clock,
            [this](const std::string&, const agents::VersionRef&) -> Result<agents::SnapshotPtr> {
                if (storeSick)
                    return failure(storeFault, "git", "It is sick.");
                return content();
            });
        return coordinator->recover();
    }

    Result<CommandOutcome> give(Event event, std::string requestId = {}) {
        const AgentState* state = coordinator->state("refunds");
        return coordinator->execute({.agent = "refunds",
                                     .event = std::move(event),
                                     .actor = "ana",
                                     .reason = "because",
                                     .expectedRevision = state ? state->revision : 0,
                                     .requestId = std::move(requestId)});
    }

    Result<CommandOutcome> start(Plan plan = shortPlan()) {
        return give(Start{.releaseId = "one", .candidate = version("2.1.0"), .plan = std::move(plan)});
    }

    // Against what holds it, by a person who says why.
    Result<CommandOutcome> force(Event event) {
        return coordinator->execute({.agent = "refunds",
                                     .event = std::move(event),
                                     .actor = "ana",
                                     .reason = "because",
                                     .expectedRevision = state().revision,
                                     .requestId = {},
                                     .breakGlass = true});
    }

    [[nodiscard]] const AgentState& state() const { return *coordinator->state("refunds"); }

    [[nodiscard]] traffic::Weight weight() const { return plane.table->routes().at("refunds").canaryWeight; }
};

} // namespace signalbox::release::testing
