// Made-up versions of an agent for the tests of the Versions page: a hotfix branch, a pre-release, a canary, a version
// that was rolled back; its details, files and deployments. Values only.
#pragma once

#include <string>
#include <vector>

#include <QJsonArray>
#include <QJsonObject>

#include "core/protocol/messages.h"

namespace signalbox::uitest {

using namespace Qt::StringLiterals;

inline agents::SemVer semver(const std::string& text) {
    return *agents::SemVer::parse(text);
}

inline agents::Version version(const std::string& name, int hour, std::vector<std::string> parents,
                               std::string changelog = "Change") {
    agents::Version made;
    made.agent = "refunds";
    made.version = semver(name);
    made.tag = "agents/refunds/v" + name;
    made.digest = sha256(name);
    made.author = "Test Author";
    made.time = WallTime(std::chrono::milliseconds(1'767'225'600'000)) + std::chrono::hours(hour);
    made.changelog = std::move(changelog);
    for (const auto& parent : parents)
        made.parents.push_back(semver(parent));
    return made;
}

inline agents::VersionRef ref(const std::string& name) {
    return {semver(name), sha256(name)};
}

// Invented: a hotfix branch, a pre-release, a canary, a rolled-back version.
inline std::vector<agents::Version> sampleVersions() {
    auto newest =
        version("2.2.0", 60, {"2.1.0"},
                "Ask for the order number before promising a refund\n\nThe old wording let the agent promise a "
                "refund above the limit of 200 EUR.");
    newest.ticket = "REF-118";
    return {newest,
            version("2.3.0-rc.1", 55, {"2.1.0"}, "Try the smaller model"),
            version("2.1.1", 52, {"2.1.0"}, "Fix the greeting in French"),
            version("2.1.0", 48, {"2.0.1", "2.0.0"}, "Merge the hotfix; explain partial refunds"),
            version("2.0.1", 40, {"1.9.0"}, "Hotfix: do not show internal ids"),
            version("2.0.0", 36, {"1.9.0"}, "New output contract with amount and currency"),
            version("1.9.0", 20, {"1.8.0"}, "Shorter answers"),
            version("1.8.0", 10, {}, "First version <b>in the workspace</b> \x1b[31mred")};
}

inline protocol::VersionCheck checkedVersion() {
    return {"2.0.1",
            true,
            {{.code = "lfs_pointer",
              .message = "This is a pointer of Git LFS, not the text itself.",
              .hint = "Run \"git lfs pull\" and publish the text; keep prompts out of Git LFS.",
              .place = {.file = "prompts/system.md", .line = 1}},
             {.code = "floating_model",
              .message = "\"sim-large\" may name another model tomorrow.",
              .hint = "Write a dated id, or floating: true below model if that is meant.",
              .write = "id: sim-large-2026-01-15",
              .place = {.file = "agent.yaml", .line = 5, .column = 3, .field = "model.id"}}},
            1};
}

inline Finding unreadableFinding() {
    return {.code = "broken_object",
            .message = "The content of prompts/system.md is missing or damaged.",
            .hint = "This is a partial clone, which lacks it. Make it a whole one: git -C /srv/prompts config --unset "
                    "remote.origin.partialclonefilter; git -C /srv/prompts fetch --refetch origin",
            .place = {.file = "prompts/system.md"}};
}

inline protocol::AgentStatus sampleStatus() {
    protocol::AgentStatus status;
    status.agent = "refunds";
    status.observed.stable = ref("2.1.0");
    status.observed.canary = ref("2.2.0");
    status.observed.canaryWeight = traffic::Weight::percent(5);
    status.state.quarantine.push_back({ref("2.0.0"), "error rate", {}});
    status.state.release = release::Release{};
    status.state.release->candidate = ref("2.2.0");
    return status;
}

inline protocol::VersionDetail sampleDetail(const agents::Version& of) {
    protocol::VersionDetail detail;
    detail.version = of;
    detail.manifest = {{u"model"_s, QJsonObject{{u"provider"_s, u"rehearsal"_s}, {u"id"_s, u"sim-large-2026-01-15"_s}}},
                       {u"configuration"_s, QJsonObject{{u"temperature"_s, 0.2}, {u"max_output_tokens"_s, 800}}},
                       {u"prompts"_s, QJsonObject{{u"system"_s, u"prompts/system.md"_s}}},
                       {u"integrations"_s, QJsonObject{{u"tools"_s, QJsonArray{u"integrations/lookup_order.json"_s}},
                                                       {u"mcp"_s, QJsonArray{}}}},
                       {u"contract"_s, QJsonObject{{u"output"_s, u"contract/output.json"_s}}}};
    detail.files = {"agent.yaml", "contract/output.json", "integrations/lookup_order.json", "prompts/system.md"};
    return detail;
}

inline protocol::SnapshotMessage sampleFiles(const std::string& words) {
    std::string prompt = "# Refunds\n\n" + words + "\n";
    for (int i = 1; i <= 40; ++i)
        prompt += "Line " + std::to_string(i) + (i % 20 == 0 ? " says refund again.\n" : " says nothing.\n");
    protocol::SnapshotMessage message;
    message.files = {{"agent.yaml", "schema: signalbox.agent/1\nname: refunds\n"},
                     {"contract/output.json", "{\"type\": \"object\"}\n"},
                     {"integrations/lookup_order.json", "{\"name\": \"lookup_order\"}\n"},
                     {"prompts/system.md", prompt}};
    return message;
}

inline std::vector<protocol::Deployment> sampleDeployments() {
    protocol::Deployment row;
    row.agent = "refunds";
    row.version = "2.2.0";
    row.role = traffic::Role::Canary;
    row.weight = traffic::Weight::percent(5);
    row.from = version("2.2.0", 61, {}).time;
    row.actor = "release manager (invented)";
    row.reason = "REF-118: stop refunds above the limit";
    return {row};
}

} // namespace signalbox::uitest
