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
    backend.bodies[QStringLiteral("/deployments")] = protocol::encode(deploymentsWith(words));
    backend.bodies[QStringLiteral("/alerts")] = protocol::encode(protocol::AlertList{{alertWith(words)}});
    backend.bodies[QStringLiteral("/audit")] = protocol::encode(auditWith(words));
    backend.bodies[QStringLiteral("/audit/verify")] =
        protocol::encode(protocol::AuditVerification{.good = false, .size = 12, .firstBad = 3, .message = words});
}

} // namespace signalbox::uitest
