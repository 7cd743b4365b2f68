// Where a drill takes place: a second backend in this process, of the same parts (gateway, guardrails, controller,
// audit log) and on the same disk, with one agent of its own whose both versions are answered by a stub. Nothing of it
// is seen by the real one. Lives on the drill's thread; what it made on disk goes with it.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/release/drill.h"
#include "core/server/drill_traffic.h"
#include "core/server/drill_upstream.h"

namespace signalbox::server {

class Backend;
struct GuardDeed;

class DrillGround {
public:
    // Makes everything; both versions stand, the good one answers all. `directory` is emptied first.
    [[nodiscard]] static Result<std::unique_ptr<DrillGround>>
    open(const std::filesystem::path& directory, const release::DrillOrder& order, const Clock& clock);
    ~DrillGround();

    // Releases the bad version by this plan. The value is the moment before it could get its first request.
    [[nodiscard]] Result<Monotonic> beginRamp(const release::Plan& plan);
    void stopTraffic();

    [[nodiscard]] std::vector<release::DrillDeed> deeds() const; // in their order

    [[nodiscard]] std::vector<release::DrillArrival> arrivals() const { return m_upstream.arrivals(); }

    [[nodiscard]] std::size_t count() const { return m_upstream.count(); }

    // Requests that were due but not made, as too many were under way.
    [[nodiscard]] std::uint64_t leftOut() const { return m_traffic ? m_traffic->leftOut() : 0; }

private:
    DrillGround(std::filesystem::path directory, const release::DrillOrder& order, const Clock& clock);
    [[nodiscard]] Result<void> start();
    [[nodiscard]] Result<void> makeWorkspace() const;
    void note(const GuardDeed& deed);

    std::filesystem::path m_directory;
    release::DrillOrder m_order;
    const Clock& m_clock;
    mutable std::mutex m_mutex;
    std::vector<release::DrillDeed> m_deeds; // guarded
    DrillUpstream m_upstream;
    std::unique_ptr<Backend> m_backend;
    std::unique_ptr<DrillTraffic> m_traffic; // last: ended first
};

} // namespace signalbox::server
