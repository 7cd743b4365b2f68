#include "core/server/prices.h"

namespace signalbox::server {

namespace {

template <class Visitor> void visitArms(const traffic::RouteTablePtr& table, const std::string& agent, Visitor visit) {
    if (!table)
        return;
    const auto route = table->routes().find(agent);
    if (route == table->routes().end())
        return;
    const traffic::AgentRoute& arms = route->second;
    // The canary first: it is what a release asks about.
    if (arms.canary)
        visit(traffic::Role::Canary, *arms.canary);
    visit(traffic::Role::Stable, arms.stable);
    if (arms.shadow)
        visit(traffic::Role::Shadow, *arms.shadow);
}

} // namespace

std::string unpricedModel(const agents::Snapshot& snapshot, const agents::Workspace& workspace) {
    const std::string& model = snapshot.manifest.model.id;
    return workspace.prices.contains(model) ? std::string() : model;
}

std::string unpricedModel(const traffic::RouteTablePtr& table, const agents::Workspace& workspace,
                          const std::string& agent, const std::string& version) {
    std::string model;
    visitArms(table, agent, [&](traffic::Role, const traffic::Arm& arm) {
        if (arm.snapshot && arm.version.name() == version)
            model = unpricedModel(*arm.snapshot, workspace);
    });
    return model;
}

void markBlind(protocol::EvidenceMessage& evidence, const traffic::RouteTablePtr& table,
               const agents::Workspace& workspace, const std::string& agent) {
    std::string model;
    visitArms(table, agent, [&](traffic::Role role, const traffic::Arm& arm) {
        if (arm.snapshot && model.empty() && role != traffic::Role::Shadow)
            model = unpricedModel(*arm.snapshot, workspace);
    });
    for (protocol::GuardCard& card : evidence.guards)
        if (card.explanation.guard.metric == evidence::Metric::Cost)
            card.unpricedModel = model;
}

} // namespace signalbox::server
