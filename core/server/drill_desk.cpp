#include "core/server/drill_desk.h"

#include <algorithm>
#include <condition_variable>
#include <format>
#include <tuple>
#include <utility>

#include "core/base/thread_priority.h"
#include "core/server/drill_ground.h"

namespace signalbox::server {

using namespace std::chrono_literals;

namespace {

constexpr auto lookEvery = 20ms;
constexpr auto showEvery = 250ms;
constexpr std::size_t warmRequests = 250; // what stable's past needs before it counts as one
constexpr auto warmTime = 8s;
constexpr auto strongerTime = 10s; // after a pause or a word, for a guardrail that does more
constexpr auto settleTime = 700ms; // after a roll back, to see whether the bad version really is left

} // namespace

DrillDesk::DrillDesk(DrillParts parts) : m_parts(std::move(parts)) {
    std::error_code ignored;
    std::filesystem::remove_all(m_parts.directory, ignored);
}

DrillDesk::~DrillDesk() {
    stop();
}

Result<void> DrillDesk::mayStart() const {
    const std::scoped_lock lock(m_mutex);
    if (!m_drill)
        return {};
    if (m_drill->phase == release::DrillPhase::Over)
        return failure(Errc::Conflict, "drill_running",
                       std::format("The drill of {} has ended but could not be recorded yet.", m_drill->actor),
                       "Look at the disk of the backend.");
    return failure(Errc::Conflict, "drill_running",
                   std::format("A drill of {} runs since {}.", m_drill->actor, toIso(m_drill->started)),
                   "Wait for its end, at most two minutes, or cancel it. There is one at a time.");
}

void DrillDesk::start(release::Drill drill, release::Plan plan) {
    if (m_thread.joinable())
        m_thread.join(); // has ended: its drill was forgotten
    {
        const std::scoped_lock lock(m_mutex);
        m_entered = m_parts.clock.monotonic();
        m_drill = std::move(drill);
        m_cancelledBy.clear();
    }
    m_thread = std::jthread([this, plan = std::move(plan)](const std::stop_token& stop) { run(stop, plan); });
}

Result<release::Drill> DrillDesk::cancel(const std::string& id, const std::string& actor) {
    const std::scoped_lock lock(m_mutex);
    if (!m_drill || m_drill->id != id)
        return failure(Errc::NotFound, "no_drill", "No such drill runs.", "List the drills to see how it ended.");
    if (m_drill->outcome == release::DrillOutcome::Running) {
        m_cancelledBy = actor;
        m_thread.request_stop();
    }
    return *m_drill;
}

std::optional<release::Drill> DrillDesk::current() const {
    const std::scoped_lock lock(m_mutex);
    auto drill = m_drill;
    if (drill && drill->phase != release::DrillPhase::Over)
        drill->inPhase = std::chrono::duration_cast<std::chrono::milliseconds>(m_parts.clock.monotonic() - m_entered);
    return drill;
}

void DrillDesk::forget(const std::string& id) {
    const std::scoped_lock lock(m_mutex);
    if (m_drill && m_drill->id == id)
        m_drill.reset();
}

void DrillDesk::stop() {
    m_thread.request_stop();
    if (m_thread.joinable())
        m_thread.join();
}

void DrillDesk::run(const std::stop_token& stop, const release::Plan& plan) {
    setThreadPriority(ThreadPriority::Background); // and of all that it starts
    finish(drill(stop, plan));                     // what was made for it is gone by then
    m_parts.ended();
}

release::DrillOutcome DrillDesk::drill(const std::stop_token& stop, const release::Plan& plan) {
    const auto order = [this] {
        const std::scoped_lock lock(m_mutex);
        return m_drill->order;
    }();
    const auto ground = DrillGround::open(m_parts.directory, order, m_parts.clock);
    if (!ground)
        return fail(ground.error());
    enter(release::DrillPhase::WarmingUp);
    if (!warmUp(stop, **ground))
        return release::DrillOutcome::Cancelled;
    if ((*ground)->count() == 0)
        return fail({Errc::Unavailable, "no_requests", "No request reached the drill's agent."});
    const auto began = (*ground)->beginRamp(plan);
    if (!began)
        return fail(began.error());
    enter(release::DrillPhase::Ramping);
    return watch(stop, **ground, *began);
}

bool DrillDesk::waitFor(const std::stop_token& stop, Monotonic until, const std::function<bool()>& done) {
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    while (!done() && m_parts.clock.monotonic() < until) {
        if (stop.stop_requested())
            return false;
        wake.wait_for(lock, stop, lookEvery, [] { return false; });
    }
    return !stop.stop_requested();
}

bool DrillDesk::warmUp(const std::stop_token& stop, const DrillGround& ground) {
    return waitFor(stop, m_parts.clock.monotonic() + warmTime, [&] { return ground.count() >= warmRequests; });
}

release::DrillOutcome DrillDesk::watch(const std::stop_token& stop, const DrillGround& ground, Monotonic began) {
    const auto order = [this] {
        const std::scoped_lock lock(m_mutex);
        return m_drill->order;
    }();
    const std::uint64_t leftOutBefore = ground.leftOut();
    Monotonic until = began + order.limit;
    Monotonic shown{};
    bool seen = false;
    const auto isOver = [&] {
        const Monotonic now = m_parts.clock.monotonic();
        if (now - shown >= showEvery) {
            shown = now;
            showCounts(ground, began);
        }
        const auto deeds = ground.deeds();
        if (!deeds.empty() && !std::exchange(seen, true))
            until = std::min(until, deeds.front().decided + strongerTime);
        return std::ranges::contains(deeds, release::GuardAction::RollBack, &release::DrillDeed::action) ||
               now >= until;
    };
    const bool whole = waitFor(stop, until, isOver);
    if (whole && outcomeOf(ground.deeds()) == release::DrillOutcome::RolledBack) {
        enter(release::DrillPhase::Settling);
        static_cast<void>(waitFor(stop, m_parts.clock.monotonic() + settleTime, [] { return false; }));
    }
    const auto arrivals = ground.arrivals();
    const auto deeds = ground.deeds();
    const auto counts = countsOf(arrivals, began, Monotonic::max());
    if (deeds.empty() && whole)
        if (std::string busy = starvation(order, arrivals, began, ground.leftOut() - leftOutBefore); !busy.empty())
            return fail({Errc::Unavailable, "too_busy", std::move(busy)});
    {
        const std::scoped_lock lock(m_mutex);
        m_drill->counts = counts;
        m_drill->figures = figuresOf(arrivals, began, deeds);
        if (deeds.empty() && whole)
            m_drill->problem = order.share == 0           ? "The version was healthy: nothing was to be seen."
                               : m_drill->counts.bad == 0 ? "No answer was bad: there were too few requests."
                                                          : blindSpot(m_drill->guardrails, order.kind);
    }
    return whole ? outcomeOf(deeds) : release::DrillOutcome::Cancelled;
}

void DrillDesk::enter(release::DrillPhase phase) {
    const std::scoped_lock lock(m_mutex);
    m_drill->phase = phase;
    m_entered = m_parts.clock.monotonic();
}

void DrillDesk::showCounts(const DrillGround& ground, Monotonic began) {
    const auto counts = countsOf(ground.arrivals(), began, Monotonic::max());
    const std::scoped_lock lock(m_mutex);
    m_drill->counts = counts;
}

release::DrillOutcome DrillDesk::fail(const Error& error) {
    const std::scoped_lock lock(m_mutex);
    m_drill->problem = error.message;
    return release::DrillOutcome::Failed;
}

void DrillDesk::finish(release::DrillOutcome outcome) {
    const std::scoped_lock lock(m_mutex);
    m_drill->outcome = outcome;
    if (outcome == release::DrillOutcome::Cancelled && m_cancelledBy.empty()) {
        m_drill->outcome = release::DrillOutcome::Interrupted;
        m_drill->problem = "The backend ended in the midst of the drill.";
    } else if (outcome == release::DrillOutcome::Cancelled) {
        m_drill->problem = std::format("Cancelled by {}.", m_cancelledBy);
    }
    m_drill->phase = release::DrillPhase::Over;
    m_drill->inPhase = {};
    m_drill->ended = m_parts.clock.wall();
}

} // namespace signalbox::server
