// The release controller's journal over the audit log: each action becomes an entry with the states before and after,
// and the newest state of each agent is read back from there. Control thread only.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "core/audit/log.h"
#include "core/release/coordinator.h"
#include "core/server/audit_mender.h"
#include "core/storage/step_progress.h"

namespace signalbox::server {

using RollBackCounts = std::map<std::pair<std::string, std::string>, std::uint64_t>; // (agent, trigger)

class AuditJournal final : public release::Journal {
public:
    using Appended = std::function<void()>;

    static constexpr const char* interruption = "audit.interrupted";  // action of the entry before what comes late
    static constexpr const char* interrupted = "guardrail audit_log"; // its actor

    AuditJournal(audit::Log& log, AuditMender& mender, storage::StepProgress& progress, Appended appended);

    [[nodiscard]] Result<std::uint64_t> append(const release::Record& record) override;
    void noteProgress(const std::string& agent, const std::string& releaseId,
                      std::chrono::milliseconds inStep) override;
    [[nodiscard]] Result<std::vector<release::AgentState>> latest() override;
    [[nodiscard]] Result<void> keep(const release::Record& record) override;
    [[nodiscard]] release::KeptRecords kept() override;
    [[nodiscard]] Result<void> forgetKept() override;

    // What the log says of it, and of the time in which it could not be written.
    [[nodiscard]] static audit::EntryDraft draftOf(const release::Record& record);
    [[nodiscard]] static audit::EntryDraft interruptionBefore(const release::Record& first);

    // Recorded since the start, by agent and whether a person or a guardrail asked.
    [[nodiscard]] const RollBackCounts& rollBacks() const { return m_rollBacks; }

private:
    void addProgress(std::vector<release::AgentState>& states) const;
    [[nodiscard]] std::optional<std::uint64_t> recordedBefore(const release::Record& record) const;
    [[nodiscard]] Result<void> tellOfInterruption(const release::Record& first);

    audit::Log& m_log;
    AuditMender& m_mender;
    storage::StepProgress& m_progress;
    Appended m_appended;
    std::map<std::string, std::uint64_t> m_revisions; // newest recorded, by agent
    RollBackCounts m_rollBacks;
    bool m_toldOfInterruption = false;
};

} // namespace signalbox::server
