#include "core/audit/growth.h"

#include <format>

#include "core/audit/note.h"

namespace signalbox::audit {

namespace {

constexpr const char* advice = "Keep the backend's files as they are and compare them with a copy.";

Result<ReadCheckpoint> read(const Glimpse& glimpse) {
    const auto key = publicKeyFrom(glimpse.publicKey);
    if (!key)
        return failure(Errc::Corrupt, "bad_key", "The audit log's key is not an Ed25519 key.", advice);
    return readCheckpoint(glimpse.checkpoint, *key);
}

} // namespace

std::string fingerprint(const std::string& publicKey) {
    const auto key = publicKeyFrom(publicKey);
    if (!key)
        return {};
    const Digest hash = sha256({reinterpret_cast<const char*>(key->data()), key->size()});
    std::string text = toBase64({reinterpret_cast<const char*>(hash.bytes.data()), hash.bytes.size()});
    text.erase(text.find('='));
    return "SHA256:" + text;
}

Result<std::uint64_t> sizeOf(const Glimpse& glimpse) {
    const auto checkpoint = read(glimpse);
    return checkpoint ? Result<std::uint64_t>(checkpoint->head.size) : failure(checkpoint.error());
}

Result<void> checkGrowth(const Glimpse& seen, const Glimpse& now, std::span<const Digest> proof) {
    const auto before = read(seen);
    if (!before)
        return failure(before.error());
    if (now.publicKey != seen.publicKey)
        return failure(Errc::Corrupt, "audit_replaced",
                       "The audit log is signed with another key than when it was last seen: it was begun anew.",
                       advice);
    const auto after = read(now);
    if (!after)
        return failure(after.error());
    if (after->name != before->name)
        return failure(
            Errc::Corrupt, "audit_replaced",
            std::format("The audit log is that of {}; it was {} when it was last seen.", after->name, before->name),
            advice);
    if (after->head.size < before->head.size)
        return failure(Errc::Corrupt, "audit_shrank",
                       std::format("The audit log has {} signed entries; {} were seen before.", after->head.size,
                                   before->head.size),
                       advice);
    if (!verifyConsistency(before->head, after->head, proof))
        return failure(Errc::Corrupt, "audit_rewritten",
                       std::format("The first {} entries of the audit log are not the ones that were seen before.",
                                   before->head.size),
                       advice);
    return {};
}

} // namespace signalbox::audit
