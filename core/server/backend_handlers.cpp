#include <algorithm>
#include <chrono>
#include <format>

#include "core/protocol/encode.h"
#include "core/server/agent_view.h"
#include "core/server/backend.h"
#include "core/server/handlers.h"
#include "core/server/prices.h"

namespace signalbox::server {

using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t longestStep = 24 * 3600;
constexpr std::size_t mostPoints = 20'000;

Result<WallTime> timeParameter(const http::Request& request, std::string_view name, WallTime otherwise) {
    const auto text = request.parameter(name);
    if (!text)
        return otherwise;
    auto time = fromIso(*text);
    if (!time)
        return failure(Errc::Invalid, "bad_parameter",
                       std::format("{} must be a time such as 2026-03-01T14:02:11.042Z.", name), {}, std::string(name));
    return time;
}

} // namespace

Result<Answer> getBackend(Backend& backend, const Call& call) {
    protocol::BackendInfo info;
    info.name = backend.catalogue().workspace().name;
    info.version = SIGNALBOX_VERSION;
    info.gatewayUrl = backend.endpoint().gateway;
    info.role = call.caller.role;
    info.simulated = backend.isSimulated();
    info.auditSize = backend.room().log().size();
    info.auditDegraded = backend.room().isDegraded();
    info.unrecorded = backend.room().unrecorded();
    info.instance = backend.instance();
    info.workspaceProblem = backend.catalogue().problem();
    info.auditProblem = backend.room().auditProblem();
    return jsonAnswer(protocol::encode(info));
}

Result<Answer> getAgents(Backend& backend, const Call& /*call*/) {
    protocol::AgentList list;
    list.agents = backend.room().statuses();
    for (const agents::Team& team : backend.catalogue().workspace().teams)
        list.teams.push_back({team.name, team.title, team.agents});
    list.unserved = backend.room().unserved();
    return jsonAnswer(protocol::encode(list));
}

Result<Answer> getRelease(Backend& backend, const Call& call) {
    const auto status = backend.room().status(call.arguments[0]);
    if (!status)
        return failure(status.error());
    return jsonAnswer(protocol::encode(*status));
}

Result<Answer> getMetrics(Backend& backend, const Call& call) {
    const WallTime now = backend.clock().wall();
    const auto to = timeParameter(call.request, "to", now);
    if (!to)
        return failure(to.error());
    const auto from = timeParameter(call.request, "from", *to - 15min);
    if (!from)
        return failure(from.error());
    const auto step = countParameter(call.request, "step", 1, longestStep);
    if (!step)
        return failure(step.error());
    if (*from > *to || *step == 0)
        return failure(Errc::Invalid, "bad_parameter", "from must not be after to, and step must be at least 1.", {},
                       "from");
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(*to - *from).count();
    if (static_cast<std::size_t>(seconds) / *step > mostPoints)
        return failure(Errc::Limit, "too_many_points", std::format("That is more than {} points a series.", mostPoints),
                       "Ask for a larger step or a shorter time.", "step");
    if (!backend.catalogue().view()->agents.contains(call.arguments[0]))
        return failure(Errc::NotFound, "no_agent", std::format("There is no agent named \"{}\".", call.arguments[0]),
                       "Check the name.");
    protocol::MetricsMessage message;
    message.step = std::chrono::seconds(*step);
    const std::string& agent = call.arguments[0];
    const WallTime until = std::min(*to, now); // nothing is counted of what is still to come
    message.countedFrom = backend.pastMetrics().countedFrom();
    const auto table = backend.controlQueue().call([&backend] { return backend.room().observed(); });
    auto live = backend.metrics().query(agent, *from, until, message.step);
    for (const metrics::Series& series :
         backend.pastMetrics().before(std::move(live), agent, *from, until, message.step)) {
        message.series.push_back(seriesOf(series));
        message.series.back().unpricedModel = unpricedModel(table, backend.workspace(), agent, series.key.version);
    }
    return jsonAnswer(protocol::encode(message));
}

} // namespace signalbox::server
