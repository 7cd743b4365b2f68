// One of every message, filled, with text that tries to break out of wherever it is put. For tests only.
#pragma once

#include <QJsonArray>
#include <QJsonObject>

#include "core/protocol/failure_message.h"
#include "core/protocol/messages.h"
#include "core/protocol/pair_message.h"
#include "core/release/drill.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

inline const std::string hostile = "\"}]\\\n\r\t\x01 <b>\xE2\x80\xAE \xF0\x9F\x9A\xA6 '; DROP TABLE entries; --";

inline agents::VersionRef ref(const std::string& version) {
    return {agents::SemVer::parse(version).value(), sha256(version)};
}

inline release::AgentState state() {
    release::AgentState state;
    state.agent = "refunds";
    state.revision = 7;
    state.stable = ref("2.1.0");
    state.lastGood = ref("2.0.3-rc.1+build.5");
    release::Release release;
    release.id = "0123";
    release.candidate = ref("2.2.0");
    release.baseline = ref("2.1.0");
    release.plan = release::defaultPlan();
    release.phase = release::Phase::Ramping;
    release.reason = hostile;
    state.release = release;
    return state;
}

inline release::Routing routing() {
    return {ref("2.1.0"), ref("2.2.0"), traffic::Weight::percent(5), ref("2.3.0"), traffic::Weight::thousandths(1)};
}

inline AgentStatus status() {
    AgentStatus message;
    message.agent = "refunds";
    message.description = hostile;
    message.state = state();
    message.holds = {{"time", false, "0:42 of 1:00 h", std::chrono::milliseconds(1'080'000)},
                     {"approval", true, hostile, {}}};
    message.rollBackTarget = ref("2.1.0");
    message.observed = routing();
    message.observedMatches = false;
    message.units = traffic::AgentUnits{.seen = {.requests = 900, .unnamed = 20, .heaviest = 300}, .field = hostile};
    return message;
}

inline FailureMessage failures() {
    const WallTime at = fromIso("2026-03-01T14:02:11.042Z").value();
    metrics::VersionFailures failing{.version = "2.2.0", .role = traffic::Role::Canary, .requests = 12, .failures = 11};
    failing.failingSince = at;
    failing.waiting = 4;
    failing.waitingSince = at - std::chrono::seconds(43);
    failing.runRequests = failing.runFailures = 11;
    failing.rows = {
        {.reason = {.kind = metrics::FailureKind::Status, .status = 404, .token = hostile},
         .count = 9,
         .last = at,
         .provider = hostile,
         .sample = metrics::FailureSample{.requestId = "ab12", .at = at, .status = 404, .message = hostile}},
        {.reason = {.kind = metrics::FailureKind::Cut}, .count = 2, .last = at}};
    FailureMessage message{.report = {.agent = "refunds", .at = at, .versions = {failing, {.version = "2.1.0"}}},
                           .cause = {}};
    message.cause = metrics::causeOf(message.report);
    return message;
}

inline agents::Version version() {
    agents::Version value;
    value.agent = "refunds";
    value.version = agents::SemVer::parse("2.2.0-beta.1").value();
    value.digest = sha256("content");
    value.tag = "agents/refunds/v2.2.0-beta.1";
    value.tagObject = "aa";
    value.commit = "bb";
    value.author = hostile;
    value.time = fromIso("2026-03-01T14:02:11.042Z").value();
    value.changelog = std::string(3000, '\n') + hostile;
    value.ticket = "OPS-1";
    value.parents = {agents::SemVer::parse("2.1.0").value(), agents::SemVer::parse("2.0.0").value()};
    return value;
}

inline MetricPoint point(bool full) {
    MetricPoint value;
    value.time = fromIso("2026-03-01T14:02:11.000Z").value();
    value.requests = 9'007'199'254'740'991;
    value.errors = 2;
    value.cancelled = 3;
    value.costKnown = 4;
    value.toolCalls = 5;
    value.refusalsKnown = 31;
    value.refusals = 2;
    value.contractsKnown = 30;
    value.contractViolations = 3;
    value.toolsKnown = 29;
    value.toolFailures = 4;
    value.inputTokens = 6;
    value.outputTokens = 7;
    value.costUsd = 0.1 + 0.2;
    if (full) {
        value.length = std::chrono::milliseconds(59'321);
        value.latencyKnown = 3;
        for (const std::uint64_t time : {1U, 125'000U, 2'000'000U})
            value.latency.add(time);
        value.firstTokenKnown = 1;
        value.firstToken.add(62'500);
        value.latencyP50 = 0.125;
        value.latencyP95 = 0.5;
        value.latencyP99 = 2;
        value.firstTokenP50 = 0.0625;
        value.firstTokenP95 = 0.25;
    }
    return value;
}

inline MetricsMessage metricsMessage() {
    return {std::chrono::seconds(10),
            {{"refunds", "2.2.0", traffic::Role::Shadow, {point(true), point(false)}, point(true)}}};
}

inline std::vector<Deployment> deployments() {
    Deployment row{
        "refunds",       "2.1.0", traffic::Role::Canary, traffic::Weight::percent(25), {}, {}, hostile, hostile,
        "release.start", 12};
    row.from = fromIso("2026-03-01T14:02:11.042Z").value();
    Deployment closed = row;
    closed.until = row.from + std::chrono::hours(3);
    return {row, closed};
}

inline AuditPage audit() {
    return {{{3, fromIso("2026-03-01T14:02:11.042Z").value(), hostile, "release.pause", "", hostile,
              QJsonObject{{u"deep"_s, QJsonArray{1, QJsonObject{{u"x"_s, QJsonValue()}}}}}}},
            3,
            "origin\n3\nabc=\n\n\xE2\x80\x94 origin sig\n"};
}

inline release::Drill drill() {
    release::Drill drill;
    drill.id = "0123456789ab";
    drill.order = {.agent = "refunds",
                   .kind = release::DrillKind::Slow,
                   .share = 0.125,
                   .perSecond = 80,
                   .weight = traffic::Weight::thousandths(125),
                   .limit = std::chrono::milliseconds(30'500),
                   .delay = std::chrono::milliseconds(1'250)};
    drill.actor = hostile;
    drill.reason = hostile;
    drill.started = fromIso("2026-03-01T14:02:11.042Z").value();
    drill.ended = drill.started + std::chrono::seconds(9);
    drill.outcome = release::DrillOutcome::NotDetected;
    drill.phase = release::DrillPhase::Over;
    drill.weight = traffic::Weight::thousandths(125);
    drill.guardrails = release::defaultPlan().guardrails;
    drill.guardrails.front().action = release::GuardAction::StepBack;
    drill.inPhase = std::chrono::milliseconds(17);
    drill.counts = {.requests = 900, .candidate = 110, .bad = 14};
    drill.figures = {.guard = "error_rate",
                     .sentence = hostile,
                     .detectSeconds = 1.5,
                     .detectFromRampSeconds = 1.75,
                     .untilDetected = {.requests = 300, .candidate = 37, .bad = 4},
                     .switchMs = 2.25,
                     .lastBadMs = -0.5,
                     .late = 1};
    drill.problem = hostile;
    return drill;
}

inline CommandMessage command() {
    return {hostile, 7, "id-1", "2.2.0", sha256("reviewed"), release::defaultPlan()};
}

inline CommandResult result() {
    CommandResult message;
    message.before = state();
    message.after = state();
    message.after.release.reset();
    message.revision = 8;
    message.sequence = 44;
    message.effectiveAfterMs = 0.75;
    message.warning = Error{Errc::Io, "audit_degraded", hostile, "hint", ""};
    message.status = status();
    return message;
}

inline PairSideMessage side(const std::string& version) {
    return {.version = version,
            .outcome = "success",
            .status = 200,
            .latencyMs = 412.5,
            .inputTokens = 120,
            .outputTokens = 30,
            .costUsd = 0.0006,
            .toolCalls = 1,
            .digest = sha256(version),
            .text = hostile,
            .body = hostile,
            .calls = {{.name = hostile, .arguments = R"({"order_id":"A1"})"}}};
}

inline PairMessage pair() {
    return {.id = 9'007'199'254'740'991,
            .release = "refunds.1",
            .noise = false,
            .at = fromIso("2026-03-01T14:02:11.042Z").value(),
            .requestId = hostile,
            .agree = false,
            .layer = evidence::PairLayer::Embeddings,
            .better = evidence::Better::Undecided,
            .likeness = 0.1 + 0.2,
            .verdict = "worse",
            .verdictBy = hostile,
            .verdictAt = fromIso("2026-03-01T15:00:00.000Z").value(),
            .asked = hostile,
            .stable = side("2.1.0"),
            .candidate = side("2.2.0"),
            .requestText = hostile,
            .request = hostile,
            .differences = {{.path = "/decision", .stable = hostile, .candidate = "", .likeness = 0.5}},
            .said = {{.by = "embeddings", .says = "differ", .likeness = 0.4, .least = 0.75, .costUsd = 0.00001},
                     {.by = "judge", .says = "no_verdict", .why = hostile}}};
}

inline PairSummary pairSummary() {
    return {.release = "refunds.1",
            .candidate = "2.2.0",
            .baseline = "2.1.0",
            .shadowing = true,
            .keepsContent = false,
            .sent = 1'204,
            .answered = 1'200,
            .failed = 4,
            .dropped = {{"rate", 8}, {hostile, 1}},
            .unreadable = 2,
            .compared = 1'190,
            .agreeing = 1'145,
            .noiseCompared = 300,
            .noiseAgreeing = 291,
            .beyondNoise = true,
            .verdict = evidence::Verdict::Worse,
            .sentence = hostile,
            .better = 1,
            .same = 2,
            .worse = 3,
            .spentUsd = 0.81,
            .asking = AskingMessage{.embedded = 9,
                                    .alike = 8,
                                    .judged = 7,
                                    .stable = 3,
                                    .candidate = 2,
                                    .ties = 2,
                                    .split = 1,
                                    .failed = 6,
                                    .skipped = {{"money", 5}, {hostile, 1}},
                                    .spentUsd = 0.5,
                                    .costUnknown = true,
                                    .exhausted = "money",
                                    .exhaustedUntil = fromIso("2026-03-01T15:00:00.000Z").value()}};
}

} // namespace signalbox::protocol
