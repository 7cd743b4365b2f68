// GET /metrics: what the store counted, and beside it what traffic is meant to do and how often it was put back.
#include <map>

#include "core/metrics/exposition.h"
#include "core/server/backend.h"
#include "core/server/handlers.h"

namespace signalbox::server {

namespace {

constexpr double thousandths = 1000;

struct ControlFacts {
    traffic::RouteTablePtr table;
    RollBackCounts rollBacks;
    std::map<std::string, gateway::ShadowCounters> shadows;
    std::map<std::string, answers::AnswerCounters> answers;
    gateway::FollowedCounts followed;
    std::vector<gateway::WaitCount> waits;
};

double ratio(traffic::Weight weight) {
    return static_cast<double>(weight.thousandths()) / thousandths;
}

std::string labelsOf(const std::string& agent, const traffic::Arm& arm, traffic::Role role) {
    return metrics::labelText({{"agent", agent}, {"version", arm.version.name()}, {"role", traffic::toString(role)}});
}

void writeRoutes(metrics::Exposition& out, const traffic::RouteTable& table) {
    out.family("signalbox_route_weight", "gauge", "Share of an agent's units that a version answers.");
    for (const auto& [agent, route] : table.routes()) {
        const double canary = route.canary ? ratio(route.canaryWeight) : 0;
        out.sample(labelsOf(agent, route.stable, traffic::Role::Stable), 1 - canary);
        if (route.canary)
            out.sample(labelsOf(agent, *route.canary, traffic::Role::Canary), canary);
    }
    out.family("signalbox_mirror_ratio", "gauge", "Share of an agent's requests that are copied to a shadow version.");
    for (const auto& [agent, route] : table.routes()) {
        if (route.shadow)
            out.sample(labelsOf(agent, *route.shadow, traffic::Role::Shadow), ratio(route.shadowShare));
    }
}

void writeRollBacks(metrics::Exposition& out, const ControlFacts& facts) {
    out.family("signalbox_rollbacks_total", "counter", "Roll backs since the backend started, by who asked for them.");
    for (const auto& [agent, route] : facts.table->routes()) { // also those that never happened: 0 is an answer
        for (const char* trigger : {"guardrail", "person"}) {
            const auto found = facts.rollBacks.find({agent, trigger});
            out.sample(metrics::labelText({{"agent", agent}, {"trigger", trigger}}),
                       found == facts.rollBacks.end() ? std::uint64_t{0} : found->second);
        }
    }
}

// Also of agents without a shadow: 0 is an answer.
void writeShadows(metrics::Exposition& out, const ControlFacts& facts) {
    const auto countersOf = [&](const std::string& agent) {
        const auto found = facts.shadows.find(agent);
        return found == facts.shadows.end() ? gateway::ShadowCounters() : found->second;
    };
    out.family("signalbox_shadow_copies_total", "counter", "Copies sent to shadows, and what became of them.");
    for (const auto& [agent, route] : facts.table->routes()) {
        const gateway::ShadowCounters counters = countersOf(agent);
        out.sample(metrics::labelText({{"agent", agent}, {"result", "sent"}}), counters.sent);
        out.sample(metrics::labelText({{"agent", agent}, {"result", "answered"}}), counters.answered);
        out.sample(metrics::labelText({{"agent", agent}, {"result", "failed"}}), counters.failed);
        out.sample(metrics::labelText({{"agent", agent}, {"result", "stable_again"}}), counters.again);
    }
    out.family("signalbox_shadow_dropped_total", "counter", "Copies that were not sent to shadows, by reason.");
    for (const auto& [agent, route] : facts.table->routes()) {
        const gateway::ShadowCounters counters = countersOf(agent);
        for (std::size_t i = 0; i < counters.dropped.size(); ++i)
            out.sample(
                metrics::labelText({{"agent", agent}, {"reason", toString(static_cast<gateway::ShadowDrop>(i))}}),
                counters.dropped.at(i));
    }
}

void writeAnswers(metrics::Exposition& out, const ControlFacts& facts) {
    const auto countersOf = [&](const std::string& agent) {
        const auto found = facts.answers.find(agent);
        return found == facts.answers.end() ? answers::AnswerCounters() : found->second;
    };
    out.family("signalbox_answers_judged_total", "counter", "Answers whose contract or tool calls were judged.");
    for (const auto& [agent, route] : facts.table->routes())
        out.sample(metrics::labelText({{"agent", agent}}), countersOf(agent).judged);
    out.family("signalbox_answers_not_judged_total", "counter", "Answers that were left open in part or whole.");
    for (const auto& [agent, route] : facts.table->routes()) {
        const answers::AnswerCounters counters = countersOf(agent);
        for (std::size_t i = 0; i < counters.notJudged.size(); ++i)
            out.sample(metrics::labelText({{"agent", agent}, {"reason", toString(static_cast<answers::NotJudged>(i))}}),
                       counters.notJudged.at(i));
    }
}

// Also of agents that were never asked so: 0 is an answer.
void writeFollowed(metrics::Exposition& out, const ControlFacts& facts) {
    out.family("signalbox_followed_responses_total", "counter",
               "Requests on /v1/responses that went on with an earlier answer, by what became of its version.");
    for (const auto& [agent, route] : facts.table->routes()) {
        const auto found = facts.followed.find(agent);
        for (std::size_t i = 0; i < gateway::followedNames.size(); ++i)
            out.sample(metrics::labelText({{"agent", agent}, {"result", gateway::followedNames.at(i)}}),
                       found == facts.followed.end() ? std::uint64_t{0} : found->second.at(i));
    }
}

void writeWaits(metrics::Exposition& out, const ControlFacts& facts) {
    out.family("signalbox_waiting_for_first_token", "gauge",
               "Requests in flight for ten seconds or more without a first token.");
    for (const gateway::WaitCount& wait : facts.waits)
        out.sample(metrics::labelText(
                       {{"agent", wait.agent}, {"version", wait.version}, {"role", traffic::toString(wait.role)}}),
                   wait.requests);
}

// Models of the versions that are in traffic; of one that has left it nothing is said.
std::map<std::pair<std::string, std::string>, metrics::ModelName> modelsIn(const traffic::RouteTable& table) {
    std::map<std::pair<std::string, std::string>, metrics::ModelName> models;
    for (const auto& [agent, route] : table.routes()) {
        for (const traffic::Arm* arm :
             {&route.stable, route.canary ? &*route.canary : nullptr, route.shadow ? &*route.shadow : nullptr}) {
            if (arm != nullptr && arm->snapshot)
                models[{agent, arm->version.name()}] = {arm->snapshot->manifest.model.provider,
                                                        arm->snapshot->manifest.model.id};
        }
    }
    return models;
}

} // namespace

Result<Answer> getPrometheus(Backend& backend, const Call& /*call*/) {
    const ControlFacts facts = backend.controlQueue().call([&backend] {
        gateway::Counters counters = backend.gatewayCounters();
        return ControlFacts{backend.room().observed(), backend.room().rollBacks(),   std::move(counters.shadows),
                            backend.answerCounters(),  std::move(counters.followed), backend.gatewayWaits()};
    });
    const auto models = facts.table ? modelsIn(*facts.table) : decltype(modelsIn(*facts.table))();
    metrics::Exposition out;
    if (facts.table) {
        writeRoutes(out, *facts.table);
        writeRollBacks(out, facts);
        writeShadows(out, facts);
        writeAnswers(out, facts);
        writeFollowed(out, facts);
        writeWaits(out, facts);
    }
    std::string text = out.take();
    text += backend.metrics().prometheusText([&models](const metrics::SeriesKey& key) {
        const auto found = models.find({key.agent, key.version});
        return found == models.end() ? metrics::ModelName{} : found->second;
    });
    return Answer{200,
                  {{"content-type", "text/plain; version=0.0.4; charset=utf-8"}, {"cache-control", "no-store"}},
                  std::move(text)};
}

} // namespace signalbox::server
