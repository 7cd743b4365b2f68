#include <format>

#include "core/protocol/encode.h"
#include "core/server/agent_view.h"
#include "core/server/audit_keeper.h"
#include "core/server/backend.h"
#include "core/server/handlers.h"

namespace signalbox::server {

using namespace Qt::StringLiterals;

namespace {

constexpr std::uint64_t anySequence = std::uint64_t{1} << 53U; // what JSON holds exactly
constexpr int mostRows = 500;
constexpr int usualRows = 50;

QJsonObject checkpointJson(const audit::Log& log) {
    const auto checkpoint = log.checkpoint();
    return {{u"size"_s, static_cast<qint64>(checkpoint ? checkpoint->size : 0)},
            {u"checkpoint"_s, QString::fromStdString(checkpoint ? checkpoint->text : std::string())},
            {u"public_key"_s, QString::fromStdString(log.publicKey())}};
}

} // namespace

Result<Answer> getDeployments(Backend& backend, const Call& call) {
    if (auto status = backend.room().status(call.arguments[0]); !status)
        return failure(std::move(status.error()));
    const auto rows = backend.room().deployments(call.arguments[0]);
    if (!rows)
        return failure(rows.error());
    return jsonAnswer(protocol::encode(*rows));
}

Result<Answer> getAudit(Backend& backend, const Call& call) {
    const auto before = countParameter(call.request, "before", 0, anySequence);
    if (!before)
        return failure(before.error());
    const auto limit = countParameter(call.request, "limit", usualRows, mostRows);
    if (!limit)
        return failure(limit.error());
    const audit::Log& log = backend.room().log();
    const auto entries =
        log.read(*before, static_cast<int>(*limit), call.request.parameter("agent").value_or(std::string()));
    if (!entries)
        return failure(entries.error());
    protocol::AuditPage page;
    for (const audit::Entry& entry : *entries)
        page.rows.push_back(rowOf(entry));
    page.size = log.size();
    if (const auto checkpoint = log.checkpoint())
        page.checkpoint = checkpoint->text;
    return jsonAnswer(protocol::encode(page));
}

// Reads the whole file by itself, so nobody else waits for it.
Result<Answer> getVerification(Backend& backend, const Call& /*call*/) {
    const auto found = verifyWithAnchors(backend.settings().stateDirectory / "audit.log", backend.settings().workspace);
    return jsonAnswer(protocol::encode(
        protocol::AuditVerification{found.good, found.size, found.firstBad, found.message, found.anchored, found.key}));
}

Result<Answer> getProof(Backend& backend, const Call& call) {
    const audit::Log& log = backend.room().log();
    const auto from = countParameter(call.request, "from", 0, anySequence);
    if (!from)
        return failure(from.error());
    // Entries that are not signed yet cannot be compared with anything, so the checkpoint is the end.
    const auto checkpoint = log.checkpoint();
    const auto to = countParameter(call.request, "to", checkpoint ? checkpoint->size : 0, anySequence);
    if (!to)
        return failure(to.error());
    const auto proof = log.consistencyProof(*from, *to);
    if (!proof)
        return failure(proof.error());
    return jsonAnswer(protocol::encode(
        protocol::AuditProof{*from, *to, *proof, checkpoint ? checkpoint->text : std::string(), log.publicKey()}));
}

Result<Answer> getCheckpoint(Backend& backend, const Call& /*call*/) {
    return jsonAnswer(checkpointJson(backend.room().log()));
}

} // namespace signalbox::server
