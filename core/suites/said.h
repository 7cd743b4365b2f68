// What one trial brought: the last answer, and everything that was called on the way to it. Values; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "core/agents/workspace.h"
#include "core/models/answer.h"

namespace signalbox::suites {

using Milliseconds = std::chrono::duration<double, std::milli>;

struct Said {
    std::string text = {};                     // of the last answer
    std::vector<models::ToolCall> calls = {};  // of the last answer: it ended with them
    std::vector<models::ToolCall> called = {}; // of the whole conversation, in order
    Milliseconds latency{};                    // of all requests together
    std::optional<agents::PicoUsd> cost = {};  // likewise; nullopt: not known
};

// As promptfoo's provider of OpenAI's kind hands it to assertions: the text, the JSON of the calls, or of a message
// that has both.
[[nodiscard]] std::string outputOf(const Said& said);

} // namespace signalbox::suites
