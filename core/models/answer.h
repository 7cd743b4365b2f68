// What a model answered, as everybody here takes it, whatever its dialect and however it came. Values; any thread.
// Everything in it is the upstream's word: untrusted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/agents/workspace.h"
#include "core/metrics/outcome.h"

namespace signalbox::models {

struct Usage {
    std::int64_t input = 0; // cached tokens included
    std::int64_t output = 0;
    std::int64_t cached = 0;

    bool operator==(const Usage&) const = default;
};

// Unknown when the usage contradicts itself or the sum does not fit.
[[nodiscard]] std::optional<agents::PicoUsd> costOf(const Usage& usage, const agents::Price& price);

struct ToolCall {
    std::string id;
    std::string name;
    std::string arguments;  // as the model wrote them: JSON if it did well
    bool isFunction = true; // not one of the tools that the provider itself carries out

    bool operator==(const ToolCall&) const = default;
};

enum class Extent : std::uint8_t {
    Whole,   // everything was read
    Packed,  // it has a content encoding
    TooLong, // a part of it is longer than what is looked at
    TooDeep  // nested so deeply that reading it is not safe
};

struct Answer {
    metrics::Outcome outcome = metrics::Outcome::Success; // by what it is; a lost connection is not its to know
    std::string errorCode = {};                           // letters, digits and "_.:-", at most 64; empty: none is said
    std::string finish = {}; // as said last: "stop", "length", "tool_calls", … "completed", "incomplete"
    std::string model = {};  // that answered
    std::string id = {};
    int choices = 0;
    int toolCalls = 0;
    std::optional<bool> refused = {}; // the model refused, or a content filter stopped it; nullopt: not read
    std::optional<Usage> usage = {};
    Extent extent = Extent::Whole;
    bool isKnown = false;  // its form is one of those that are known
    bool isEnded = false;  // it says that it is complete; a stream can end without
    bool isBroken = false; // part of it is no JSON
    // Only when it was read in full:
    std::string text = {};
    std::vector<ToolCall> calls = {}; // at most 512
};

} // namespace signalbox::models
