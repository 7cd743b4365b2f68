// The alerts of a backend, read from its audit log: what guardrails did, and which of it a person has acknowledged.
// Nothing is kept beside the log, so alerts can be trusted as far as it can, and outlive restarts. Control thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "core/audit/log.h"
#include "core/protocol/alert_message.h"
#include "core/protocol/messages.h"

namespace signalbox::server {

class AlertBoard {
public:
    static constexpr std::size_t most = 200;                   // older ones are only in the log
    static constexpr std::uint64_t lookBack = 5000;            // entries that are read after a start
    static constexpr const char* action = "alert.acknowledge"; // of the entry that acknowledges one

    // Reads what was added since the last time. Errors: Io.
    [[nodiscard]] Result<void> catchUp(const audit::Log& log);
    // Nothing when no guardrail wrote that row.
    [[nodiscard]] static std::optional<protocol::Alert> alertOf(const protocol::AuditRow& row);
    // One entry of the log; in order.
    void take(const protocol::AuditRow& row);

    [[nodiscard]] const std::deque<protocol::Alert>& alerts() const { return m_alerts; } // newest first

    [[nodiscard]] const protocol::Alert* find(std::uint64_t id) const;

private:
    std::deque<protocol::Alert> m_alerts;
    std::uint64_t m_last = 0; // sequence that was read last
};

} // namespace signalbox::server
