#include <format>

#include "core/base/canonical_json.h"
#include "core/base/id.h"
#include "core/protocol/decode.h"
#include "core/server/backend.h"
#include "core/server/handlers.h"
#include "core/server/reason.h"

namespace signalbox::server {

namespace {

constexpr std::size_t idDigits = 12;

// The plan that is practised: the agent's own, or the one that agents without a plan have.
Result<release::Plan> planFor(Backend& backend, const std::string& agent) {
    if (agent.empty())
        return release::defaultPlan();
    const CatalogueViewPtr view = backend.catalogue().view();
    const auto found = view->agents.find(agent);
    if (found == view->agents.end())
        return failure(Errc::NotFound, "no_agent", std::format("There is no agent named \"{}\".", agent),
                       "Name one whose guardrails are to be practised, or none for the usual ones.", "/agent");
    return found->second.plan;
}

} // namespace

Result<Answer> getDrills(Backend& backend, const Call& /*call*/) {
    auto drills = backend.room().drills();
    if (!drills)
        return failure(std::move(drills.error()));
    if (const auto current = backend.drills().current()) {
        std::erase_if(*drills, [&](const release::Drill& drill) { return drill.id == current->id; });
        drills->insert(drills->begin(), *current);
    }
    return jsonAnswer(protocol::encode(protocol::DrillList{std::move(*drills)}));
}

Result<Answer> postDrill(Backend& backend, const Call& call) {
    const auto body = parseJsonObject(call.request.body);
    if (!body)
        return failure(body.error());
    const auto message = protocol::decode<protocol::DrillMessage>(*body);
    if (!message)
        return failure(message.error());
    if (auto good = checkReason(message->reason); !good)
        return failure(std::move(good.error()));
    if (auto good = release::checkDrill(message->order); !good)
        return failure(std::move(good.error()));
    if (auto free = backend.drills().mayStart(); !free)
        return failure(std::move(free.error()));
    const auto agents = planFor(backend, message->order.agent);
    if (!agents)
        return failure(agents.error());
    release::Plan plan = release::drillPlan(*agents, message->order);
    release::Drill drill{.id = newId().substr(0, idDigits),
                         .order = message->order,
                         .actor = call.caller.name,
                         .reason = message->reason,
                         .started = backend.clock().wall(),
                         .weight = plan.steps.front().weight,
                         .guardrails = plan.guardrails};
    if (auto begun = backend.room().beginDrill(drill); !begun)
        return failure(std::move(begun.error()));
    backend.drills().start(drill, std::move(plan));
    return jsonAnswer(protocol::encode(drill));
}

Result<Answer> postCancelDrill(Backend& backend, const Call& call) {
    const auto drill = backend.drills().cancel(call.arguments[0], call.caller.name);
    if (!drill)
        return failure(drill.error());
    return jsonAnswer(protocol::encode(*drill));
}

} // namespace signalbox::server
