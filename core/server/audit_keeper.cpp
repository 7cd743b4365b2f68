#include "core/server/audit_keeper.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/versions/anchor_chain.h"

namespace signalbox::server {

namespace {

constexpr std::chrono::milliseconds between{1000};
constexpr std::chrono::milliseconds untilAgain{10'000}; // after a failure

Result<std::vector<audit::Anchor>> anchorsOf(const std::filesystem::path& workspace) {
    const auto chain = versions::AnchorChain::open(workspace);
    if (!chain)
        return failure(chain.error());
    auto newest = (*chain)->newest();
    if (!newest)
        return failure(std::move(newest.error()));
    std::vector<audit::Anchor> anchors;
    for (versions::AnchoredCheckpoint& checkpoint : *newest)
        anchors.push_back(
            {{std::move(checkpoint.checkpoint), std::move(checkpoint.publicKey)}, "the workspace's repository"});
    return anchors;
}

} // namespace

audit::Verification verifyWithAnchors(const std::filesystem::path& logFile, const std::filesystem::path& workspace) {
    const auto anchors = anchorsOf(workspace);
    if (anchors)
        return audit::verify(logFile, *anchors);
    audit::Verification found = audit::verify(logFile);
    found.message += " What the workspace keeps of it can't be read: " + anchors.error().message;
    found.good = found.good && anchors.error().kind != Errc::Corrupt;
    return found;
}

AuditKeeper::AuditKeeper(std::filesystem::path workspace, std::filesystem::path logFile, const audit::Log& log,
                         Clock& clock)
    : m_workspace(std::move(workspace)),
      m_logFile(std::move(logFile)),
      m_clock(clock),
      m_waiting(log.glimpse()),
      m_isTrusted(log.size() == 0),
      m_queue("audit-keeper", ThreadPriority::Background) {
    if (!m_isTrusted)
        m_queue.post([this] { look(); });
}

AuditKeeper::~AuditKeeper() {
    m_queue.call([this] { write(); });
}

void AuditKeeper::keep(audit::Glimpse newest) {
    const std::lock_guard lock(m_mutex);
    m_waiting = std::move(newest);
    if (m_isAsked || !m_isTrusted)
        return; // comes with what is on its way
    m_isAsked = true;
    const Monotonic now = m_clock.monotonic();
    const auto delay =
        std::clamp(std::chrono::ceil<std::chrono::milliseconds>(m_next - now), std::chrono::milliseconds(0), between);
    m_next = now + delay + between;
    m_queue.postAfter(delay, [this] { write(); });
}

std::optional<Error> AuditKeeper::problem() const {
    const std::lock_guard lock(m_mutex);
    return m_problem;
}

void AuditKeeper::look() {
    const audit::Verification found = verifyWithAnchors(m_logFile, m_workspace);
    if (!found.good) {
        take(Error{Errc::Corrupt,
                   "audit_bad",
                   found.message,
                   "Keep the log's file as it is and compare it with a copy. If the state directory was replaced on "
                   "purpose, remove the references below refs/signalbox/audit and start the backend again.",
                   {}});
        return;
    }
    {
        const std::lock_guard lock(m_mutex);
        m_isTrusted = true;
    }
    write();
}

void AuditKeeper::write() {
    std::optional<audit::Glimpse> newest;
    {
        const std::lock_guard lock(m_mutex);
        m_isAsked = false;
        if (m_isTrusted)
            newest = std::exchange(m_waiting, std::nullopt);
    }
    if (!newest)
        return;
    const auto chain = versions::AnchorChain::open(m_workspace);
    const auto kept =
        chain ? (*chain)->add({newest->checkpoint, newest->publicKey, m_clock.wall()}) : failure(chain.error());
    take(kept ? std::nullopt : std::optional(kept.error()));
    if (kept)
        return;
    const std::lock_guard lock(m_mutex);
    if (!m_waiting)
        m_waiting = std::move(newest);
    m_isAsked = true;
    m_queue.postAfter(untilAgain, [this] { write(); });
}

void AuditKeeper::take(std::optional<Error> problem) {
    const std::lock_guard lock(m_mutex);
    m_problem = std::move(problem);
}

} // namespace signalbox::server
