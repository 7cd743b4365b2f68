// Callers with their habits, and providers that refuse what the real ones refuse, in their words: what their
// documentation and public reports say.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "core/agents/provider.h"
#include "core/models/dialect.h"
#include "tests/gateway/fixture.h"

namespace signalbox::test {

struct Refusal {
    int status = 400;
    std::string body;
};

// A caller's habit: members of its request besides model and words. Empty `code`: it is answered.
struct Habit {
    const char* name;
    const char* members;
    const char* withTools = "";    // the code with which it is refused when the version has tools
    const char* withoutTools = ""; // and when nobody has any
};

inline constexpr std::array habits{
    Habit{"plain", ""},
    Habit{"metadata", R"("metadata":{"customer":"Ms Q","order":17,"other":"x"})"},
    Habit{"metadata that is all used", R"("metadata":{"customer":"Ms Q","order":true})"},
    Habit{"metadata to be kept", R"("store":true,"metadata":{"customer":"Ms Q","order":17})"},
    Habit{"metadata not to be kept", R"("store":false,"metadata":{"customer":"Ms Q","order":17})"},
    Habit{"the older limit", R"("max_tokens":500)"},
    Habit{"the newer limit", R"("max_completion_tokens":500)"},
    Habit{"both limits", R"("max_tokens":500,"max_completion_tokens":400)"},
    Habit{"a choice that asks for nothing", R"("tool_choice":"auto","parallel_tool_calls":true)"},
    Habit{"no tool, please", R"("tool_choice":"none")"},
    Habit{"an empty list of tools", R"("tools":[],"tool_choice":"auto")"},
    Habit{"any tool", R"("tool_choice":"required")", "", "no_tools"},
    Habit{"a tool by its name", R"("tool_choice":{"type":"function","function":{"name":"lookup"}})", "", "no_tools"},
    Habit{"a tool of its own",
          R"("tools":[{"type":"function","function":{"name":"mine"}}],)"
          R"("tool_choice":{"type":"function","function":{"name":"mine"}})",
          "unknown_tool"},
    Habit{"some of the tools",
          R"("tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"auto","tools":)"
          R"([{"type":"function","function":{"name":"other"}}]}})",
          "unknown_tool", "no_tools"},
    Habit{"functions as of old", R"("functions":[{"name":"lookup"}],"function_call":{"name":"lookup"})"},
    Habit{"functions of its own", R"("functions":[{"name":"mine"}],"function_call":{"name":"mine"})", "unknown_tool"},
};

// A request of a caller with such a habit, to "refunds".
[[nodiscard]] std::string requestOf(models::Dialect dialect, const std::string& members, bool streamed);
// A version with two placeholders, a limit and a seed.
[[nodiscard]] gateway::VersionSpec versionWith(bool tools);

// Nothing: it answers. `body` is what reached it.
[[nodiscard]] std::optional<Refusal> refusalOf(agents::ProviderKind kind, models::Dialect dialect,
                                               const std::string& body);

} // namespace signalbox::test
