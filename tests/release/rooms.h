// What the tests of releases share: versions, plans, a journal and a data plane in memory with faults to order.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/base/digest.h"
#include "core/release/coordinator.h"

namespace signalbox::release::testing {

inline agents::VersionRef version(std::string_view text) {
    return {.version = *agents::SemVer::parse(text), .digest = sha256(text)};
}

inline agents::SnapshotPtr content() {
    static const auto snapshot = std::make_shared<const agents::Snapshot>();
    return snapshot;
}

// 5 → 50 → 100 %, one minute each, ten minutes of observation.
inline Plan shortPlan() {
    Plan plan = defaultPlan();
    plan.steps = {{.weight = traffic::Weight::percent(5), .minimumTime = std::chrono::minutes{1}},
                  {.weight = traffic::Weight::percent(50), .minimumTime = std::chrono::minutes{1}},
                  {.weight = traffic::Weight::all()}};
    plan.observeTime = std::chrono::minutes{10};
    plan.evidence = MinimumEvidence::NotNeeded;
    return plan;
}

class MemoryJournal final : public Journal {
public:
    std::vector<Record> records;
    std::map<std::string, std::chrono::milliseconds> progress; // dropped by the agent's next entry
    std::function<Result<void>()> fault = [] { return Result<void>{}; };

    Result<std::uint64_t> append(const Record& record) override {
        if (auto good = fault(); !good)
            return failure(std::move(good.error()));
        records.push_back(record);
        progress.erase(record.agent);
        return records.size();
    }

    void noteProgress(const std::string& agent, const std::string& releaseId,
                      std::chrono::milliseconds inStep) override {
        static_cast<void>(releaseId);
        progress[agent] = inStep;
    }

    Result<std::vector<AgentState>> latest() override {
        std::map<std::string, AgentState> newest;
        for (const Record& record : records) {
            // Through JSON, as a real journal does it.
            auto state = stateFromJson(stateToJson(record.after));
            if (!state)
                return failure(std::move(state.error()));
            newest[record.agent] = std::move(*state);
        }
        std::vector<AgentState> states;
        for (auto& [agent, state] : newest) {
            if (const auto noted = progress.find(agent); noted != progress.end() && state.release)
                state.release->inStep = std::max(state.release->inStep, noted->second);
            states.push_back(std::move(state));
        }
        return states;
    }
};

class MemoryPlane final : public traffic::TrafficPlane {
public:
    traffic::RouteTablePtr table;
    std::function<Result<void>(const traffic::RouteTable&)> fault = [](const traffic::RouteTable&) {
        return Result<void>{};
    };
    int applied = 0;

    Result<traffic::Applied> apply(traffic::RouteTablePtr given) override {
        if (auto good = fault(*given); !good)
            return failure(std::move(good.error()));
        table = std::move(given);
        ++applied;
        return traffic::Applied{.revision = table->revision()};
    }

    [[nodiscard]] traffic::RouteTablePtr observed() const override { return table; }
};

} // namespace signalbox::release::testing
