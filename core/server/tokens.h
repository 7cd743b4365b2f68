// The access tokens of a backend: who may call it, in which role. tokens.json (0600) holds HMACs of the tokens, never
// the tokens; the owner's token lies in owner.token (0600). Lookup compares every entry in constant time. Any thread.
#pragma once

#include <filesystem>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/result.h"
#include "core/protocol/messages.h"

namespace signalbox::server {

struct Caller {
    std::string name;
    protocol::AccessRole role = protocol::AccessRole::Viewer;
};

class Tokens {
public:
    explicit Tokens(std::filesystem::path directory);

    // Reads tokens.json; makes it and the owner's token when there is none.
    [[nodiscard]] Result<void> load();
    // Reads it again when it has changed since; a file that cannot be read leaves what is known.
    void refresh();
    [[nodiscard]] std::optional<Caller> find(std::string_view token) const;

    // Adds one and returns the token, which is shown once and kept nowhere. Errors: Conflict "name_taken", Invalid, Io.
    [[nodiscard]] Result<std::string> add(const std::string& name, protocol::AccessRole role);
    [[nodiscard]] Result<void> remove(const std::string& name); // NotFound
    [[nodiscard]] std::vector<Caller> list() const;

    [[nodiscard]] std::filesystem::path ownerFile() const { return m_directory / "owner.token"; }

private:
    struct Entry {
        Caller caller;
        Digest hash;
    };

    [[nodiscard]] Digest hashOf(std::string_view token) const;
    [[nodiscard]] Result<void> read();
    [[nodiscard]] Result<void> write() const;
    [[nodiscard]] Result<std::string> addLocked(const std::string& name, protocol::AccessRole role);

    [[nodiscard]] std::filesystem::path file() const { return m_directory / "tokens.json"; }

    std::filesystem::path m_directory;
    mutable std::mutex m_mutex;
    std::string m_key;
    std::vector<Entry> m_entries;
    std::filesystem::file_time_type m_readAt{};
};

} // namespace signalbox::server
