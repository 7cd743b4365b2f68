#include "ui/releases/release_offers.h"

#include <algorithm>

#include <QCoreApplication>
#include <QStringList>

#include "core/protocol/access.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/releases/caution_offers.h"
#include "ui/releases/caution_words.h"
#include "ui/releases/release_text.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using release::Phase;

namespace {

struct ReleaseOffersWords {
    Q_DECLARE_TR_FUNCTIONS(ReleaseOffers)
};

QString roleName(protocol::AccessRole role) {
    switch (role) {
    case protocol::AccessRole::Viewer:
        return ReleaseOffersWords::tr("viewer");
    case protocol::AccessRole::Engineer:
        return ReleaseOffersWords::tr("engineer");
    case protocol::AccessRole::Responder:
        return ReleaseOffersWords::tr("responder");
    case protocol::AccessRole::ReleaseManager:
        return ReleaseOffersWords::tr("release manager");
    case protocol::AccessRole::Admin:
        break;
    }
    return ReleaseOffersWords::tr("admin");
}

// What forbids any verb: no link, a command on its way, the role of the token.
QString generalObstacle(Verb verb, const Situation& situation) {
    if (!situation.fresh)
        return situation.staleReason.isEmpty() ? ReleaseOffersWords::tr("The link to the backend is down.")
                                               : situation.staleReason;
    // Rolling back never waits for another command.
    if (situation.pending && (verb != Verb::RollBack || *situation.pending == Verb::RollBack))
        return ReleaseOffersWords::tr("Another command is on its way.");
    const auto needed = protocol::requiredRole(wireName(verb));
    if (situation.role && !protocol::mayUse(*situation.role, wireName(verb)))
        return ReleaseOffersWords::tr("Your token is that of a %1; this needs a %2.")
            .arg(roleName(*situation.role), roleName(needed.value_or(protocol::AccessRole::Admin)));
    return {};
}

QString unmetHolds(const Situation& situation) {
    QStringList unmet;
    for (const release::Hold& hold : situation.status->holds)
        if (!isMet(hold, situation) && hold.scope == release::HoldScope::Everybody)
            unmet << (hold.kind == "paused" ? ReleaseOffersWords::tr("the release is paused")
                                            : plainLine(hold.text, 120));
    return unmet.isEmpty() ? QString() : ReleaseOffersWords::tr("Not yet: %1.").arg(unmet.join(u", "_s));
}

// What becomes of those who talk with the canary now.
QString conversationsOn(const protocol::AgentStatus& status) {
    if (!status.conversations || *status.conversations == 0 || !status.state.release)
        return {};
    const release::Release& release = *status.state.release;
    const QString count = countText(*status.conversations);
    const QString canary = nameOf(release.candidate);
    switch (release.plan.conversations) {
    case release::ConversationPolicy::Finish:
        return ReleaseOffersWords::tr(" %1 conversations on %2 end there.").arg(count, canary);
    case release::ConversationPolicy::Drain:
        return ReleaseOffersWords::tr(" %1 conversations on %2 have %3 to end there.")
            .arg(count, canary, durationText(release.plan.drainTime));
    case release::ConversationPolicy::Move:
        break;
    }
    return ReleaseOffersWords::tr(" %1 conversations on %2 move with it.").arg(count, canary);
}

// The same on the button itself, in few words.
QString conversationsDetail(const protocol::AgentStatus& status) {
    if (!status.conversations || *status.conversations == 0 || !status.state.release)
        return {};
    const QString count = conversationsText(*status.conversations);
    const release::Plan& plan = status.state.release->plan;
    switch (plan.conversations) {
    case release::ConversationPolicy::Finish:
        return ReleaseOffersWords::tr("lets %1 finish").arg(count);
    case release::ConversationPolicy::Drain:
        return ReleaseOffersWords::tr("gives %1 %2").arg(count, durationText(plan.drainTime));
    case release::ConversationPolicy::Move:
        break;
    }
    return ReleaseOffersWords::tr("moves %1").arg(count);
}

QString staysQueued(const protocol::AgentStatus& status) {
    const auto& queued = status.state.queued;
    return queued
               ? ReleaseOffersWords::tr(" %1 stays in the queue and waits for a person.").arg(nameOf(queued->candidate))
               : QString();
}

// What the red button does in words of its own where no traffic moves; empty: it moves traffic.
QString endsText(const release::AgentState& state) {
    if (!state.release)
        return {};
    const QString candidate = nameOf(state.release->candidate);
    switch (state.release->phase) {
    case Phase::Testing:
        return ReleaseOffersWords::tr("Roll back: end the release of %1").arg(candidate);
    case Phase::Shadowing:
        return ReleaseOffersWords::tr("Roll back: end the shadow of %1").arg(candidate);
    case Phase::Idle:
    case Phase::Ramping:
    case Phase::Observing:
        break;
    }
    return {};
}

Offer rollBackOffer(const Situation& situation) {
    const protocol::AgentStatus& status = *situation.status;
    Offer offer{Verb::RollBack, ReleaseOffersWords::tr("Roll back"), true, false, {}};
    if (!status.rollBackTarget) {
        offer.reason = ReleaseOffersWords::tr(
            "There is no other version that served this agent well, so there is nothing to go back to.");
        offer.full = ReleaseOffersWords::tr("Roll back: nothing to go back to");
        return offer;
    }
    const QString target = nameOf(*status.rollBackTarget);
    const QString left = nameOf(status.state.release ? status.state.release->candidate : status.state.stable);
    offer.enabled = true;
    offer.text = endsText(status.state);
    if (!offer.text.isEmpty()) {
        offer.detail = ReleaseOffersWords::tr("%1 answers everything as before").arg(target);
        offer.reason = release::phaseOf(status.state) == Phase::Shadowing
                           ? ReleaseOffersWords::tr(
                                 "At once and without asking: no more copies go to %1, which is quarantined. %2 "
                                 "answers everything as before. Can be undone.")
                           : ReleaseOffersWords::tr(
                                 "At once and without asking: %1 gets no traffic and is quarantined. %2 answers "
                                 "everything as before. Can be undone.");
        offer.reason = offer.reason.arg(left, target) + staysQueued(status);
        return offer;
    }
    offer.text = ReleaseOffersWords::tr("Roll back to %1").arg(target);
    offer.detail = conversationsDetail(status);
    offer.reason = ReleaseOffersWords::tr(
                       "At once and without asking: %1 answers every new request, %2 is quarantined. Can be undone.")
                       .arg(target, left) +
                   conversationsOn(status) + staysQueued(status);
    return offer;
}

// "Ramp to 10 % in 11:42 min: 498 of 1,000 conversations": what it waits for, on the button itself.
// So many seconds ahead.
QString waitingText(const QString& text, const Situation& situation, std::chrono::seconds ahead = {}) {
    QString time;
    QStringList others;
    for (const release::Hold& hold : situation.status->holds) {
        if (isMet(hold, situation) || hold.scope == release::HoldScope::Automation)
            continue;
        if (hold.kind == "time" && !situation.status->state.release->paused)
            time = durationText(std::chrono::ceil<std::chrono::seconds>(
                std::max(hold.remaining - (situation.fresh ? situation.sinceHeard : 0ms) - ahead, 0ms)));
        else if (hold.kind == "approval")
            others << ReleaseOffersWords::tr("waits for approval");
        else if (hold.kind == "paused")
            others.prepend(ReleaseOffersWords::tr("paused"));
        else if (hold.kind != "time")
            others << plainLine(hold.text, 60);
    }
    if (time.isEmpty())
        return others.isEmpty() ? text : ReleaseOffersWords::tr("%1: %2").arg(text, others.join(u", "_s));
    return others.isEmpty() ? ReleaseOffersWords::tr("%1 in %2").arg(text, time)
                            : ReleaseOffersWords::tr("%1 in %2: %3").arg(text, time, others.join(u", "_s));
}

// In a freeze window a person may go on, and says why.
QString askedWhy(const Situation& situation) {
    const QString window = openWindow(*situation.status);
    return window.isEmpty() ? QString() : ReleaseOffersWords::tr(" Asks for a reason: %1.").arg(window);
}

// What a good end does besides.
QString thenFromQueue(const Situation& situation) {
    const auto& queued = situation.status->state.queued;
    return queued && queued->held.empty()
               ? ReleaseOffersWords::tr(" %1 then starts from the queue.").arg(nameOf(queued->candidate))
               : QString();
}

Offer advanceOffer(const release::Release& release, const Situation& situation) {
    Offer offer{Verb::Advance, ReleaseOffersWords::tr("Next step"), false, false, {}};
    const auto& steps = release.plan.steps;
    const auto next = release.phase == Phase::Ramping ? static_cast<std::size_t>(release.step) + 1 : 0;
    const bool before = release.phase == Phase::Testing || release.phase == Phase::Shadowing;
    if (next < steps.size() && (before || release.phase == Phase::Ramping)) {
        const bool shadowNext = release.phase == Phase::Testing && release.plan.shadowTime.count() > 0;
        offer.text = shadowNext ? ReleaseOffersWords::tr("Start shadowing")
                                : ReleaseOffersWords::tr("Ramp to %1").arg(percentOf(steps[next].weight));
        offer.visible = true;
        offer.reason = unmetHolds(situation);
        offer.enabled = offer.reason.isEmpty();
        if (!offer.enabled) {
            offer.full = waitingText(offer.text, situation);
            offer.widest = waitingText(offer.text, situation, 1s); // "18 min" becomes "17:59 min"
        } else
            offer.reason =
                ReleaseOffersWords::tr("Gives %1 its next share of the requests.").arg(nameOf(release.candidate)) +
                askedWhy(situation);
    }
    return offer;
}

// It waits for what the next step waits for.
Offer promoteOffer(const release::Release& release, const Situation& situation) {
    const QString candidate = nameOf(release.candidate);
    const bool observing = release.phase == Phase::Observing;
    Offer offer{Verb::Promote, observing ? ReleaseOffersWords::tr("Complete now") : ReleaseOffersWords::tr("Promote"),
                true, false, unmetHolds(situation)};
    offer.enabled = offer.reason.isEmpty();
    if (offer.enabled)
        offer.reason =
            (observing ? ReleaseOffersWords::tr("Ends observing; %1 is then the stable version.").arg(candidate) +
                             thenFromQueue(situation)
                       : ReleaseOffersWords::tr("Gives %1 all requests and begins to observe it.").arg(candidate)) +
            askedWhy(situation);
    return offer;
}

void releaseOffers(const release::Release& release, const Situation& situation, std::array<Offer, verbCount>& offers) {
    const auto put = [&](Offer offer) { offers[static_cast<std::size_t>(offer.verb)] = std::move(offer); };
    const QString candidate = nameOf(release.candidate);
    const bool onRamp = release.phase == Phase::Ramping || release.phase == Phase::Observing;
    put({Verb::Pause, ReleaseOffersWords::tr("Pause"), !release.paused, true,
         ReleaseOffersWords::tr("Weights stay as they are and time stands still.")});
    put({Verb::Resume, ReleaseOffersWords::tr("Resume"), release.paused, true,
         ReleaseOffersWords::tr("Time goes on; weights stay as they are.") + askedWhy(situation)});
    put(advanceOffer(release, situation));
    put(promoteOffer(release, situation));
    const bool approvalOpen = std::ranges::any_of(
        situation.status->holds, [](const release::Hold& hold) { return hold.kind == "approval" && !hold.satisfied; });
    put({Verb::Approve, ReleaseOffersWords::tr("Approve"), approvalOpen, true,
         ReleaseOffersWords::tr("Approves the next step after this one.")});
    // A backend may say anything; a step that the plan does not have offers no way back.
    const auto& steps = release.plan.steps;
    const bool canStepBack = onRamp && release.step > 0 && static_cast<std::size_t>(release.step) <= steps.size();
    put({Verb::StepBack,
         canStepBack ? ReleaseOffersWords::tr("Step back to %1")
                           .arg(percentOf(steps[static_cast<std::size_t>(release.step) - 1].weight))
                     : ReleaseOffersWords::tr("Step back"),
         true, canStepBack,
         !canStepBack ? ReleaseOffersWords::tr("This is the first step.")
         : release.plan.advance == release::Advance::Automatic
             ? ReleaseOffersWords::tr("At once: %1 gets less, and the release is paused, lest it climb again.")
                   .arg(candidate)
             : ReleaseOffersWords::tr("At once: %1 gets less, and the step begins again.").arg(candidate)});
    put({Verb::Abort, ReleaseOffersWords::tr("End without promoting"), true, true,
         ReleaseOffersWords::tr("%1 answers everything again. %2 is not quarantined.")
                 .arg(nameOf(release.baseline), candidate) +
             conversationsOn(*situation.status)});
}

} // namespace

std::array<Offer, verbCount> offersOf(const Situation& situation) {
    const release::AgentState& state = situation.status->state;
    std::array<Offer, verbCount> offers;
    for (std::size_t i = 0; i < offers.size(); ++i)
        offers[i].verb = static_cast<Verb>(i);
    offers[static_cast<std::size_t>(Verb::RollBack)] = rollBackOffer(situation);
    offers[static_cast<std::size_t>(Verb::Undo)] = {
        Verb::Undo, ReleaseOffersWords::tr("Undo"), state.undo.has_value(), true,
        ReleaseOffersWords::tr("Restores the traffic as it was before the roll back.")};
    offers[static_cast<std::size_t>(Verb::Start)] = {
        Verb::Start, ReleaseOffersWords::tr("Start release…"), !state.release.has_value(), true,
        ReleaseOffersWords::tr("Choose a version and how it gets its traffic.")};
    if (state.release)
        releaseOffers(*state.release, situation, offers);
    addCautionOffers(situation, offers);
    for (Offer& offer : offers) {
        QString obstacle = generalObstacle(offer.verb, situation);
        if (obstacle.isEmpty())
            obstacle = freezeObstacle(offer.verb, *situation.status);
        if (offer.enabled && obstacle.isEmpty() && !offer.detail.isEmpty())
            offer.full = offer.text + u" · "_s + offer.detail;
        if (!obstacle.isEmpty()) {
            offer.enabled = false;
            offer.reason = obstacle;
            offer.full.clear();
        }
    }
    return offers;
}

} // namespace signalbox::ui::releases
