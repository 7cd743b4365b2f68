// The release controller's journal over the audit log: each action becomes an entry with the states before and after,
// and the newest state of each agent is read back from there. Control thread only.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "core/audit/log.h"
#include "core/release/coordinator.h"
#include "core/storage/step_progress.h"

namespace signalbox::server {

using RollBackCounts = std::map<std::pair<std::string, std::string>, std::uint64_t>; // (agent, trigger)

class AuditJournal final : public release::Journal {
public:
    using Appended = std::function<void()>;

    AuditJournal(audit::Log& log, storage::StepProgress& progress, Appended appended);

    [[nodiscard]] Result<std::uint64_t> append(const release::Record& record) override;
    void noteProgress(const std::string& agent, const std::string& releaseId,
                      std::chrono::milliseconds inStep) override;
    [[nodiscard]] Result<std::vector<release::AgentState>> latest() override;

    // Recorded since the start, by agent and whether a person or a guardrail asked.
    [[nodiscard]] const RollBackCounts& rollBacks() const { return m_rollBacks; }

private:
    audit::Log& m_log;
    void addProgress(std::vector<release::AgentState>& states) const;

    storage::StepProgress& m_progress;
    Appended m_appended;
    std::map<std::string, std::uint64_t> m_revisions; // newest recorded, by agent
    RollBackCounts m_rollBacks;
};

} // namespace signalbox::server
