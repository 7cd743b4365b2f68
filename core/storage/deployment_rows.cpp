#include "core/storage/deployment_rows.h"

#include <algorithm>
#include <array>
#include <format>

#include "core/release/state.h"

namespace signalbox::storage {

using namespace Qt::StringLiterals;

namespace {

struct Wanted {
    std::string version;
    traffic::Weight weight;
};

// What each role has to be after the entry; nullopt: nobody has it.
std::array<std::optional<Wanted>, 3> wantedBy(const release::AgentState& state) {
    const release::Routing routing = release::routingOf(state);
    std::array<std::optional<Wanted>, 3> wanted;
    wanted[0] = Wanted{routing.stable.name(), routing.canary ? routing.canaryWeight.rest() : traffic::Weight::all()};
    if (routing.canary)
        wanted[1] = Wanted{routing.canary->name(), routing.canaryWeight};
    if (routing.shadow)
        wanted[2] = Wanted{routing.shadow->name(), routing.shadowShare};
    return wanted;
}

std::string textIn(const audit::Entry& entry, QLatin1StringView key) {
    return entry.value.value(key).toString().toStdString();
}

} // namespace

Result<DeploymentChange> changeBy(const audit::Entry& entry, const std::vector<DeploymentRow>& open) {
    DeploymentChange change;
    const QJsonObject after = entry.value.value("after"_L1).toObject();
    if (!after.contains("stable"_L1) || !after.contains("revision"_L1))
        return change; // not about an agent's traffic
    const auto state = release::stateFromJson(after);
    const auto time = fromIso(textIn(entry, "time"_L1));
    if (!state || !time)
        return failure(Errc::Corrupt, "bad_entry",
                       std::format("Audit entry {} does not hold a state that can be read.", entry.sequence),
                       "Verify the audit log.", state ? "/time" : state.error().field);
    change.at = *time;
    const auto wanted = wantedBy(*state);
    for (const auto role : {traffic::Role::Stable, traffic::Role::Canary, traffic::Role::Shadow}) {
        const auto& target = wanted[static_cast<std::size_t>(role)];
        const auto now = std::ranges::find(open, role, &DeploymentRow::role);
        const bool same =
            now != open.end() && target && now->version == target->version && now->weight == target->weight;
        if (same)
            continue;
        if (now != open.end())
            change.ended.push_back(role);
        if (target)
            change.begun.push_back({state->agent, target->version, role, target->weight, *time, std::nullopt,
                                    textIn(entry, "actor"_L1), textIn(entry, "reason"_L1), textIn(entry, "action"_L1),
                                    entry.sequence});
    }
    return change;
}

Result<std::vector<DeploymentRow>> rowsOf(std::vector<audit::Entry> entries) {
    std::ranges::sort(entries, {}, &audit::Entry::sequence);
    std::vector<DeploymentRow> rows;
    for (const audit::Entry& entry : entries) {
        const std::string agent = textIn(entry, "agent"_L1);
        std::vector<DeploymentRow> open;
        std::ranges::copy_if(rows, std::back_inserter(open),
                             [&](const DeploymentRow& row) { return row.agent == agent && !row.until; });
        const auto change = changeBy(entry, open);
        if (!change)
            return failure(change.error());
        for (DeploymentRow& row : rows) {
            if (row.agent == agent && !row.until && std::ranges::contains(change->ended, row.role))
                row.until = change->at;
        }
        rows.insert(rows.end(), change->begun.begin(), change->begun.end());
    }
    return rows;
}

} // namespace signalbox::storage
