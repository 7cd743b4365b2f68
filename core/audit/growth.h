// Whether a log goes on from what was seen of it earlier: the check of a witness who has only two signed checkpoints
// and a proof, not the log. Pure; any thread; any input is safe.
#pragma once

#include <span>
#include <string>

#include "core/base/digest.h"
#include "core/base/result.h"

namespace signalbox::audit {

struct Glimpse {            // what somebody outside saw of a log
    std::string checkpoint; // signed note
    std::string publicKey;  // base64

    bool operator==(const Glimpse&) const = default;
};

// A glimpse that is kept where whoever writes the log's file does not write.
struct Anchor {
    Glimpse seen;
    std::string place; // for people, as "the workspace's repository"
};

// How people tell keys apart: "SHA256:" and the base64 of the hash of its 32 bytes, as ssh-keygen prints them; empty
// when this is not the base64 of a key.
[[nodiscard]] std::string fingerprint(const std::string& publicKey);

// How many entries the checkpoint covers, once its signature is good. Errors: Corrupt "bad_key", "bad_checkpoint",
// "bad_signature".
[[nodiscard]] Result<std::uint64_t> sizeOf(const Glimpse& glimpse);

// `proof`: the nodes of the consistency proof from `seen` to `now`. Errors: those of sizeOf(), and Corrupt
// "audit_replaced" (another key or name), "audit_shrank", "audit_rewritten".
[[nodiscard]] Result<void> checkGrowth(const Glimpse& seen, const Glimpse& now, std::span<const Digest> proof);

} // namespace signalbox::audit
