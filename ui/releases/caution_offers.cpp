#include "ui/releases/caution_offers.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/base/plain_text.h"
#include "ui/releases/caution_words.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;
using release::Phase;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CautionOffers)
};

QString nameOf(const agents::VersionRef& version) {
    return plainLine(version.name(), 60);
}

Offer breakGlass(const protocol::AgentStatus& status) {
    Offer offer{Verb::BreakGlass, Words::tr("Break the glass…"), status.state.release.has_value(), true, {}};
    if (openHolds(status).isEmpty()) {
        offer.enabled = false;
        offer.reason = Words::tr("Nothing stands in the way of the next step.");
    } else {
        offer.reason =
            Words::tr("Moves forward although something stands in the way. Asks for a reason, twice, and the "
                      "audit log keeps it.");
    }
    return offer;
}

Offer queueOffer(const protocol::AgentStatus& status) {
    const auto& release = status.state.release;
    Offer offer{Verb::Queue, Words::tr("Queue another version…"), release.has_value(), true, {}};
    if (release)
        offer.reason =
            Words::tr("It waits until %1 is completed and starts by itself then.").arg(nameOf(release->candidate));
    return offer;
}

void addQueueOffers(const protocol::AgentStatus& status, std::array<Offer, verbCount>& offers) {
    const auto put = [&](Offer offer) { offers[static_cast<std::size_t>(offer.verb)] = std::move(offer); };
    const auto& queued = status.state.queued;
    if (!queued)
        return;
    const QString candidate = nameOf(queued->candidate);
    put({Verb::StartQueued, Words::tr("Start %1 now").arg(candidate), !status.state.release, true,
         Words::tr("Starts the release of %1 with the plan that it was queued with.").arg(candidate)});
    put({Verb::Unqueue, Words::tr("Take %1 out").arg(candidate), true, true,
         Words::tr("%1 is not released; it can be queued again.").arg(candidate)});
}

} // namespace

QString freezeObstacle(Verb verb, const protocol::AgentStatus& status) {
    constexpr std::array forward{Verb::Advance, Verb::Promote, Verb::Resume,
                                 Verb::Undo,    Verb::Start,   Verb::StartQueued};
    if (!status.state.freeze || !std::ranges::contains(forward, verb))
        return {};
    return status.state.release ? Words::tr("The agent is frozen. Unfreeze it, or break the glass.")
                                : Words::tr("The agent is frozen. Unfreeze it when the cause is known.");
}

void addCautionOffers(const Situation& situation, std::array<Offer, verbCount>& offers) {
    const protocol::AgentStatus& status = *situation.status;
    const auto put = [&](Offer offer) { offers[static_cast<std::size_t>(offer.verb)] = std::move(offer); };
    const bool gates = status.state.release && status.state.release->phase == Phase::Testing &&
                       !status.state.release->plan.gates.empty();
    put({Verb::Gate, Words::tr("Report a gate"), gates, true,
         Words::tr("The newest word counts; the audit log keeps who said it.")});
    put(breakGlass(status));
    put({Verb::Freeze, Words::tr("Freeze…"), !status.state.freeze, true,
         Words::tr("Automation does nothing more until somebody unfreezes it. Asks for a reason.")});
    put({Verb::Unfreeze, Words::tr("Unfreeze…"), status.state.freeze.has_value(), true,
         Words::tr("Automation may act again. Asks for a reason.")});
    put(queueOffer(status));
    addQueueOffers(status, offers);
    put({Verb::MoveLeaving, Words::tr("Move them now"), status.state.leaving && !status.state.release, true,
         Words::tr("Every conversation goes on with %1 from its next request.").arg(nameOf(status.state.stable))});
}

} // namespace signalbox::ui::releases
