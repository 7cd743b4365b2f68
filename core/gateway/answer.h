// Reads what an observation needs out of a copy of an answer: usage, tool calls, the moment of the first content. Knows
// chat completions, completions, responses and embeddings, plain and streamed. What it cannot read stays unknown.
// One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/agents/workspace.h"
#include "core/base/time.h"
#include "core/gateway/sse.h"

namespace signalbox::gateway {

struct Usage {
    std::int64_t input = 0; // cached tokens included
    std::int64_t output = 0;
    std::int64_t cached = 0;
};

// Unknown when the usage contradicts itself or the sum does not fit.
[[nodiscard]] std::optional<agents::PicoUsd> costOf(const Usage& usage, const agents::Price& price);

class AnswerReader {
public:
    enum class Kind { Json, Events, Opaque };

    explicit AnswerReader(Kind kind);

    void feed(std::string_view body, Monotonic now);
    void finish(); // the answer is complete

    [[nodiscard]] const std::optional<Usage>& usage() const { return m_usage; }

    [[nodiscard]] int toolCalls() const { return m_toolCalls; }

    // Whether the model refused to answer, or a content filter stopped it; nullopt: the answer could not be read.
    [[nodiscard]] std::optional<bool> refused() const { return m_refused; }

    [[nodiscard]] std::optional<Monotonic> firstContent() const { return m_firstContent; }

    [[nodiscard]] bool reportsError() const { return m_error; } // an error event inside a stream

    // Before the first feed(): the answer is an error, so its beginning is kept as it is.
    void keepBeginning() { m_keepsBeginning = true; }

    // What the upstream said about its failure: that beginning, or the data of the error event.
    [[nodiscard]] std::string_view said() const { return m_said; }

private:
    void event(const SseEvent& event);

    Kind m_kind;
    std::string m_copy;
    SseReader m_events;
    Monotonic m_now{};
    std::optional<Usage> m_usage;
    std::optional<Monotonic> m_firstContent;
    std::optional<bool> m_refused;
    int m_toolCalls = 0;
    bool m_error = false;
    bool m_keepsBeginning = false;
    std::string m_said;
    bool m_tooLong = false;
};

} // namespace signalbox::gateway
