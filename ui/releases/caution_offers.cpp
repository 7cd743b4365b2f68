#include "ui/releases/caution_offers.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/base/plain_text.h"
#include "ui/releases/caution_words.h"
#include "ui/releases/release_text.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;
using release::Phase;

namespace {

struct CautionOffersWords {
    Q_DECLARE_TR_FUNCTIONS(CautionOffers)
};

Offer breakGlass(const protocol::AgentStatus& status) {
    Offer offer{
        Verb::BreakGlass, CautionOffersWords::tr("Break the glass…"), status.state.release.has_value(), true, {}};
    if (openHolds(status).isEmpty()) {
        offer.enabled = false;
        offer.reason = CautionOffersWords::tr("Nothing stands in the way of the next step.");
    } else {
        offer.reason = CautionOffersWords::tr(
            "Moves forward although something stands in the way. Asks for a reason, twice, and the "
            "audit log keeps it.");
    }
    return offer;
}

Offer queueOffer(const protocol::AgentStatus& status) {
    const auto& release = status.state.release;
    Offer offer{Verb::Queue, CautionOffersWords::tr("Queue another version…"), release.has_value(), true, {}};
    if (release)
        offer.reason = CautionOffersWords::tr("It waits until %1 is completed and starts by itself then.")
                           .arg(nameOf(release->candidate));
    return offer;
}

void addQueueOffers(const protocol::AgentStatus& status, std::array<Offer, verbCount>& offers) {
    const auto put = [&](Offer offer) { offers[static_cast<std::size_t>(offer.verb)] = std::move(offer); };
    const auto& queued = status.state.queued;
    if (!queued)
        return;
    const QString candidate = nameOf(queued->candidate);
    put({Verb::StartQueued, CautionOffersWords::tr("Start %1 now").arg(candidate), !status.state.release, true,
         CautionOffersWords::tr("Starts the release of %1 with the plan that it was queued with.").arg(candidate)});
    put({Verb::Unqueue, CautionOffersWords::tr("Take %1 out").arg(candidate), true, true,
         CautionOffersWords::tr("%1 is not released; it can be queued again.").arg(candidate)});
}

} // namespace

QString freezeObstacle(Verb verb, const protocol::AgentStatus& status) {
    constexpr std::array forward{Verb::Advance, Verb::Promote, Verb::Resume,
                                 Verb::Undo,    Verb::Start,   Verb::StartQueued};
    if (!status.state.freeze || !std::ranges::contains(forward, verb))
        return {};
    return status.state.release ? CautionOffersWords::tr("The agent is frozen. Unfreeze it, or break the glass.")
                                : CautionOffersWords::tr("The agent is frozen. Unfreeze it when the cause is known.");
}

void addCautionOffers(const Situation& situation, std::array<Offer, verbCount>& offers) {
    const protocol::AgentStatus& status = *situation.status;
    const auto put = [&](Offer offer) { offers[static_cast<std::size_t>(offer.verb)] = std::move(offer); };
    const bool gates = status.state.release && status.state.release->phase == Phase::Testing &&
                       !status.state.release->plan.gates.empty();
    put({Verb::Gate, CautionOffersWords::tr("Report a gate"), gates, true,
         CautionOffersWords::tr("The newest word counts; the audit log keeps who said it.")});
    put(breakGlass(status));
    put({Verb::Freeze, CautionOffersWords::tr("Freeze…"), !status.state.freeze, true,
         CautionOffersWords::tr("Automation does nothing more until somebody unfreezes it. Asks for a reason.")});
    put({Verb::Unfreeze, CautionOffersWords::tr("Unfreeze…"), status.state.freeze.has_value(), true,
         CautionOffersWords::tr("Automation may act again. Asks for a reason.")});
    put(queueOffer(status));
    addQueueOffers(status, offers);
    const auto& held = status.state.quarantine;
    put({Verb::Unquarantine,
         held.empty() ? CautionOffersWords::tr("Lift a quarantine…")
                      : CautionOffersWords::tr("Lift the quarantine of %1…").arg(nameOf(held.back().version)),
         !held.empty(), true, CautionOffersWords::tr("The version can be released again. Asks for a reason.")});
    put({Verb::MoveLeaving, CautionOffersWords::tr("Move them now"), status.state.leaving && !status.state.release,
         true,
         CautionOffersWords::tr("Every conversation goes on with %1 from its next request.")
             .arg(nameOf(status.state.stable))});
}

} // namespace signalbox::ui::releases
