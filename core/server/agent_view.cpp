#include "core/server/agent_view.h"

#include "core/release/describe.h"

namespace signalbox::server {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr double microsecondsPerSecond = 1e6;

std::optional<double> seconds(const metrics::Histogram& histogram, double q) {
    const auto value = histogram.quantile(q);
    return value ? std::optional(*value / microsecondsPerSecond) : std::nullopt;
}

std::string textIn(const QJsonObject& object, QLatin1StringView key) {
    return object.value(key).toString().toStdString();
}

std::optional<release::AgentState> stateIn(const audit::Entry& entry, QLatin1StringView key) {
    const QJsonObject object = entry.value.value(key).toObject();
    auto state = object.isEmpty() ? Result<release::AgentState>(failure(Errc::NotFound, "none", {}))
                                  : release::stateFromJson(object);
    return state ? std::optional(std::move(*state)) : std::nullopt;
}

std::string summaryOf(const audit::Entry& entry, const std::string& action) {
    if (const auto after = stateIn(entry, "after"_L1))
        return release::describe(action, stateIn(entry, "before"_L1), *after);
    const QJsonObject after = entry.value.value("after"_L1).toObject();
    if (action == "audit.interrupted")
        return "the audit log could not be written for a time";
    if (action == "version.publish")
        return "published " + textIn(after, "agent"_L1) + " " + textIn(after, "version"_L1);
    if (const QJsonObject drill = after.value("drill"_L1).toObject(); !drill.isEmpty())
        return "drill on a sandbox agent (" + textIn(drill.value("order"_L1).toObject(), "kind"_L1) +
               "): " + textIn(drill, "outcome"_L1);
    if (action == "pair.verdict") {
        const std::string verdict = textIn(after, "verdict"_L1);
        const std::string pair = std::to_string(after.value("pair"_L1).toInteger());
        const std::string agent = textIn(after, "agent"_L1);
        return verdict.empty() ? "took back the verdict on pair " + pair + " of " + agent
                               : "judged pair " + pair + " of " + agent + ": the candidate is " + verdict;
    }
    return action;
}

} // namespace

release::Routing routingIn(const traffic::RouteTable& table, const std::string& agent) {
    release::Routing routing;
    const auto found = table.routes().find(agent);
    if (found == table.routes().end())
        return routing;
    const traffic::AgentRoute& route = found->second;
    routing.stable = route.stable.version;
    if (route.canary) {
        routing.canary = route.canary->version;
        routing.canaryWeight = route.canaryWeight;
    }
    if (route.shadow) {
        routing.shadow = route.shadow->version;
        routing.shadowShare = route.shadowShare;
    }
    if (route.leaving)
        routing.leaving = route.leaving->version;
    return routing;
}

protocol::AgentStatus statusOf(const release::AgentState& state, const traffic::RouteTablePtr& observed,
                               const std::string& description, std::optional<protocol::EvidenceMessage> evidence,
                               WallTime now) {
    protocol::AgentStatus status;
    status.agent = state.agent;
    status.description = description;
    status.state = state;
    if (evidence && state.release && evidence->releaseId == state.release->id)
        status.evidence = std::move(evidence);
    const auto view = status.evidence ? std::optional(protocol::viewOf(*status.evidence)) : std::nullopt;
    const release::Plan* plan = release::movingPlan(state);
    const auto window = plan ? release::freezeAt(plan->freeze, now) : std::nullopt;
    status.holds = release::holdsOf(state, view ? &*view : nullptr, window);
    status.rollBackTarget = release::rollBackTarget(state);
    if (observed)
        status.observed = routingIn(*observed, state.agent);
    status.observedMatches = observed && status.observed == release::routingOf(state);
    return status;
}

protocol::MetricPoint pointOf(const metrics::Point& point) {
    const metrics::Bucket& bucket = point.bucket;
    protocol::MetricPoint made;
    static_cast<metrics::Counts&>(made) = bucket;
    made.time = point.time;
    made.length = point.length;
    made.costUsd = static_cast<double>(bucket.cost) / agents::picoPerUsd;
    made.latency = bucket.latency;
    made.firstToken = bucket.firstToken;
    made.latencyP50 = seconds(bucket.latency, 0.50);
    made.latencyP95 = seconds(bucket.latency, 0.95);
    made.latencyP99 = seconds(bucket.latency, 0.99);
    made.firstTokenP50 = seconds(bucket.firstToken, 0.50);
    made.firstTokenP95 = seconds(bucket.firstToken, 0.95);
    return made;
}

protocol::MetricSeries seriesOf(const metrics::Series& series) {
    protocol::MetricSeries made{series.key.agent, series.key.version, series.key.role, {}, {}};
    made.points.reserve(series.points.size());
    for (const metrics::Point& point : series.points)
        made.points.push_back(pointOf(point));
    const bool none = series.points.empty();
    const WallTime from = none ? WallTime{} : series.points.front().time;
    const auto length = none ? 1000ms : series.points.back().time + series.points.back().length - from;
    made.total = pointOf({.time = from, .bucket = series.total, .length = length});
    return made;
}

protocol::AuditRow rowOf(const audit::Entry& entry) {
    protocol::AuditRow row;
    row.sequence = entry.sequence;
    row.time = fromIso(textIn(entry.value, "time"_L1)).value_or(WallTime{});
    row.actor = textIn(entry.value, "actor"_L1);
    row.action = textIn(entry.value, "action"_L1);
    row.agent = textIn(entry.value, "agent"_L1);
    row.summary = summaryOf(entry, row.action);
    row.entry = entry.value;
    return row;
}

protocol::AuditRow rowOf(const audit::EntryDraft& draft, std::uint64_t sequence) {
    const auto words = [](const std::string& value) { return QString::fromStdString(value); };
    return rowOf(audit::Entry{.sequence = sequence,
                              .bytes = {},
                              .value = {{u"actor"_s, words(draft.actor)},
                                        {u"action"_s, words(draft.action)},
                                        {u"agent"_s, words(draft.agent)},
                                        {u"reason"_s, words(draft.reason)},
                                        {u"before"_s, draft.before},
                                        {u"after"_s, draft.after},
                                        {u"time"_s, words(toIso(draft.happened.value_or(WallTime{})))}}});
}

} // namespace signalbox::server
