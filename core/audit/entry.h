// One audit entry as bytes: made once by the writer as canonical JSON, never written again from its parts. The columns
// for searching are derived from the bytes by deriveFields, which both the writer and the verifier use. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/audit/log.h"
#include "core/base/digest.h"

namespace signalbox::audit {

// What the log adds to a draft.
struct EntryFrame {
    std::uint64_t sequence = 0;
    std::uint64_t epoch = 0;
    std::string previous;   // hex leaf hash of the entry before; empty for the first
    std::string checkpoint; // hex SHA-256 of the newest checkpoint's text; empty when there is none
    bool isSigned = false;  // a checkpoint follows in the same transaction
    WallTime time{};
    std::string boot; // identifies the boot that the monotonic time belongs to
    std::int64_t monotonicMs = 0;
};

[[nodiscard]] Result<std::string> makeEntry(const EntryDraft& draft, const EntryFrame& frame);

// Read straight from the bytes. Text is unescaped only where it has to be.
struct EntryFields {
    std::uint64_t sequence = 0;
    std::uint64_t epoch = 0;
    std::string_view previous;
    std::string_view checkpoint;
    bool isSigned = false;
    std::string_view time; // ISO 8601
    std::string agent;
    std::string action;
};

// Only the exact shape that makeEntry writes is taken: all keys, sorted, no white space. False: not such an entry.
[[nodiscard]] bool deriveFields(std::string_view bytes, EntryFields& fields);

} // namespace signalbox::audit
