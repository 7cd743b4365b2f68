#include <algorithm>
#include <array>

#include "core/protocol/access.h"
#include "core/protocol/encode.h"
#include "core/protocol/error_body.h"
#include "core/protocol/json_parts.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

namespace {

QJsonObject encodeFile(const FileContent& file) {
    QJsonObject object{{u"path"_s, text(file.path)}};
    // Whatever text cannot carry unchanged (bytes that are not UTF-8, a byte order mark) travels as base64.
    const QByteArray bytes = QByteArray::fromStdString(file.content);
    const QString content = QString::fromUtf8(bytes);
    if (content.toUtf8() == bytes)
        object.insert(u"content"_s, content);
    else
        object.insert(u"content_base64"_s, QString::fromLatin1(bytes.toBase64()));
    return object;
}

QJsonObject encodeTeam(const TeamInfo& team) {
    return {{u"name"_s, text(team.name)}, {u"title"_s, text(team.title)}, {u"agents"_s, texts(team.agents)}};
}

QJsonObject encodeProblem(const Problem& problem) {
    return {{u"agent"_s, text(problem.agent)},
            {u"subject"_s, text(problem.subject)},
            {u"code"_s, text(problem.code)},
            {u"message"_s, text(problem.message)},
            {u"hint"_s, text(problem.hint)}};
}

} // namespace

QJsonObject encode(const agents::VersionRef& version) {
    QJsonObject object{{u"version"_s, text(version.name())}};
    if (!version.digest.isNull())
        object.insert(u"digest"_s, text(version.digest.toString()));
    return object;
}

QJsonObject encode(const agents::Version& version) {
    QJsonArray parents;
    for (const auto& parent : version.parents)
        parents.append(text(parent.toString()));
    QJsonObject object{{u"agent"_s, text(version.agent)},   {u"version"_s, text(version.version.toString())},
                       {u"tag"_s, text(version.tag)},       {u"tag_object"_s, text(version.tagObject)},
                       {u"commit"_s, text(version.commit)}, {u"author"_s, text(version.author)},
                       {u"time"_s, isoText(version.time)},  {u"changelog"_s, text(version.changelog)},
                       {u"ticket"_s, text(version.ticket)}, {u"parents"_s, parents}};
    if (!version.digest.isNull())
        object.insert(u"digest"_s, text(version.digest.toString()));
    return object;
}

QJsonObject encode(const release::Plan& plan) {
    return release::planToJson(plan);
}

QJsonObject encode(const release::Hold& hold) {
    QJsonObject object{{u"kind"_s, text(hold.kind)},
                       {u"satisfied"_s, hold.satisfied},
                       {u"text"_s, text(hold.text)},
                       {u"remaining_ms"_s, static_cast<qint64>(hold.remaining.count())}};
    if (hold.scope == release::HoldScope::Automation)
        object.insert(u"automation_only"_s, true);
    return object;
}

QJsonObject encode(const release::Routing& routing) {
    QJsonObject object{{u"stable"_s, encode(routing.stable)},
                       {u"canary_weight"_s, routing.canaryWeight.thousandths()},
                       {u"shadow_share"_s, routing.shadowShare.thousandths()}};
    if (routing.canary)
        object.insert(u"canary"_s, encode(*routing.canary));
    if (routing.shadow)
        object.insert(u"shadow"_s, encode(*routing.shadow));
    if (routing.leaving)
        object.insert(u"leaving"_s, encode(*routing.leaving));
    return object;
}

QJsonObject encode(const BackendInfo& message) {
    QJsonObject object{{u"name"_s, text(message.name)},
                       {u"version"_s, text(message.version)},
                       {u"gateway_url"_s, text(message.gatewayUrl)},
                       {u"role"_s, text(toString(message.role))},
                       {u"simulated"_s, message.simulated},
                       {u"audit_size"_s, number(message.auditSize)},
                       {u"audit_degraded"_s, message.auditDegraded},
                       {u"unrecorded"_s, number(message.unrecorded)},
                       {u"instance"_s, text(message.instance)}};
    if (message.workspaceProblem)
        object.insert(u"workspace_problem"_s, encodeWarning(*message.workspaceProblem));
    if (message.auditProblem)
        object.insert(u"audit_problem"_s, encodeWarning(*message.auditProblem));
    return object;
}

QJsonObject encode(const AgentStatus& message) {
    QJsonObject object{{u"agent"_s, text(message.agent)},
                       {u"description"_s, text(message.description)},
                       {u"state"_s, release::stateToJson(message.state)},
                       {u"holds"_s, arrayOf(message.holds, [](const auto& hold) { return encode(hold); })},
                       {u"observed"_s, encode(message.observed)},
                       {u"observed_matches"_s, message.observedMatches}};
    if (message.rollBackTarget)
        object.insert(u"roll_back_target"_s, encode(*message.rollBackTarget));
    if (message.conversations)
        object.insert(u"conversations"_s, number(*message.conversations));
    if (message.units)
        object.insert(u"units"_s, QJsonObject{{u"requests"_s, number(message.units->seen.requests)},
                                              {u"unnamed"_s, number(message.units->seen.unnamed)},
                                              {u"heaviest"_s, number(message.units->seen.heaviest)},
                                              {u"field"_s, text(message.units->field)}});
    if (message.evidence)
        object.insert(u"evidence"_s, encode(*message.evidence));
    if (message.unrecorded > 0)
        object.insert(u"unrecorded"_s, number(message.unrecorded));
    return object;
}

namespace {

constexpr std::array<std::string_view, 5> unservedWords{"not_committed", "not_published", "unreadable", "undecided",
                                                        "mistakes"};

} // namespace

std::string_view toString(UnservedReason reason) {
    return unservedWords.at(static_cast<std::size_t>(reason));
}

std::optional<UnservedReason> unservedReasonFrom(std::string_view text) {
    const auto* const found = std::ranges::find(unservedWords, text);
    return found == unservedWords.end() ? std::nullopt
                                        : std::optional(static_cast<UnservedReason>(found - unservedWords.begin()));
}

QJsonObject encode(const AgentList& message) {
    const auto encodeUnserved = [](const UnservedAgent& agent) {
        return QJsonObject{{u"agent"_s, text(agent.agent)},     {u"reason"_s, text(toString(agent.reason))},
                           {u"message"_s, text(agent.message)}, {u"hint"_s, text(agent.hint)},
                           {u"command"_s, text(agent.command)}, {u"version"_s, text(agent.version)}};
    };
    return {{u"agents"_s, arrayOf(message.agents, [](const auto& agent) { return encode(agent); })},
            {u"teams"_s, arrayOf(message.teams, encodeTeam)},
            {u"unserved"_s, arrayOf(message.unserved, encodeUnserved)}};
}

QJsonObject encode(const VersionList& message) {
    const auto encodeCheck = [](const VersionCheck& check) {
        return QJsonObject{{u"version"_s, text(check.version)},
                           {u"readable"_s, check.readable},
                           {u"errors"_s, arrayOf(check.errors, encodeFinding)},
                           {u"warnings"_s, number(check.warnings)}};
    };
    return {{u"versions"_s, arrayOf(message.versions, [](const auto& version) { return encode(version); })},
            {u"problems"_s, arrayOf(message.problems, encodeProblem)},
            {u"checks"_s, arrayOf(message.checks, encodeCheck)},
            {u"unchecked"_s, number(message.unchecked)}};
}

QJsonObject encode(const VersionDetail& message) {
    QJsonObject object{{u"version"_s, encode(message.version)},
                       {u"manifest"_s, message.manifest},
                       {u"files"_s, texts(message.files)},
                       {u"from_workspace"_s, texts(message.fromWorkspace)},
                       {u"acting_tools"_s, texts(message.actingTools)},
                       {u"findings"_s, arrayOf(message.findings, encodeFinding)}};
    if (!message.unpricedModel.empty())
        object.insert(u"unpriced_model"_s, text(message.unpricedModel));
    return object;
}

QJsonObject encode(const PublishMessage& message) {
    return {{u"version"_s, text(message.version)},     {u"files"_s, arrayOf(message.files, encodeFile)},
            {u"changelog"_s, text(message.changelog)}, {u"ticket"_s, text(message.ticket)},
            {u"parent"_s, text(message.parent)},       {u"reason"_s, text(message.reason)},
            {u"request_id"_s, text(message.requestId)}};
}

QJsonObject encode(const PublishResult& message) {
    const auto encodeFinding = [](const PublishFinding& finding) {
        return QJsonObject{
            {u"code"_s, text(finding.code)}, {u"message"_s, text(finding.message)}, {u"field"_s, text(finding.field)}};
    };
    return {{u"version"_s, encode(message.version)},
            {u"findings"_s, arrayOf(message.findings, encodeFinding)},
            {u"sequence"_s, number(message.sequence)}};
}

QJsonObject encode(const SnapshotMessage& message) {
    return {{u"digest"_s, text(message.digest.toString())},
            {u"manifest"_s, message.manifest},
            {u"files"_s, arrayOf(message.files, encodeFile)}};
}

} // namespace signalbox::protocol
