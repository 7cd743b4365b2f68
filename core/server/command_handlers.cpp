#include <algorithm>
#include <format>

#include "core/agents/tool_effects.h"
#include "core/base/canonical_json.h"
#include "core/base/findings.h"
#include "core/protocol/decode.h"
#include "core/protocol/encode.h"
#include "core/server/backend.h"
#include "core/server/handlers.h"
#include "core/server/reason.h"

namespace signalbox::server {

namespace {

constexpr std::size_t longestId = 128;

Result<protocol::CommandMessage> messageOf(const Call& call) {
    const auto body = parseJsonObject(call.request.body);
    if (!body)
        return failure(body.error());
    auto message = protocol::decode<protocol::CommandMessage>(*body);
    if (!message)
        return message;
    if (auto good = checkReason(message->reason); !good)
        return failure(std::move(good.error()));
    if (message->requestId.size() > longestId)
        return failure(Errc::Limit, "request_id_too_long", std::format("A request id has at most {} bytes.", longestId),
                       {}, "/request_id");
    return message;
}

Result<Answer> carryOut(Backend& backend, const Call& call, const protocol::CommandMessage& message,
                        const std::string& agent, release::Event event,
                        std::vector<protocol::PublishFinding> notices = {}) {
    release::CommandRequest request;
    request.agent = agent;
    request.event = std::move(event);
    request.actor = call.caller.name;
    request.reason = message.reason;
    request.expectedRevision = message.revision;
    request.breakGlass = message.breakGlass;
    // Ids of different callers must not meet: one could read the other's answer.
    if (!message.requestId.empty())
        request.requestId = call.caller.name + "/" + message.requestId;
    auto result = backend.room().execute(request);
    if (!result)
        return failure(result.error());
    result->notices = std::move(notices);
    return jsonAnswer(protocol::encode(*result));
}

// The version as the catalogue knows it now. Only for what makes traffic riskier, which may fail.
Result<agents::VersionRef> candidateIn(Backend& backend, const std::string& agent, const std::string& name) {
    const auto version = agents::SemVer::parse(name);
    if (!version)
        return failure(Errc::Invalid, "bad_version", std::format("\"{}\" is not a version.", name),
                       "Write it like 2.1.0.", "/version");
    const CatalogueViewPtr view = backend.catalogue().view();
    const agents::Version* found = findVersion(*view, agent, *version);
    if (found == nullptr)
        return failure(Errc::NotFound, "no_version", std::format("{} has no version {}.", agent, name),
                       "List its versions.", "/version");
    return backend.room().resolve(agent, found->ref());
}

// From what the release state itself knows, so that nothing else is needed; else from the catalogue.
Result<std::optional<agents::VersionRef>> targetIn(Backend& backend, const std::string& agent,
                                                   const std::string& name) {
    if (name.empty())
        return std::optional<agents::VersionRef>();
    const auto status = backend.room().status(agent);
    if (!status)
        return failure(status.error());
    const release::AgentState& state = status->state;
    if (const auto target = release::rollBackTarget(state); target && target->name() == name)
        return target;
    for (const agents::VersionRef& known : state.knownGood) {
        if (known.name() == name)
            return std::optional(known);
    }
    if (state.stable.name() == name)
        return std::optional(state.stable);
    auto found = candidateIn(backend, agent, name);
    if (!found)
        return failure(std::move(found.error()));
    return std::optional(std::move(*found));
}

// What to think about before a version that may act is asked what nobody asked it.
std::vector<protocol::PublishFinding> shadowNotices(Backend& backend, const std::string& agent,
                                                    const agents::VersionRef& candidate, const release::Plan& plan) {
    constexpr std::size_t mostNamed = 5;
    if (plan.shadowTime <= std::chrono::milliseconds{0})
        return {};
    const auto snapshot = backend.room().snapshot(agent, candidate);
    const auto tools = snapshot ? agents::actingTools(**snapshot) : std::vector<agents::ActingTool>();
    if (tools.empty())
        return {};
    std::string names;
    for (std::size_t i = 0; i < std::min(tools.size(), mostNamed); ++i)
        names += (i == 0 ? "" : ", ") + tools[i].name;
    if (tools.size() > mostNamed)
        names += std::format(" and {} more", tools.size() - mostNamed);
    return {
        {.code = "shadow_may_act",
         .message = std::format("{} has tools that may change something: {}. Calls in a shadow's answers are counted "
                                "and never carried out here; make sure that its model endpoint carries out none.",
                                candidate.name(), names),
         .field = "/plan/shadow"}};
}

// A guardrail on contracts compares how often each version breaks its own, so both must have one.
Result<void> checkContracts(Backend& backend, const std::string& agent, const agents::VersionRef& candidate,
                            const release::Plan& plan) {
    const auto guard = std::ranges::find(plan.guardrails, "contract_violation", &release::Guardrail::metric);
    const auto status = backend.room().status(agent);
    if (guard == plan.guardrails.end() || !status)
        return {};
    for (const agents::VersionRef& version : {candidate, status->state.stable}) {
        const auto snapshot = backend.room().snapshot(agent, version);
        if (!snapshot || !(*snapshot)->manifest.contractOutput.empty())
            continue; // what cannot be read is refused where it is needed
        return failure(Errc::Invalid, "no_contract",
                       std::format("{} declares no output contract, so nothing can break it.", version.name()),
                       "Leave the guardrail on contract_violation out, or give the version a contract.",
                       std::format("/plan/guardrails/{}/metric", guard - plan.guardrails.begin()));
    }
    return {};
}

// What publishing would have refused gets no traffic because it came another way; a person may break the glass.
Result<void> checkContent(Backend& backend, const std::string& agent, const agents::VersionRef& candidate,
                          const protocol::CommandMessage& message) {
    std::vector<Finding> errors = backend.room().check(agent, candidate.version)->errors();
    if (errors.empty())
        return {};
    if (message.breakGlass && message.reason.find_first_not_of(" \t\r\n") == std::string::npos)
        return failure(Errc::Invalid, "reason_needed", "Breaking the glass needs a reason.",
                       "Say why; the audit log keeps it.", "/reason");
    if (message.breakGlass)
        return {};
    Error error = errorOf(std::move(errors));
    error.kind = Errc::Refused;
    error.code = "version_has_mistakes";
    error.message = std::format("{} has mistakes that publishing refuses.", candidate.name());
    error.hint = "Publish a corrected version. Breaking the glass, with a reason, releases it all the same.";
    return failure(std::move(error));
}

// What was reviewed is what is released: neither other content than the caller saw, nor other content under a number
// that was released before.
Result<void> checkDigest(Backend& backend, const std::string& agent, const agents::VersionRef& candidate,
                         const Digest& reviewed) {
    if (!reviewed.isNull() && reviewed != candidate.digest)
        return failure(
            Errc::Conflict, "digest_changed",
            std::format("{} is {} now, not {}.", candidate.name(), candidate.digest.toString(), reviewed.toString()),
            "Look at the version again before you release it.", "/digest");
    const auto released = backend.room().releasedAs(agent, candidate.version);
    if (released && released->digest != candidate.digest)
        return failure(Errc::Conflict, "version_moved",
                       std::format("{} was released as {} and is {} now.", candidate.name(),
                                   released->digest.toString(), candidate.digest.toString()),
                       "Publish the content under another version, and find out who moved the tag.", "/version");
    return {};
}

// A model that nobody can ask would leave every pair open.
Result<void> checkModels(const Backend& backend, const release::Comparison& comparison) {
    const auto& providers = backend.workspace().providers;
    const auto check = [&](const release::AskedModel& asked, const char* field) -> Result<void> {
        if (providers.contains(asked.provider))
            return {};
        return failure(Errc::Invalid, "no_provider",
                       std::format("signalbox.yaml has no provider named {}.", asked.provider),
                       "Add it there, or name another one.", field);
    };
    if (comparison.embeddings)
        if (auto good = check(comparison.embeddings->asked, "/plan/comparison/embeddings/provider"); !good)
            return good;
    return comparison.judge ? check(comparison.judge->asked, "/plan/comparison/judge/provider") : Result<void>();
}

// A plan that comes with the command does not allow what the workspace does not.
Result<void> checkOwnApproval(Backend& backend, const std::string& agent, const release::Plan& plan) {
    if (plan.ownApproval == release::OwnApproval::Refused)
        return {};
    const CatalogueViewPtr view = backend.catalogue().view();
    const auto known = view->agents.find(agent);
    if (known != view->agents.end() && known->second.plan &&
        known->second.plan->ownApproval == release::OwnApproval::Allowed)
        return {};
    return failure(Errc::Refused, "own_approval_not_allowed",
                   std::format("The workspace does not allow to approve one's own releases of {}.", agent),
                   "Leave approval out of the plan, or commit it to the agent's release.yaml.", "/plan/approval/own");
}

Result<release::Event> eventOf(std::string_view verb, const protocol::CommandMessage& message) {
    if (verb == "gate")
        return release::Gate{message.gate, message.passed};
    if (verb == "advance")
        return release::AdvanceStep{};
    if (verb == "approve")
        return release::Approve{};
    if (verb == "pause")
        return release::Pause{};
    if (verb == "resume")
        return release::Resume{};
    if (verb == "step-back")
        return release::StepBack{};
    if (verb == "promote")
        return release::Promote{};
    if (verb == "abort")
        return release::Abort{};
    return failure(Errc::NotFound, "no_such_verb", "There is no such verb.");
}

Result<release::Event> agentEventOf(std::string_view verb) {
    if (verb == "undo")
        return release::Undo{};
    if (verb == "freeze")
        return release::FreezeNow{};
    if (verb == "unfreeze")
        return release::Unfreeze{};
    if (verb == "start-queued")
        return release::StartQueued{};
    if (verb == "unqueue")
        return release::Unqueue{};
    return failure(Errc::NotFound, "no_such_verb", "There is no such verb.");
}

} // namespace

Result<Answer> postStart(Backend& backend, const Call& call) {
    const auto message = messageOf(call);
    if (!message)
        return failure(message.error());
    const std::string& agent = call.arguments[0];
    if (auto status = backend.room().status(agent); !status)
        return failure(std::move(status.error()));
    auto candidate = candidateIn(backend, agent, message->version);
    if (!candidate)
        return failure(std::move(candidate.error()));
    if (auto good = checkDigest(backend, agent, *candidate, message->digest); !good)
        return failure(std::move(good.error()));
    if (auto good = checkContent(backend, agent, *candidate, *message); !good)
        return failure(std::move(good.error()));
    release::Plan plan;
    if (message->plan) {
        plan = *message->plan;
    } else {
        const CatalogueViewPtr view = backend.catalogue().view();
        const auto& known = view->agents.at(agent).plan;
        if (!known)
            return failure(known.error());
        plan = *known;
    }
    if (auto good = checkOwnApproval(backend, agent, plan); !good)
        return failure(std::move(good.error()));
    if (auto good = checkModels(backend, plan.comparison); !good)
        return failure(std::move(good.error()));
    if (auto good = checkContracts(backend, agent, *candidate, plan); !good)
        return failure(std::move(good.error()));
    auto notices = shadowNotices(backend, agent, *candidate, plan);
    return carryOut(backend, call, *message, agent,
                    release::Start{newReleaseId(agent), std::move(*candidate), std::move(plan)}, std::move(notices));
}

Result<Answer> postReleaseVerb(Backend& backend, const Call& call) {
    const auto message = messageOf(call);
    if (!message)
        return failure(message.error());
    const std::string_view path = call.request.path();
    auto event = eventOf(path.substr(path.rfind('/') + 1), *message);
    if (!event)
        return failure(std::move(event.error()));
    const std::string& id = call.arguments[0];
    // A command that was answered before is answered the same way, also when it has ended the release.
    if (auto state = backend.room().stateOfRelease(id);
        !state && !backend.room().wasAnswered(call.caller.name + "/" + message->requestId))
        return failure(std::move(state.error()));
    return carryOut(backend, call, *message, id.substr(0, id.rfind('.')), std::move(*event));
}

Result<Answer> postRollBack(Backend& backend, const Call& call) {
    const auto message = messageOf(call);
    if (!message)
        return failure(message.error());
    auto target = targetIn(backend, call.arguments[0], message->version);
    if (!target)
        return failure(std::move(target.error()));
    return carryOut(backend, call, *message, call.arguments[0],
                    release::RollBack{std::move(*target), message->conversations});
}

Result<Answer> postAgentVerb(Backend& backend, const Call& call) {
    const auto message = messageOf(call);
    if (!message)
        return failure(message.error());
    const std::string_view path = call.request.path();
    auto event = agentEventOf(path.substr(path.rfind('/') + 1));
    if (!event)
        return failure(std::move(event.error()));
    return carryOut(backend, call, *message, call.arguments[0], std::move(*event));
}

// The first version of an agent that nobody has decided about; afterwards a release changes it.
Result<Answer> postAdopt(Backend& backend, const Call& call) {
    const auto message = messageOf(call);
    if (!message)
        return failure(message.error());
    auto version = candidateIn(backend, call.arguments[0], message->version);
    if (!version)
        return failure(std::move(version.error()));
    if (auto good = checkContent(backend, call.arguments[0], *version, *message); !good)
        return failure(std::move(good.error()));
    return carryOut(backend, call, *message, call.arguments[0], release::Adopt{std::move(*version)});
}

Result<Answer> postUnquarantine(Backend& backend, const Call& call) {
    const auto message = messageOf(call);
    if (!message)
        return failure(message.error());
    const auto status = backend.room().status(call.arguments[0]);
    if (!status)
        return failure(status.error());
    for (const release::Quarantined& held : status->state.quarantine) {
        if (held.version.name() == message->version)
            return carryOut(backend, call, *message, call.arguments[0], release::Unquarantine{held.version});
    }
    auto version = candidateIn(backend, call.arguments[0], message->version);
    if (!version)
        return failure(std::move(version.error()));
    return carryOut(backend, call, *message, call.arguments[0], release::Unquarantine{std::move(*version)});
}

} // namespace signalbox::server
