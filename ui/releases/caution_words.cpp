#include "ui/releases/caution_words.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/base/formatting.h"
#include "ui/base/guard_words.h"
#include "ui/base/plain_text.h"
#include "ui/base/quarantine_line.h"
#include "ui/releases/release_text.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;
using release::Phase;

namespace {

constexpr int enough = 200; // of what a person wrote

struct CautionWords {
    Q_DECLARE_TR_FUNCTIONS(Caution)
};

QString agentOf(const protocol::AgentStatus& status) {
    return plainLine(status.agent, 80);
}

// The ways forward that holds may stand in.
std::vector<Way> waysForward(const release::Release& release) {
    const QString candidate = nameOf(release.candidate);
    const auto& steps = release.plan.steps;
    std::vector<Way> ways;
    if (release.phase == Phase::Observing) {
        ways.push_back({Verb::Promote, CautionWords::tr("Complete: %1 is the stable version").arg(candidate),
                        CautionWords::tr("Complete now")});
        return ways;
    }
    const auto next = release.phase == Phase::Ramping ? static_cast<std::size_t>(release.step) + 1 : 0;
    const bool shadowNext = release.phase == Phase::Testing && release.plan.shadowTime.count() > 0;
    if (shadowNext)
        ways.push_back({Verb::Advance, CautionWords::tr("Next: %1 in the shadow, it answers nobody").arg(candidate),
                        CautionWords::tr("Start shadowing")});
    else if (next < steps.size())
        ways.push_back(
            {Verb::Advance,
             CautionWords::tr("Next step: %1 answers %2 of the requests").arg(candidate, percentOf(steps[next].weight)),
             CautionWords::tr("Ramp to %1").arg(percentOf(steps[next].weight))});
    ways.push_back({Verb::Promote, CautionWords::tr("All the way: %1 answers every request").arg(candidate),
                    CautionWords::tr("Promote to 100 %")});
    return ways;
}

} // namespace

QString conversationsText(std::uint64_t count) {
    return count == 1 ? CautionWords::tr("1 conversation") : CautionWords::tr("%1 conversations").arg(countText(count));
}

QString openWindow(const protocol::AgentStatus& status) {
    const auto found = std::ranges::find(status.holds, "window", &release::Hold::kind);
    return found == status.holds.end() ? QString() : plainLine(found->text, enough);
}

QStringList openHolds(const protocol::AgentStatus& status) {
    QStringList open;
    for (const release::Hold& hold : status.holds)
        if (!hold.satisfied)
            open << plainLine(hold.text, enough);
    return open;
}

Question breakGlassQuestion(const protocol::AgentStatus& status) {
    Question question{
        .verb = Verb::BreakGlass,
        .title = CautionWords::tr("Break the glass: %1").arg(agentOf(status)),
        .what = CautionWords::tr("This moves the release forward although something stands in its way. Guardrails "
                                 "go on watching, and rolling back stays one click."),
        .effects = {},
        .ways = {},
        .dangerous = true,
        .breakGlass = true};
    for (const QString& hold : openHolds(status))
        question.effects << CautionWords::tr("Not waited for: %1").arg(hold);
    if (status.state.freeze)
        question.effects << CautionWords::tr("The agent stays frozen: automation does not step in.");
    if (status.state.release && status.state.release->paused)
        question.effects << CautionWords::tr("The release is no longer paused.");
    if (status.state.release)
        question.ways = waysForward(*status.state.release);
    return question;
}

Question freezeQuestion(const protocol::AgentStatus& status) {
    Question question{.verb = Verb::Freeze,
                      .title = CautionWords::tr("Freeze %1").arg(agentOf(status)),
                      .what = CautionWords::tr("Automation does nothing more here until somebody unfreezes it."),
                      .effects = {CautionWords::tr("Guardrails only tell; they no longer pause or roll back."),
                                  CautionWords::tr("People can roll back at any time, as always.")},
                      .ways = {{Verb::Freeze, {}, CautionWords::tr("Freeze")}}};
    if (status.state.release && !status.state.release->paused)
        question.effects.prepend(CautionWords::tr("The running release is paused; weights stay as they are."));
    if (status.state.queued)
        question.effects << CautionWords::tr("Nothing starts from the queue.");
    return question;
}

Question unfreezeQuestion(const protocol::AgentStatus& status) {
    Question question{.verb = Verb::Unfreeze,
                      .title = CautionWords::tr("Unfreeze %1").arg(agentOf(status)),
                      .what = frozenText(status),
                      .effects = {CautionWords::tr("Guardrails may pause and roll back again.")},
                      .ways = {{Verb::Unfreeze, {}, CautionWords::tr("Unfreeze")}}};
    if (status.state.release && status.state.release->paused)
        question.effects << CautionWords::tr("The release stays paused until somebody resumes it.");
    if (!status.state.release && status.state.queued && status.state.queued->held.empty())
        question.effects
            << CautionWords::tr("%1 starts from the queue at once.").arg(nameOf(status.state.queued->candidate));
    return question;
}

Question failedGateQuestion(const protocol::AgentStatus& status, const std::string& gate) {
    const QString name = plainLine(gate, 100);
    const QString candidate = status.state.release ? nameOf(status.state.release->candidate) : QString();
    return {.verb = Verb::Gate,
            .title = CautionWords::tr("Gate %1 failed").arg(name),
            .what = CautionWords::tr("%1 gets no traffic until this gate is reported as passed.").arg(candidate),
            .effects = {CautionWords::tr("The release goes on waiting; end it if nothing will change.")},
            .ways = {{Verb::Gate, {}, CautionWords::tr("Report as failed")}},
            .gate = gate};
}

Question unquarantineQuestion(const release::Quarantined& held) {
    const QString name = nameOf(held.version);
    return {.verb = Verb::Unquarantine,
            .title = CautionWords::tr("Lift the quarantine of %1").arg(name),
            .what = quarantinedText(held, enough),
            .effects = {CautionWords::tr("It can be released again; it gets no traffic by that.")},
            .ways = {{Verb::Unquarantine, {}, CautionWords::tr("Lift the quarantine of %1").arg(name)}},
            .version = held.version.name()};
}

Question reasonQuestion(const Offer& offer, const QString& why) {
    return {.verb = offer.verb,
            .title = offer.text,
            .what = why,
            .effects = offer.enabled && !offer.reason.isEmpty() ? QStringList{offer.reason} : QStringList(),
            .ways = {{offer.verb, {}, offer.text}}};
}

std::vector<GateState> gatesOf(const protocol::AgentStatus& status) {
    std::vector<GateState> states;
    if (!status.state.release || status.state.release->phase != Phase::Testing)
        return states;
    const release::Release& release = *status.state.release;
    for (const std::string& gate : release.plan.gates) {
        GateState state{.name = plainLine(gate, 100), .said = {}};
        const auto report = std::ranges::find(release.gates, gate, &release::GateReport::gate);
        if (report == release.gates.end()) {
            state.said = CautionWords::tr("waits for a release manager since %1").arg(timeText(release.startedAt));
        } else {
            state.answer = report->passed ? GateState::Answer::Passed : GateState::Answer::Failed;
            state.said =
                report->passed ? CautionWords::tr("passed, said by %1") : CautionWords::tr("failed, said by %1");
            state.said = state.said.arg(plainLine(report->actor, 60));
            if (report->at != WallTime{})
                state.said += CautionWords::tr(" at %1").arg(timeText(report->at));
        }
        states.push_back(std::move(state));
    }
    return states;
}

QString frozenText(const protocol::AgentStatus& status) {
    if (!status.state.freeze)
        return {};
    const release::Freeze& freeze = *status.state.freeze;
    const QString text = CautionWords::tr("Frozen since %1 by %2").arg(timeText(freeze.since), actorText(freeze.actor));
    return freeze.reason.empty() ? text : QString(text % u": "_s % plainLine(freeze.reason, enough));
}

QString queuedText(const protocol::AgentStatus& status) {
    if (!status.state.queued)
        return {};
    const release::Queued& queued = *status.state.queued;
    const QString text = CautionWords::tr("%1 waits in the queue since %2, by %3")
                             .arg(nameOf(queued.candidate), timeText(queued.since), plainLine(queued.by, 60));
    return queued.reason.empty() ? text : QString(text % u": "_s % plainLine(queued.reason, enough));
}

QString queuedHint(const protocol::AgentStatus& status) {
    if (!status.state.queued)
        return {};
    const release::Queued& queued = *status.state.queued;
    if (!queued.held.empty())
        return CautionWords::tr("It does not start by itself: %1. A person decides.")
            .arg(plainLine(queued.held, enough));
    if (status.state.release)
        return CautionWords::tr("It starts by itself when %1 is completed; after a roll back it waits for a person.")
            .arg(nameOf(status.state.release->candidate));
    const QStringList open = openHolds(status);
    return open.isEmpty() ? CautionWords::tr("It starts now.")
                          : CautionWords::tr("It starts after: %1.").arg(open.join(u", "_s));
}

QString leavingText(const protocol::AgentStatus& status, std::chrono::milliseconds sinceHeard) {
    if (!status.state.leaving)
        return {};
    const release::Leaving& leaving = *status.state.leaving;
    const QString who = status.conversations && *status.conversations > 0 ? conversationsText(*status.conversations)
                                                                          : CautionWords::tr("Conversations");
    const bool aborted = status.state.ended && status.state.ended->ending == release::Ending::Aborted;
    const QString text = aborted ? CautionWords::tr("%1 may still end on %2, whose release was ended, for at most %3.")
                                 : CautionWords::tr("%1 may still end on %2, which was rolled back, for at most %3.");
    return text.arg(who, nameOf(leaving.version),
                    durationText(std::max(leaving.remaining - sinceHeard, std::chrono::milliseconds{0})));
}

} // namespace signalbox::ui::releases
