// Puts tool calls together from the pieces of a stream: one call per choice and index, its first name counts, and
// another id (or a call that is already whole) begins another one. Servers repeat id and name in every piece, give all
// calls the index 0, or none. Inside core/models only; one owner; bounded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "core/models/answer.h"

namespace signalbox::models {

struct CallPiece {
    std::int64_t choice = 0;
    std::optional<std::int64_t> index = {};
    std::string_view id = {};
    std::string_view name = {};
    std::string_view arguments = {};
    bool isFunction = true;
};

class CallPieces {
public:
    explicit CallPieces(bool keepsArguments) : m_keepsArguments(keepsArguments) {}

    void take(const CallPiece& piece);  // of a stream
    void whole(const CallPiece& piece); // a call of its own
    void put(const CallPiece& piece);   // in place of what this choice and index had

    void clear() { m_calls.clear(); }

    [[nodiscard]] int count() const { return static_cast<int>(m_calls.size()); }

    [[nodiscard]] bool isCut() const { return m_cut; } // there were more, or longer ones, than are kept

    [[nodiscard]] std::vector<ToolCall> calls() const;

private:
    struct Open {
        std::int64_t choice = 0;
        std::optional<std::int64_t> index;
        ToolCall call;
        // How far the JSON of its arguments has come.
        int depth = 0;
        bool inText = false;
        bool escaped = false;
        bool isWhole = false;
    };

    [[nodiscard]] Open* latest(const CallPiece& piece);
    void begin(const CallPiece& piece);
    void append(Open& open, std::string_view arguments);

    bool m_keepsArguments;
    bool m_cut = false;
    std::size_t m_bytes = 0;
    std::vector<Open> m_calls;
};

} // namespace signalbox::models
