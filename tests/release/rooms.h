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
    std::function<void()> stored = [] {}; // after a record is durable, before that is said
    std::vector<Record> spilled;          // beside the records
    std::function<Result<void>()> spillFault = [] { return Result<void>{}; };

    Result<std::uint64_t> append(const Record& record) override {
        if (auto good = fault(); !good)
            return failure(std::move(good.error()));
        records.push_back(record);
        progress.erase(record.agent);
        stored();
        return records.size();
    }

    Result<void> keep(const Record& record) override {
        if (auto good = spillFault(); !good)
            return good;
        spilled.push_back(record);
        return {};
    }

    KeptRecords kept() override { return {spilled}; }

    Result<void> forgetKept() override {
        if (auto good = spillFault(); !good)
            return good;
        spilled.clear();
        return {};
    }

    void noteProgress(const std::string& agent, const std::string& releaseId,
                      std::chrono::milliseconds inStep) override {
        static_cast<void>(releaseId);
        progress[agent] = inStep;
    }

    Result<std::vector<AgentState>> latest() override {
        std::map<std::string, const AgentState*> newest;
        for (const Record& record : records)
            newest[record.agent] = &record.after;
        std::vector<AgentState> states;
        for (const auto& [agent, kept] : newest) {
            // Through JSON, as a real journal does it.
            auto state = stateFromJson(stateToJson(*kept));
            if (!state)
                return failure(std::move(state.error()));
            if (const auto noted = progress.find(agent); noted != progress.end() && state->release)
                state->release->inStep = std::max(state->release->inStep, noted->second);
            states.push_back(std::move(*state));
        }
        return states;
    }
};

class MemoryPlane final : public traffic::TrafficPlane {
public:
    // Deaf: says that it did it and does nothing. Shy: does it and says that it failed.
    enum class Manner { Honest, Deaf, Shy };

    traffic::RouteTablePtr table;
    Manner manner = Manner::Honest;
    std::function<Result<void>(const traffic::RouteTable&)> fault = [](const traffic::RouteTable&) {
        return Result<void>{};
    };
    int applied = 0;

    Result<traffic::Applied> apply(traffic::RouteTablePtr given) override {
        if (auto good = fault(*given); !good)
            return failure(std::move(good.error()));
        const std::uint64_t revision = given->revision();
        if (manner != Manner::Deaf)
            table = std::move(given);
        ++applied;
        if (manner == Manner::Shy)
            return failure(Errc::Unavailable, "plane", "The answer of the data plane got lost.");
        return traffic::Applied{.revision = revision};
    }

    [[nodiscard]] traffic::RouteTablePtr observed() const override { return table; }
};

} // namespace signalbox::release::testing
