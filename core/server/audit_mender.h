// Brings the audit log back after a write of it has failed, with pauses that grow to less than a second, and holds the
// spill file that takes safer actions meanwhile. What cannot be opened at the start is tried again in the same way.
// Control thread only.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include "core/audit/log.h"
#include "core/base/time.h"
#include "core/storage/spill.h"

namespace signalbox::server {

class AuditMender {
public:
    AuditMender(std::filesystem::path spillFile, audit::Log& log, Clock& clock);

    // With each tick; does nothing until it is time again.
    void look();
    // Whatever the pauses say. True when the log can be appended to.
    bool mendNow();

    // Null: there is no room beside the log.
    [[nodiscard]] storage::Spill* spill() { return m_spill.get(); }

    // Why a safer action that cannot be recorded would be forgotten by a restart. Io "no_spill".
    [[nodiscard]] std::optional<Error> problem() const;

private:
    void openSpill();

    std::filesystem::path m_spillFile;
    audit::Log& m_log;
    Clock& m_clock;
    std::unique_ptr<storage::Spill> m_spill;
    std::optional<Error> m_spillProblem;
    std::chrono::milliseconds m_pause;
    std::optional<Monotonic> m_next; // while something is to be mended
};

} // namespace signalbox::server
