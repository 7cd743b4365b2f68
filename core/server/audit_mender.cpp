#include "core/server/audit_mender.h"

#include <algorithm>
#include <format>

namespace signalbox::server {

using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds shortest = 200ms;
constexpr std::chrono::milliseconds longest = 700ms; // with a tick, a healed disk is written to within a second

} // namespace

AuditMender::AuditMender(std::filesystem::path spillFile, audit::Log& log, Clock& clock)
    : m_spillFile(std::move(spillFile)),
      m_log(log),
      m_clock(clock),
      m_pause(shortest) {
    openSpill();
}

void AuditMender::openSpill() {
    auto opened = storage::Spill::open(m_spillFile);
    m_spillProblem = opened ? std::nullopt : std::optional(std::move(opened.error()));
    if (opened)
        m_spill = std::move(*opened);
}

void AuditMender::look() {
    if (!m_log.isDegraded() && m_spill) {
        m_pause = shortest;
        m_next.reset();
        return;
    }
    const Monotonic now = m_clock.monotonic();
    if (m_next && now < *m_next)
        return;
    m_pause = m_next ? std::min(m_pause * 2, longest) : shortest;
    m_next = now + m_pause;
    static_cast<void>(mendNow());
}

bool AuditMender::mendNow() {
    if (!m_spill)
        openSpill();
    return !m_log.isDegraded() || m_log.reopen().has_value();
}

std::optional<Error> AuditMender::problem() const {
    if (!m_spillProblem)
        return std::nullopt;
    return Error{Errc::Io, "no_spill",
                 std::format("A roll back on a full disk would be forgotten by a restart: {}", m_spillProblem->message),
                 m_spillProblem->hint, m_spillProblem->field};
}

} // namespace signalbox::server
