#include "core/protocol/access.h"
#include "core/protocol/decode.h"
#include "core/protocol/error_body.h"
#include "core/protocol/reader.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

namespace {

agents::Version readVersion(Reader& from) {
    agents::Version value;
    value.agent = from.text("agent"_L1);
    value.version = from.version("version"_L1);
    value.digest = from.digestOr("digest"_L1);
    value.tag = from.text("tag"_L1);
    value.tagObject = from.text("tag_object"_L1);
    value.commit = from.text("commit"_L1);
    value.author = from.text("author"_L1);
    value.time = from.time("time"_L1);
    value.changelog = from.text("changelog"_L1);
    value.ticket = from.text("ticket"_L1);
    for (const std::string& text : from.texts("parents"_L1)) {
        auto parent = agents::SemVer::parse(text);
        if (!parent)
            from.refuse("parents"_L1, "must be semantic versions");
        else
            value.parents.push_back(std::move(*parent));
    }
    return value;
}

release::Hold readHold(Reader& from) {
    release::Hold value;
    value.kind = from.text("kind"_L1);
    value.satisfied = from.flag("satisfied"_L1);
    value.text = from.text("text"_L1);
    value.remaining = from.duration("remaining_ms"_L1);
    if (from.has("automation_only"_L1) && from.flag("automation_only"_L1))
        value.scope = release::HoldScope::Automation;
    return value;
}

release::Routing readRouting(Reader& from) {
    release::Routing value;
    value.stable = from.versionRef("stable"_L1);
    value.canary = from.versionRefOr("canary"_L1);
    value.canaryWeight = from.weight("canary_weight"_L1);
    value.shadow = from.versionRefOr("shadow"_L1);
    value.shadowShare = from.weight("shadow_share"_L1);
    value.leaving = from.versionRefOr("leaving"_L1);
    return value;
}

AgentStatus readStatus(Reader& from) {
    AgentStatus value;
    value.agent = from.text("agent"_L1);
    value.description = from.text("description"_L1);
    value.state = from.take("state"_L1, release::stateFromJson(from.object("state"_L1)));
    value.holds = from.list("holds"_L1, readHold);
    value.rollBackTarget = from.versionRefOr("roll_back_target"_L1);
    Reader observed = from.inside("observed"_L1);
    value.observed = readRouting(observed);
    value.observedMatches = from.flag("observed_matches"_L1);
    if (from.has("conversations"_L1))
        value.conversations = from.count("conversations"_L1);
    if (from.has("units"_L1)) {
        Reader units = from.inside("units"_L1);
        value.units = traffic::AgentUnits{.seen = {.requests = units.count("requests"_L1),
                                                   .unnamed = units.count("unnamed"_L1),
                                                   .heaviest = units.count("heaviest"_L1)},
                                          .field = units.textOr("field"_L1)};
    }
    if (from.has("evidence"_L1))
        value.evidence = from.take("evidence"_L1, evidenceFrom(from.object("evidence"_L1)));
    if (from.has("unrecorded"_L1))
        value.unrecorded = from.count("unrecorded"_L1);
    return value;
}

TeamInfo readTeam(Reader& from) {
    TeamInfo value;
    value.name = from.text("name"_L1);
    value.title = from.text("title"_L1);
    value.agents = from.texts("agents"_L1);
    return value;
}

UnservedAgent readUnserved(Reader& from) {
    UnservedAgent value;
    value.agent = from.text("agent"_L1);
    const auto reason = unservedReasonFrom(from.text("reason"_L1));
    if (!reason)
        from.refuse("reason"_L1, "must be not_committed, not_published, unreadable, undecided or mistakes");
    value.reason = reason.value_or(UnservedReason::Unreadable);
    value.message = from.text("message"_L1);
    value.hint = from.text("hint"_L1);
    value.command = from.text("command"_L1);
    value.version = from.textOr("version"_L1);
    return value;
}

Problem readProblem(Reader& from) {
    Problem value;
    value.agent = from.text("agent"_L1);
    value.subject = from.text("subject"_L1);
    value.code = from.text("code"_L1);
    value.message = from.text("message"_L1);
    value.hint = from.textOr("hint"_L1);
    return value;
}

Finding readFinding(Reader& from) {
    Finding value;
    if (from.has("severity"_L1) && from.text("severity"_L1) == "warning")
        value.severity = Finding::Severity::Warning;
    value.code = from.text("code"_L1);
    value.message = from.text("message"_L1);
    value.hint = from.textOr("hint"_L1);
    value.write = from.textOr("write"_L1);
    value.place.file = from.textOr("file"_L1);
    value.place.line = static_cast<int>(from.countOr("line"_L1).value_or(0));
    value.place.column = static_cast<int>(from.countOr("column"_L1).value_or(0));
    value.place.field = from.textOr("field"_L1);
    return value;
}

VersionCheck readCheck(Reader& from) {
    VersionCheck value;
    value.version = from.text("version"_L1);
    value.readable = from.flag("readable"_L1);
    value.errors = from.list("errors"_L1, readFinding);
    value.warnings = from.count("warnings"_L1);
    return value;
}

FileContent readFile(Reader& from) {
    FileContent value;
    value.path = from.text("path"_L1);
    if (!from.has("content_base64"_L1)) {
        value.content = from.text("content"_L1);
        return value;
    }
    const auto decoded = QByteArray::fromBase64Encoding(QByteArray::fromStdString(from.text("content_base64"_L1)),
                                                        QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        from.refuse("content_base64"_L1, "must be base64");
    value.content = decoded ? decoded.decoded.toStdString() : std::string();
    return value;
}

} // namespace

template <> Result<agents::Version> decode(const QJsonObject& object) {
    return readMessage(object, readVersion);
}

template <> Result<release::Plan> decode(const QJsonObject& object) {
    return release::planFromJson(object);
}

template <> Result<BackendInfo> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        BackendInfo value;
        value.name = from.text("name"_L1);
        value.version = from.text("version"_L1);
        value.gatewayUrl = from.text("gateway_url"_L1);
        const auto role = accessRoleFrom(from.text("role"_L1));
        if (!role)
            from.refuse("role"_L1, "must be viewer, engineer, responder, release_manager or admin");
        value.role = role.value_or(AccessRole::Viewer);
        value.simulated = from.flag("simulated"_L1);
        value.auditSize = from.count("audit_size"_L1);
        value.auditDegraded = from.flag("audit_degraded"_L1);
        if (from.has("unrecorded"_L1)) // an older backend does not know
            value.unrecorded = from.count("unrecorded"_L1);
        value.instance = from.text("instance"_L1);
        if (from.has("workspace_problem"_L1))
            value.workspaceProblem = decodeWarning(from.object("workspace_problem"_L1));
        if (from.has("audit_problem"_L1))
            value.auditProblem = decodeWarning(from.object("audit_problem"_L1));
        return value;
    });
}

template <> Result<AgentStatus> decode(const QJsonObject& object) {
    return readMessage(object, readStatus);
}

template <> Result<AgentList> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        AgentList value;
        value.agents = from.list("agents"_L1, readStatus);
        value.teams = from.list("teams"_L1, readTeam);
        if (from.has("unserved"_L1)) // an older backend says nothing of them
            value.unserved = from.list("unserved"_L1, readUnserved);
        return value;
    });
}

template <> Result<VersionList> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        VersionList value;
        value.versions = from.list("versions"_L1, readVersion);
        value.problems = from.list("problems"_L1, readProblem);
        if (from.has("checks"_L1)) { // an older backend checks nothing
            value.checks = from.list("checks"_L1, readCheck);
            value.unchecked = from.count("unchecked"_L1);
        }
        return value;
    });
}

template <> Result<VersionDetail> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        VersionDetail value;
        Reader version = from.inside("version"_L1);
        value.version = readVersion(version);
        value.manifest = from.object("manifest"_L1);
        value.files = from.texts("files"_L1);
        value.fromWorkspace = from.texts("from_workspace"_L1);
        value.actingTools = from.texts("acting_tools"_L1);
        value.unpricedModel = from.textOr("unpriced_model"_L1);
        if (from.has("findings"_L1))
            value.findings = from.list("findings"_L1, readFinding);
        return value;
    });
}

template <> Result<PublishMessage> decode(const QJsonObject& object) {
    return readRequest(object, [](Reader& from) {
        PublishMessage value;
        value.version = from.text("version"_L1);
        value.files = from.list("files"_L1, readFile);
        value.changelog = from.textOr("changelog"_L1);
        value.ticket = from.textOr("ticket"_L1);
        value.parent = from.textOr("parent"_L1);
        value.reason = from.textOr("reason"_L1);
        value.requestId = from.textOr("request_id"_L1);
        return value;
    });
}

template <> Result<PublishResult> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        PublishResult value;
        Reader version = from.inside("version"_L1);
        value.version = readVersion(version);
        value.findings = from.list("findings"_L1, [](Reader& finding) {
            PublishFinding read;
            read.code = finding.text("code"_L1);
            read.message = finding.text("message"_L1);
            read.field = finding.text("field"_L1);
            return read;
        });
        value.sequence = from.count("sequence"_L1);
        return value;
    });
}

template <> Result<SnapshotMessage> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        SnapshotMessage value;
        value.digest = from.digest("digest"_L1);
        value.manifest = from.object("manifest"_L1);
        value.files = from.list("files"_L1, readFile);
        return value;
    });
}

} // namespace signalbox::protocol
