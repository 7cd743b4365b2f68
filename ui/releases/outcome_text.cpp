#include "ui/releases/outcome_text.h"

#include <QCoreApplication>
#include <QStringList>

#include "ui/base/formatting.h"
#include "ui/base/guard_words.h"
#include "ui/base/plain_text.h"
#include "ui/releases/release_text.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

struct OutcomeWords {
    Q_DECLARE_TR_FUNCTIONS(Outcome)
};

QString rampText(const release::AgentState& after) {
    if (!after.release)
        return OutcomeWords::tr("%1 is the stable version.").arg(nameOf(after.stable));
    const release::Release& release = *after.release;
    const QString candidate = nameOf(release.candidate);
    const auto step = static_cast<std::size_t>(release.step);
    switch (release.phase) {
    case release::Phase::Testing:
        return OutcomeWords::tr("%1 is being tested; it gets no traffic yet.").arg(candidate);
    case release::Phase::Shadowing:
        return OutcomeWords::tr("%1 gets copies of %2 of the requests.")
            .arg(candidate, percentOf(release.plan.shadowShare));
    case release::Phase::Ramping:
        return step < release.plan.steps.size() ? OutcomeWords::tr("%1 answers %2 of the requests.")
                                                      .arg(candidate, percentOf(release.plan.steps[step].weight))
                                                : QString();
    case release::Phase::Observing:
        return OutcomeWords::tr("%1 answers every request and is being observed.").arg(candidate);
    case release::Phase::Idle:
        break;
    }
    return {};
}

// Of a roll back that moved no traffic, because the version had none yet.
QString endedText(const protocol::CommandResult& result) {
    const release::Phase was = release::phaseOf(result.before);
    if (result.after.release || (was != release::Phase::Testing && was != release::Phase::Shadowing))
        return {};
    const QString text = was == release::Phase::Shadowing
                             ? OutcomeWords::tr("No more copies went to %1 after %2; %3 answers everything as before")
                             : OutcomeWords::tr("The release of %1 ended after %2; %3 answers everything as before");
    return text.arg(nameOf(result.before.release->candidate), millisecondsText(result.effectiveAfterMs),
                    nameOf(result.after.stable));
}

QString freedText(const protocol::CommandResult& result) {
    QStringList freed;
    for (const release::Quarantined& held : result.before.quarantine)
        if (!release::isQuarantined(result.after, held.version))
            freed << nameOf(held.version);
    return OutcomeWords::tr("%1 can be released again.").arg(freed.join(u", "_s));
}

} // namespace

QString outcomeText(Verb verb, const protocol::CommandResult& result) {
    const release::AgentState& after = result.after;
    switch (verb) {
    case Verb::RollBack:
        if (const auto ended = endedText(result); !ended.isEmpty())
            return ended;
        return OutcomeWords::tr("%1 answered every new request after %2")
            .arg(nameOf(after.stable), millisecondsText(result.effectiveAfterMs));
    case Verb::Undo:
        return OutcomeWords::tr("Undone. %1").arg(rampText(after));
    case Verb::Pause:
        return OutcomeWords::tr("Paused. Weights stay as they are until somebody resumes.");
    case Verb::Resume:
        return OutcomeWords::tr("Resumed.");
    case Verb::Approve:
        return OutcomeWords::tr("Approved.");
    case Verb::Abort:
        return OutcomeWords::tr("Ended. %1 answers every request.").arg(nameOf(after.stable));
    case Verb::Gate:
        return OutcomeWords::tr("Reported.");
    case Verb::Freeze:
        return OutcomeWords::tr("Frozen. Automation does nothing until somebody unfreezes it.");
    case Verb::Unfreeze:
        return OutcomeWords::tr("Unfrozen. Automation may act again.");
    case Verb::Unqueue:
        return OutcomeWords::tr("Nothing waits in the queue any more.");
    case Verb::MoveLeaving:
        return OutcomeWords::tr("Moved. %1 answers every request.").arg(nameOf(after.stable));
    case Verb::Unquarantine:
        return freedText(result);
    case Verb::Adopt:
        return OutcomeWords::tr("%1 answers every request.").arg(nameOf(after.stable));
    case Verb::Advance:
    case Verb::Promote:
    case Verb::StepBack:
    case Verb::BreakGlass:
    case Verb::StartQueued:
        break;
    case Verb::Start:
    case Verb::Queue:
        if (after.queued && after.queued != result.before.queued)
            return OutcomeWords::tr("%1 waits in the queue.").arg(nameOf(after.queued->candidate));
        break;
    }
    return rampText(after);
}

QString failureText(Verb verb) {
    switch (verb) {
    case Verb::RollBack:
        return OutcomeWords::tr("Rolling back did not work.");
    case Verb::Undo:
        return OutcomeWords::tr("Undoing did not work.");
    case Verb::Pause:
        return OutcomeWords::tr("Pausing did not work.");
    case Verb::Resume:
        return OutcomeWords::tr("Resuming did not work.");
    case Verb::Approve:
        return OutcomeWords::tr("Approving did not work.");
    case Verb::Advance:
        return OutcomeWords::tr("Ramping did not work.");
    case Verb::Promote:
        return OutcomeWords::tr("Promoting did not work.");
    case Verb::Start:
        return OutcomeWords::tr("Starting did not work.");
    case Verb::StepBack:
        return OutcomeWords::tr("Stepping back did not work.");
    case Verb::Gate:
        return OutcomeWords::tr("Reporting the gate did not work.");
    case Verb::BreakGlass:
        return OutcomeWords::tr("Breaking the glass did not work.");
    case Verb::Freeze:
        return OutcomeWords::tr("Freezing did not work.");
    case Verb::Unfreeze:
        return OutcomeWords::tr("Unfreezing did not work.");
    case Verb::Queue:
        return OutcomeWords::tr("Queueing did not work.");
    case Verb::StartQueued:
        return OutcomeWords::tr("Starting did not work.");
    case Verb::Unqueue:
        return OutcomeWords::tr("Taking it out of the queue did not work.");
    case Verb::MoveLeaving:
        return OutcomeWords::tr("Moving the conversations did not work.");
    case Verb::Unquarantine:
        return OutcomeWords::tr("Lifting the quarantine did not work.");
    case Verb::Adopt:
        return OutcomeWords::tr("It answers nobody still.");
    case Verb::Abort:
        break;
    }
    return OutcomeWords::tr("Ending the release did not work.");
}

QString rolledBackText(const release::AgentState& state) {
    QString text = OutcomeWords::tr("%1 was rolled back; %2 answers every request.");
    if (state.undo && state.undo->release)
        text = text.arg(nameOf(state.undo->release->candidate), nameOf(state.stable));
    else if (state.undo)
        text = text.arg(nameOf(state.undo->stable), nameOf(state.stable));
    if (!state.ended || state.ended->ending != release::Ending::RolledBack || state.ended->actor.empty())
        return text;
    return OutcomeWords::tr("%1 was rolled back by %2 on %3; %4 answers every request.")
        .arg(nameOf(state.ended->candidate), actorText(state.ended->actor), timeText(state.ended->at),
             nameOf(state.stable));
}

bool isByGuardrail(const release::AgentState& state) {
    return state.ended && state.ended->ending == release::Ending::RolledBack &&
           state.ended->actor.starts_with("guardrail ");
}

QString promoteWarning(const protocol::AgentStatus& status) {
    QStringList skips;
    for (const release::Hold& hold : status.holds)
        if (!hold.satisfied)
            skips << plainLine(hold.text, 120);
    const QString share = percentOf(status.observed.canary ? status.observed.canaryWeight : traffic::Weight());
    const QString now = OutcomeWords::tr("It answers %1 of the requests now.").arg(share);
    return skips.isEmpty() ? now : QString(now % u' ' % OutcomeWords::tr("Not yet met: %1.").arg(skips.join(u", "_s)));
}

QString undoWarning(const release::AgentState& state) {
    if (!state.undo || !state.ended)
        return {};
    release::AgentState before = state;
    before.stable = state.undo->stable;
    before.release = state.undo->release;
    const QString effect = OutcomeWords::tr("Then %1").arg(rampText(before));
    const QString freed = state.undo->quarantined
                              ? OutcomeWords::tr("%1 leaves quarantine.").arg(nameOf(*state.undo->quarantined))
                              : QString();
    const QString why = OutcomeWords::tr("Rolled back because: %1").arg(plainLine(state.ended->reason, 300));
    return QStringList{effect, freed, why}.join(u' ').simplified();
}

} // namespace signalbox::ui::releases
