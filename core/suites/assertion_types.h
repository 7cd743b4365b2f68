// The words of assertions: which there are, what each takes, and which of promptfoo's are not ours to run. Pure; any
// thread. Private to core/suites.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "core/suites/suite.h"

namespace signalbox::suites {

// What "value" must be.
enum class ValueShape : std::uint8_t {
    None,
    Anything,
    Text, // may be empty
    FilledText,
    TextOrNumber, // a filled text
    Texts,        // a list, or texts between commas
    Schema,       // may be left out
    Pattern,
    ToolNames, // a list, or names between commas
    ToolUse,   // a name, names, or {name, min, max}
    ToolArgs,  // {name, args, mode, defaults, ignore}
    ToolSteps  // a list, or {mode, steps}
};

enum class ThresholdUse : std::uint8_t { None, Needed, Share, Count };

struct AssertionType {
    std::string_view word;
    AssertionKind kind;
    ValueShape value;
    ThresholdUse threshold;
    bool isOurs = false; // promptfoo does not know it
};

[[nodiscard]] std::span<const AssertionType> assertionTypes();
[[nodiscard]] const AssertionType* assertionType(std::string_view word); // without "not-"; nullptr: none
// promptfoo has it, and it is run there only.
[[nodiscard]] bool isOnlyPromptfoos(std::string_view word);

} // namespace signalbox::suites
