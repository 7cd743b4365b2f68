// Makes drills, one at a time, each on threads of its own that get what processor the others leave: a real roll back
// never waits for one, and on a busy machine a drill is the slower. Owned by the Backend. start(), cancel(), current()
// and forget() from the control thread; stop() from the owner's. A drill takes at most two minutes.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/release/drill.h"

namespace signalbox::server {

class DrillGround;

struct DrillParts {
    std::filesystem::path directory; // of its own; what a run before left there is removed
    Clock& clock;
    std::function<void()> ended; // current() has its outcome now; called on the drill's thread
};

class DrillDesk {
public:
    explicit DrillDesk(DrillParts parts);
    ~DrillDesk(); // stops

    // What would be refused now: Conflict "drill_running".
    [[nodiscard]] Result<void> mayStart() const;
    // `drill` has been recorded.
    void start(release::Drill drill, release::Plan plan);
    // Errors: NotFound "no_drill".
    [[nodiscard]] Result<release::Drill> cancel(const std::string& id, const std::string& actor);
    // The one that runs, or has ended and is not recorded yet.
    [[nodiscard]] std::optional<release::Drill> current() const;
    // It has been recorded that this one has ended.
    void forget(const std::string& id);
    // Ends what runs as interrupted, and waits for that.
    void stop();

private:
    void run(const std::stop_token& stop, const release::Plan& plan);
    release::DrillOutcome drill(const std::stop_token& stop, const release::Plan& plan);
    // False when the drill was stopped before `until` or before `done()` said so.
    bool waitFor(const std::stop_token& stop, Monotonic until, const std::function<bool()>& done);
    bool warmUp(const std::stop_token& stop, const DrillGround& ground);
    release::DrillOutcome watch(const std::stop_token& stop, const DrillGround& ground, Monotonic began);
    void enter(release::DrillPhase phase);
    void showCounts(const DrillGround& ground, Monotonic began);
    release::DrillOutcome fail(const Error& error);
    void finish(release::DrillOutcome outcome);

    DrillParts m_parts;
    mutable std::mutex m_mutex;
    std::optional<release::Drill> m_drill; // guarded
    Monotonic m_entered{};                 // the phase; guarded
    std::string m_cancelledBy;             // guarded
    std::jthread m_thread;                 // last: ended first
};

} // namespace signalbox::server
