#include "ui/releases/release_view.h"

#include <algorithm>

#include <QCoreApplication>
#include <QStringList>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/quarantine_line.h"
#include "ui/releases/release_offers.h"
#include "ui/releases/release_text.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;
using release::Phase;

namespace {

struct ReleaseViewWords {
    Q_DECLARE_TR_FUNCTIONS(ReleaseView)
};

std::vector<RoleShare> sharesOf(const release::Routing& routing) {
    std::vector<RoleShare> shares;
    const traffic::Weight canary = routing.canary ? routing.canaryWeight : traffic::Weight();
    shares.push_back({traffic::Role::Stable, nameOf(routing.stable), canary.rest()});
    if (routing.canary)
        shares.push_back({traffic::Role::Canary, nameOf(*routing.canary), canary});
    if (routing.shadow)
        shares.push_back({traffic::Role::Shadow, nameOf(*routing.shadow), routing.shadowShare});
    return shares;
}

std::chrono::milliseconds wholeOf(const release::Release& release) {
    switch (release.phase) {
    case Phase::Shadowing:
        return release.plan.shadowTime;
    case Phase::Ramping:
        if (release.step >= 0 && static_cast<std::size_t>(release.step) < release.plan.steps.size())
            return release.plan.steps[static_cast<std::size_t>(release.step)].minimumTime;
        break;
    case Phase::Observing:
        return release.plan.observeTime;
    case Phase::Idle:
    case Phase::Testing:
        break;
    }
    return {};
}

QString timeOf(const release::Release& release, const Situation& situation) {
    const auto whole = wholeOf(release);
    if (whole <= std::chrono::milliseconds(0))
        return {};
    // Paused time does not count, and while the link is down nobody knows whether it does.
    const bool counts = !release.paused && situation.fresh;
    return elapsedText(release.inStep + (counts ? situation.sinceHeard : std::chrono::milliseconds(0)), whole);
}

QString positionOf(const release::Release& release) {
    switch (release.phase) {
    case Phase::Testing:
        return ReleaseViewWords::tr("testing %1, no traffic yet").arg(nameOf(release.candidate));
    case Phase::Shadowing:
        return ReleaseViewWords::tr("shadow: copies of requests go to %1").arg(nameOf(release.candidate));
    case Phase::Ramping:
        return ReleaseViewWords::tr("step %1 of %2").arg(release.step + 1).arg(release.plan.steps.size());
    case Phase::Observing:
        return ReleaseViewWords::tr("%1 answers everything, observing").arg(nameOf(release.candidate));
    case Phase::Idle:
        break;
    }
    return {};
}

QString stepLine(const release::Release& release, const Situation& situation) {
    QStringList parts{positionOf(release)};
    if (const QString time = timeOf(release, situation); !time.isEmpty())
        parts << time;
    bool ready = true;
    for (const release::Hold& hold : situation.status->holds) {
        const bool met = isMet(hold, situation);
        ready = ready && met;
        if (!met && hold.kind != "time" && hold.kind != "paused")
            parts << (hold.kind == "approval" ? ReleaseViewWords::tr("waits for approval") : plainLine(hold.text, 120));
    }
    if (release.paused) {
        const release::Change& last = situation.status->state.lastChange;
        QString paused = last.action == "release.pause"
                             ? ReleaseViewWords::tr("paused since %1").arg(timeOfDayText(last.at))
                             : ReleaseViewWords::tr("paused");
        if (!release.pauseReason.empty())
            paused += u": "_s + plainLine(release.pauseReason, 200);
        parts.prepend(paused);
    } else if (ready && release.phase == Phase::Ramping) {
        parts << ReleaseViewWords::tr("ready for the next step");
    }
    return parts.join(u" · "_s);
}

QString storyOf(const release::AgentState& state) {
    if (!state.release) {
        if (state.quarantine.empty())
            return {};
        return quarantinedText(state.quarantine.back(), 200);
    }
    const release::Release& release = *state.release;
    QString text = ReleaseViewWords::tr("%1 replaces %2, started %3")
                       .arg(nameOf(release.candidate), nameOf(release.baseline), timeText(release.startedAt));
    if (!release.startedBy.empty())
        text += ReleaseViewWords::tr(" by %1").arg(plainLine(release.startedBy, 60));
    return release.reason.empty() ? text : QString(text % u": "_s % plainLine(release.reason, 200));
}

QString idleLine(const release::AgentState& state) {
    switch (state.lastEnding) {
    case release::Ending::Completed:
        return ReleaseViewWords::tr("no release is running · the last one was completed");
    case release::Ending::RolledBack:
        return ReleaseViewWords::tr("no release is running · the last one was rolled back");
    case release::Ending::Aborted:
        return ReleaseViewWords::tr("no release is running · the last one was ended without promoting");
    case release::Ending::None:
        break;
    }
    return ReleaseViewWords::tr("no release is running");
}

Tone toneOf(const release::AgentState& state) {
    if (state.release)
        return state.release->paused ? Tone::Warning : Tone::Neutral;
    return Tone::Neutral;
}

QString mismatchOf(const protocol::AgentStatus& status) {
    if (status.observedMatches)
        return {};
    const release::Routing& seen = status.observed;
    if (seen.canary)
        return ReleaseViewWords::tr("The data path does not do what was ordered: it gives %1 to %2.")
            .arg(QString::fromStdString(seen.canaryWeight.toString()), nameOf(*seen.canary));
    return ReleaseViewWords::tr("The data path does not do what was ordered: %1 answers everything.")
        .arg(nameOf(seen.stable));
}

} // namespace

bool isMet(const release::Hold& hold, const Situation& situation) {
    if (hold.satisfied)
        return true;
    const auto& release = situation.status->state.release;
    return hold.kind == "time" && situation.fresh && release && !release->paused &&
           hold.remaining <= situation.sinceHeard;
}

bool promoteNeedsConfirmation(const protocol::AgentStatus& status) {
    const bool unmet = std::ranges::any_of(status.holds, [](const release::Hold& hold) { return !hold.satisfied; });
    const bool observing = status.state.release && status.state.release->phase == Phase::Observing;
    const bool small = !status.observed.canary || status.observed.canaryWeight < traffic::Weight::percent(10);
    return unmet || (small && !observing);
}

ReleaseView releaseView(const Situation& situation) {
    const protocol::AgentStatus& status = *situation.status;
    ReleaseView view;
    view.agent = plainLine(status.agent, 80);
    view.shares = sharesOf(status.observed);
    view.step = status.state.release ? stepLine(*status.state.release, situation) : idleLine(status.state);
    view.tone = toneOf(status.state);
    view.story = storyOf(status.state);
    view.mismatch = mismatchOf(status);
    view.sinceHeard = situation.fresh ? situation.sinceHeard : std::chrono::milliseconds{0};
    view.offers = offersOf(situation);
    return view;
}

} // namespace signalbox::ui::releases
