#include <algorithm>
#include <format>

#include "core/agents/checked_text.h"
#include "core/agents/snapshot.h"
#include "core/agents/tool_effects.h"
#include "core/base/canonical_json.h"
#include "core/protocol/decode.h"
#include "core/protocol/encode.h"
#include "core/server/backend.h"
#include "core/server/handlers.h"
#include "core/server/prices.h"

namespace signalbox::server {

using namespace Qt::StringLiterals;

namespace {

QString qt(const std::string& text) {
    return QString::fromStdString(text);
}

std::unexpected<Error> noAgent(const std::string& agent) {
    return failure(Errc::NotFound, "no_agent", std::format("There is no agent named \"{}\".", agent),
                   "Check the name.");
}

struct Found {
    CatalogueViewPtr view; // keeps the version alive
    const agents::Version* version = nullptr;
    agents::SnapshotPtr snapshot;
};

Result<Found> find(Backend& backend, const Call& call) {
    Found found{backend.catalogue().view(), nullptr, nullptr};
    if (!found.view->agents.contains(call.arguments[0]))
        return noAgent(call.arguments[0]);
    const auto wanted = agents::SemVer::parse(call.arguments[1]);
    if (!wanted)
        return failure(wanted.error());
    found.version = findVersion(*found.view, call.arguments[0], *wanted);
    if (found.version == nullptr)
        return failure(Errc::NotFound, "no_version",
                       std::format("{} has no version {}.", call.arguments[0], call.arguments[1]),
                       "List its versions; a broken one is named there as a problem.");
    auto snapshot = backend.catalogue().read(call.arguments[0], *wanted);
    if (!snapshot)
        return failure(std::move(snapshot.error()));
    found.snapshot = std::move(*snapshot);
    // A number that was released stands for what was released, whatever its tag gives by now.
    const auto kept = backend.controlQueue().call([&]() -> agents::SnapshotPtr {
        const auto released = backend.room().releasedAs(call.arguments[0], *wanted);
        if (!released || released->digest == found.snapshot->digest)
            return nullptr;
        return backend.room().snapshot(call.arguments[0], *released).value_or(nullptr);
    });
    if (kept)
        found.snapshot = kept;
    return found;
}

Result<std::vector<protocol::PublishFinding>> checked(const std::vector<agents::File>& files,
                                                      const std::string& agent) {
    const auto snapshot = agents::makeSnapshot(files);
    if (!snapshot)
        return failure(snapshot.error());
    if ((*snapshot)->manifest.name != agent)
        return failure(agents::wrongAgent(**snapshot, agent));
    std::vector<Finding> found = agents::checkForPublishing(**snapshot);
    if (auto good = agents::refuseMistakes(found); !good) {
        good.error().kind = Errc::Refused;
        return failure(std::move(good.error()));
    }
    std::vector<protocol::PublishFinding> findings;
    for (const Finding& finding : found)
        findings.push_back({finding.code, finding.message, toString(finding.place)});
    return findings;
}

Result<versions::PublishRequest> publishRequest(Backend& backend, const Call& call,
                                                const protocol::PublishMessage& message) {
    auto version = agents::SemVer::parse(message.version);
    if (!version)
        return failure(std::move(version.error()));
    if (message.files.empty())
        return failure(Errc::Invalid, "bad_field", "A version needs its files.", {}, "/files");
    versions::PublishRequest request;
    request.agent = call.arguments[0];
    request.version = std::move(*version);
    for (std::size_t i = 0; i < message.files.size(); ++i) {
        const protocol::FileContent& file = message.files[i];
        // A policy that came along would steer the next release, and nobody has looked at it.
        if (agents::isInnerPath(file.path) && !agents::belongsToSnapshot(file.path))
            return failure(Errc::Invalid, "not_of_a_version",
                           std::format("{} is no part of a version: agent.yaml, prompts/, integrations/ and contract/ "
                                       "are.",
                                       file.path),
                           "Leave it out; policies and tests are committed to the repository.",
                           std::format("/files/{}/path", i));
        request.files.push_back({file.path, file.content});
    }
    request.changelog = message.changelog;
    request.ticket = message.ticket;
    request.authorName = call.caller.name;
    request.authorEmail = call.caller.name.contains('@') ? call.caller.name : call.caller.name + "@localhost";
    request.time = backend.clock().wall();
    request.parent = message.parent;
    return request;
}

// Of a version that is listed: among what stands against it. Of any: among the agent's problems.
void addFault(protocol::VersionList& list, const ContentFault& fault) {
    const std::string name = fault.version.name();
    const auto listed = std::ranges::find(list.versions, fault.version.version, &agents::Version::version);
    if (listed != list.versions.end()) {
        auto check = std::ranges::find(list.checks, name, &protocol::VersionCheck::version);
        if (check == list.checks.end())
            check = list.checks.insert(check, protocol::VersionCheck{.version = name});
        check->errors.push_back(fault.finding);
    }
    list.problems.push_back({fault.agent, listed == list.versions.end() ? name : listed->tag, fault.finding.code,
                             fault.finding.message, fault.finding.hint});
}

} // namespace

Result<Answer> getVersions(Backend& backend, const Call& call) {
    const CatalogueViewPtr view = backend.catalogue().view();
    const auto entry = view->agents.find(call.arguments[0]);
    protocol::VersionList list;
    for (const versions::Problem& problem : view->all->problems) {
        if (problem.agent == call.arguments[0])
            list.problems.push_back(
                {problem.agent, problem.tag, problem.error.code, problem.error.message, problem.error.hint});
    }
    const bool unserved = std::ranges::contains(view->unserved, call.arguments[0], &protocol::UnservedAgent::agent);
    const auto faults = backend.controlQueue().call([&] { return backend.room().contentFaults(call.arguments[0]); });
    if (entry == view->agents.end() && list.problems.empty() && faults.empty() && !unserved)
        return noAgent(call.arguments[0]);
    if (entry != view->agents.end()) {
        for (const agents::Version* version : entry->second.versions)
            list.versions.push_back(*version);
        backend.catalogue().fillChecks(list);
    }
    for (const ContentFault& fault : faults)
        addFault(list, fault);
    return jsonAnswer(protocol::encode(list));
}

Result<Answer> getVersion(Backend& backend, const Call& call) {
    const auto found = find(backend, call);
    if (!found)
        return failure(found.error());
    protocol::VersionDetail detail{*found->version, agents::manifestToJson(found->snapshot->manifest), {}, {}};
    for (const agents::File& file : found->snapshot->files)
        detail.files.push_back(file.path);
    detail.fromWorkspace = found->snapshot->fromWorkspace;
    for (const agents::ActingTool& tool : agents::actingTools(*found->snapshot))
        detail.actingTools.push_back(tool.name);
    detail.unpricedModel = unpricedModel(*found->snapshot, backend.workspace());
    detail.findings = backend.catalogue().check(call.arguments[0], found->version->version)->findings;
    return jsonAnswer(protocol::encode(detail));
}

Result<Answer> getSnapshot(Backend& backend, const Call& call) {
    const auto found = find(backend, call);
    if (!found)
        return failure(found.error());
    const agents::Snapshot& snapshot = *found->snapshot;
    const std::string tag = "\"" + snapshot.digest.toString() + "\"";
    // A version never changes, so whoever has it has it for good.
    http::Headers headers{{"etag", tag}, {"cache-control", "private, max-age=31536000, immutable"}};
    if (call.request.header("if-none-match") == tag)
        return Answer{304, std::move(headers), {}};
    protocol::SnapshotMessage message{snapshot.digest, agents::manifestToJson(snapshot.manifest), {}};
    for (const agents::File& file : snapshot.files)
        message.files.push_back({file.path, file.content});
    Answer answer = jsonAnswer(protocol::encode(message));
    std::erase_if(answer.headers, [](const http::Header& header) { return header.name == "cache-control"; });
    answer.headers.insert(answer.headers.end(), headers.begin(), headers.end());
    return answer;
}

Result<Answer> getPlan(Backend& backend, const Call& call) {
    const CatalogueViewPtr view = backend.catalogue().view();
    const auto entry = view->agents.find(call.arguments[0]);
    if (entry == view->agents.end())
        return noAgent(call.arguments[0]);
    if (!entry->second.plan)
        return failure(entry->second.plan.error());
    return jsonAnswer(protocol::encode(*entry->second.plan));
}

Result<Answer> postVersion(Backend& backend, const Call& call) {
    const auto body = parseJsonObject(call.request.body);
    if (!body)
        return failure(body.error());
    const auto message = protocol::decode<protocol::PublishMessage>(*body);
    if (!message)
        return failure(message.error());
    auto request = publishRequest(backend, call, *message);
    if (!request)
        return failure(std::move(request.error()));
    const auto findings = checked(request->files, request->agent);
    if (!findings)
        return failure(findings.error());
    const auto version = backend.catalogue().publish(*request);
    if (!version)
        return failure(version.error());
    audit::EntryDraft draft;
    draft.actor = call.caller.name;
    draft.action = "version.publish"; // about the workspace: an agent's own entries hold its release states
    draft.reason = message->reason;
    draft.requestId = message->requestId;
    draft.after = QJsonObject{{u"agent"_s, qt(version->agent)},
                              {u"version"_s, qt(version->version.toString())},
                              {u"digest"_s, qt(version->digest.toString())}};
    const auto sequence = backend.controlQueue().call([&backend, &draft] { return backend.room().record(draft); });
    return jsonAnswer(protocol::encode(protocol::PublishResult{*version, *findings, sequence.value_or(0)}), 201);
}

} // namespace signalbox::server
