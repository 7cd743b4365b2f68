// Providers that refuse what the real ones refuse, in their words: what their documentation and public reports say.
#pragma once

#include <optional>
#include <string>

#include "core/agents/provider.h"
#include "core/models/dialect.h"

namespace signalbox::test {

struct Refusal {
    int status = 400;
    std::string body;
};

// Nothing: it answers. `body` is what reached it.
[[nodiscard]] std::optional<Refusal> refusalOf(agents::ProviderKind kind, models::Dialect dialect,
                                               const std::string& body);

} // namespace signalbox::test
