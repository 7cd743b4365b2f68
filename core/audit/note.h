// Checkpoints as C2SP signed notes: "origin\nsize\nbase64 root\n\n— origin base64(key id ‖ signature)\n", Ed25519.
// The private key is a file of its own (PEM, 0600) beside the log. Values and files; no thread of its own; errors say
// which file.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/audit/tree.h"
#include "core/base/result.h"

namespace signalbox::audit {

using PublicKey = std::array<std::uint8_t, 32>;

[[nodiscard]] std::string toBase64(std::string_view bytes);
[[nodiscard]] std::optional<PublicKey> publicKeyFrom(const std::string& base64);

// A name that fits into a note: no spaces, plus signs or control characters; never empty.
[[nodiscard]] std::string noteName(std::string_view origin);

class SigningKey {
public:
    SigningKey(SigningKey&&) noexcept;
    SigningKey& operator=(SigningKey&&) noexcept;
    ~SigningKey();

    // Errors: NotFound, Io, Corrupt "bad_key".
    [[nodiscard]] static Result<SigningKey> load(const std::filesystem::path& file);
    // Makes a new key; it is on disk when this returns. Never replaces a file.
    [[nodiscard]] static Result<SigningKey> create(const std::filesystem::path& file);

    [[nodiscard]] PublicKey publicKey() const;
    [[nodiscard]] Result<std::string> sign(std::string_view message) const; // 64 bytes

private:
    struct Free {
        void operator()(void* key) const;
    };

    explicit SigningKey(void* key);
    std::unique_ptr<void, Free> m_key;
};

[[nodiscard]] bool verifySignature(const PublicKey& key, std::string_view message, std::string_view signature);

[[nodiscard]] Result<std::string> writeCheckpoint(const std::string& name, const TreeHead& head, const SigningKey& key);

struct ReadCheckpoint {
    std::string name;
    TreeHead head;
};

// Strict: one signature, of this key, exact bytes. Errors: Corrupt "bad_checkpoint", "bad_signature".
[[nodiscard]] Result<ReadCheckpoint> readCheckpoint(std::string_view text, const PublicKey& key);

} // namespace signalbox::audit
