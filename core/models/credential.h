// The secret of a provider: where it is, and what stood there when it was last looked at. A file is looked at again by
// its size, its times and its place on the disk, so that a look costs little when nothing has changed. A variable of
// the environment is that of this process: nobody outside can change it while it runs, so a rotated secret comes as a
// file or with a restart. Safe from any thread; the secret is in no error.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>

#include "core/base/result.h"

namespace signalbox::models {

class Credential {
public:
    // "env:NAME" or "file:PATH"; empty: none is needed. Looks at once.
    explicit Credential(std::string reference);

    [[nodiscard]] bool isNeeded() const { return !m_reference.empty(); }

    // As last seen; empty when none is needed. Errors: NotFound "credential_missing", Invalid "bad_credential".
    [[nodiscard]] Result<std::string> secret() const;
    // Looks again. Whether it is another than before.
    bool refresh();
    // Counts the secrets so far: whoever keeps what was made of one sees that it is old.
    [[nodiscard]] std::uint64_t generation() const;

private:
    // What tells that a file is another than it was.
    struct Stamp {
        long long size = -1; // -1: there is no file
        long long changed = 0;
        long long written = 0;
        unsigned long long place = 0;

        bool operator==(const Stamp&) const = default;
    };

    [[nodiscard]] static Stamp stampOf(const std::string& path);
    [[nodiscard]] Result<std::string> read() const;

    std::string m_reference;
    mutable std::mutex m_mutex; // guards what follows
    Stamp m_stamp;
    Result<std::string> m_secret;
    std::uint64_t m_generation = 1;
};

// Whether a text says where a secret is: "env:NAME" or "file:PATH".
[[nodiscard]] bool isReference(std::string_view text);
// Text that may stand in an HTTP header as it is.
[[nodiscard]] bool isHeaderText(std::string_view text);

} // namespace signalbox::models
