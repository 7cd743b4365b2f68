// Fills a FakeBackend so that every page of the console has something to show; every text that a person or another
// program could have written is `words`. Values only.
#pragma once

#include <string>

#include "core/protocol/encode.h"
#include "tests/ui/fake_backend.h"
#include "tests/ui/status_values.h"

namespace signalbox::uitest {

inline WallTime minutesAgo(int minutes) {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) -
           std::chrono::minutes(minutes);
}

inline agents::Version publishedWith(const std::string& name, const std::string& parent, const std::string& words) {
    agents::Version made;
    made.agent = "refunds";
    made.version = agents::SemVer::parse(name).value();
    made.digest = sha256(name);
    made.author = words;
    made.time = minutesAgo(600);
    made.changelog = words + "\n\n" + words + words;
    made.ticket = words;
    if (!parent.empty())
        made.parents = {agents::SemVer::parse(parent).value()};
    return made;
}

inline protocol::SnapshotMessage snapshotWith(const std::string& prompt, const std::string& words) {
    protocol::SnapshotMessage snapshot;
    snapshot.files = {{"agent.yaml", "schema: " + words + "\nname: refunds\n"},
                      {"prompts/system.md", "# Refunds\n\n" + prompt + "\n\n" + words + "\n"},
                      {"prompts/" + words + ".md", prompt}};
    return snapshot;
}

inline protocol::FailureMessage failuresWith(const std::string& words) {
    metrics::VersionFailures version{.version = "2.1.0", .requests = 20, .failures = 20};
    version.failingSince = minutesAgo(2);
    version.runRequests = version.runFailures = 20;
    version.rows = {
        {.reason = {.kind = metrics::FailureKind::Status, .status = 404, .token = words},
         .count = 20,
         .last = minutesAgo(0),
         .provider = words,
         .sample = metrics::FailureSample{.requestId = words, .at = minutesAgo(0), .status = 404, .message = words}}};
    protocol::FailureMessage message{.report = {.agent = "refunds", .at = minutesAgo(0), .versions = {version}},
                                     .cause = {}};
    message.cause = metrics::causeOf(message.report);
    return message;
}

inline protocol::MetricsMessage metricsWith() {
    protocol::MetricsMessage message;
    for (const auto role : {traffic::Role::Stable, traffic::Role::Canary}) {
        protocol::MetricSeries series;
        series.agent = "refunds";
        series.version = role == traffic::Role::Stable ? "2.1.0" : "2.2.0";
        series.role = role;
        for (int second = 240; second > 3; --second) {
            protocol::MetricPoint point;
            point.time = std::chrono::floor<std::chrono::seconds>(minutesAgo(0)) - std::chrono::seconds(second);
            point.requests = role == traffic::Role::Stable ? 19 : 1;
            point.errors = role == traffic::Role::Canary && second % 9 == 0 ? 1 : 0;
            point.answers = point.latencyKnown = point.firstTokenKnown = point.usageKnown =
                point.requests - point.errors;
            point.costKnown = point.requests;
            point.costUsd = 0.003 * static_cast<double>(point.requests);
            point.inputTokens = point.requests * 700;
            point.latencyP50 = 0.4;
            point.latencyP95 = 0.9;
            point.latencyP99 = 1.2;
            point.firstTokenP50 = 0.2;
            point.firstTokenP95 = 0.3;
            series.points.push_back(point);
            series.total.requests += point.requests;
            series.total.errors += point.errors;
        }
        message.series.push_back(series);
    }
    return message;
}

inline protocol::AuditPage auditWith(const std::string& words) {
    protocol::AuditPage page;
    page.size = 12;
    for (std::uint64_t sequence = page.size; sequence > 0; --sequence)
        page.rows.push_back({.sequence = sequence,
                             .time = minutesAgo(static_cast<int>(30 - sequence)),
                             .actor = words,
                             .action = sequence % 2 == 0 ? "release.start" : words,
                             .agent = "refunds",
                             .summary = words,
                             .entry = {{QStringLiteral("reason"), QString::fromStdString(words)}}});
    return page;
}

inline protocol::Alert alertWith(const std::string& words) {
    return {.id = 11,
            .raised = minutesAgo(2),
            .agent = words,
            .releaseId = words,
            .version = words,
            .guard = words,
            .deed = protocol::AlertDeed::Paused,
            .sentence = words,
            .runbook = words + "\n" + words};
}

inline std::vector<protocol::Deployment> deploymentsWith(const std::string& words) {
    std::vector<protocol::Deployment> rows;
    for (const bool canary : {false, true}) {
        protocol::Deployment row;
        row.agent = "refunds";
        row.version = canary ? "2.2.0" : "2.1.0";
        row.role = canary ? traffic::Role::Canary : traffic::Role::Stable;
        row.weight = traffic::Weight::percent(canary ? 5 : 95);
        row.from = minutesAgo(20);
        row.actor = words;
        row.action = "release.start";
        row.reason = words;
        row.sequence = canary ? 2 : 1;
        rows.push_back(row);
    }
    return rows;
}

inline protocol::AgentStatus rampingWith(const std::string& words) {
    protocol::AgentStatus status = ramping();
    status.description = words;
    status.state.release->reason = words;
    status.state.release->startedBy = words;
    status.state.release->startedAt = minutesAgo(20);
    status.state.release->paused = true;
    status.state.release->pauseReason = words;
    status.state.quarantine = {{version("2.0.0"), words, minutesAgo(300)}};
    status.holds = {{.kind = "evidence", .satisfied = false, .text = words, .remaining = {}}};
    return status;
}

inline protocol::PairMessage pairWith(std::uint64_t id, bool agree, const std::string& words) {
    protocol::PairMessage pair;
    pair.id = id;
    pair.release = "r1";
    pair.at = minutesAgo(3);
    pair.requestId = "req-" + std::to_string(id);
    pair.agree = agree;
    pair.layer = evidence::PairLayer::Fields;
    pair.better = agree ? evidence::Better::Neither : evidence::Better::Undecided;
    pair.likeness = agree ? 1 : 0.5;
    pair.asked = words;
    pair.verdict = id == 2 ? "worse" : "";
    pair.verdictBy = id == 2 ? words : "";
    pair.stable = {.version = "2.1.0", .outcome = "success", .status = 200, .latencyMs = 410, .toolCalls = 0};
    pair.stable.costUsd = 0.0031;
    pair.stable.inputTokens = 700;
    pair.stable.outputTokens = 82;
    pair.candidate = pair.stable;
    pair.candidate.version = "2.2.0";
    pair.candidate.toolCalls = 1;
    return pair;
}

inline protocol::PairMessage pairInFull(const std::string& words) {
    protocol::PairMessage pair = pairWith(7, false, words);
    pair.requestText = "user: " + words;
    pair.request = "{}";
    pair.stable.text = "{\n    \"decision\": \"declined\",\n    \"reply\": \"" + words + "\"\n}\n";
    pair.candidate.text = "{\n    \"decision\": \"approved\",\n    \"reply\": \"" + words + "\"\n}\n";
    pair.candidate.calls = {{.name = words, .arguments = "{}"}};
    pair.differences = {{.path = words, .stable = words, .candidate = words, .likeness = 0}};
    return pair;
}

inline protocol::PairPage pairsWith(const std::string& words) {
    protocol::PairPage page;
    page.pairs = {pairWith(7, false, words), pairWith(2, false, words), pairWith(6, true, words)};
    page.summary = {.release = "r1",
                    .candidate = "2.2.0",
                    .baseline = "2.1.0",
                    .shadowing = true,
                    .sent = 1204,
                    .answered = 1200,
                    .failed = 4,
                    .dropped = {{"rate", 8}, {words, 6}},
                    .compared = 1190,
                    .agreeing = 1145,
                    .noiseCompared = 300,
                    .noiseAgreeing = 291,
                    .verdict = evidence::Verdict::NotYet,
                    .sentence = words,
                    .worse = 1,
                    .spentUsd = 3.7,
                    .asking = protocol::AskingMessage{.embedded = 40,
                                                      .alike = 31,
                                                      .judged = 12,
                                                      .stable = 3,
                                                      .candidate = 5,
                                                      .ties = 4,
                                                      .split = 2,
                                                      .failed = 1,
                                                      .skipped = {{"money", 7}, {words, 2}},
                                                      .spentUsd = 0.5,
                                                      .exhausted = "money",
                                                      .exhaustedUntil = minutesAgo(-20)}};
    return page;
}

// `name`: of the second agent; the first is refunds, whose release is paused.
inline void fill(FakeBackend& backend, const std::string& words, const std::string& name) {
    backend.info.name = words;
    backend.info.gatewayUrl = "http://127.0.0.1:8080/" + words;
    backend.agents.agents = {rampingWith(words), idle(name, "1.4.0")};
    backend.agents.teams = {{.name = "support", .title = words, .agents = {"refunds"}}};
    backend.versions = {publishedWith("2.2.0", "2.1.0", words), publishedWith("2.1.0", "2.0.0", words),
                        publishedWith("2.0.0", {}, words)};
    backend.problems = {{.agent = "refunds", .subject = words, .code = "unreadable", .message = words}};
    protocol::VersionDetail detail;
    detail.version = backend.versions.front();
    const QString text = QString::fromStdString(words);
    detail.manifest = {{QStringLiteral("model"), QJsonObject{{QStringLiteral("id"), text}}},
                       {QStringLiteral("configuration"), QJsonObject{{text, text}}}};
    detail.files = {"agent.yaml", "prompts/" + words + ".md"};
    backend.bodies[QStringLiteral("/versions/2.2.0")] = protocol::encode(detail);
    backend.bodies[QStringLiteral("/versions/2.2.0/snapshot")] =
        protocol::encode(snapshotWith("Refund within 45 days of delivery.", words));
    backend.bodies[QStringLiteral("/versions/2.1.0/snapshot")] =
        protocol::encode(snapshotWith("Refund within 30 days of delivery.", words + words));
    backend.bodies[QStringLiteral("/metrics")] = protocol::encode(metricsWith());
    backend.bodies[QStringLiteral("/failures")] = protocol::encode(failuresWith(words));
    backend.bodies[QStringLiteral("/deployments")] = protocol::encode(deploymentsWith(words));
    backend.bodies[QStringLiteral("/alerts")] = protocol::encode(protocol::AlertList{{alertWith(words)}});
    backend.bodies[QStringLiteral("/pairs")] = protocol::encode(pairsWith(words));
    backend.bodies[QStringLiteral("/pairs/7")] = protocol::encode(pairInFull(words));
    backend.bodies[QStringLiteral("/audit")] = protocol::encode(auditWith(words));
    backend.bodies[QStringLiteral("/audit/verify")] =
        protocol::encode(protocol::AuditVerification{.good = false, .size = 12, .firstBad = 3, .message = words});
}

} // namespace signalbox::uitest
