// The members of a request that providers know under different names or refuse: the settings of signalbox.yaml, put
// into a request. Pure; any thread.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "core/agents/provider.h"
#include "core/gateway/body_editor.h"
#include "core/models/dialect.h"

namespace signalbox::gateway {

// The version's limit of an answer; empty: the caller's stays, by the name that the provider knows.
void putLimit(BodyEditor& editor, const Members& members, models::Dialect dialect,
              const agents::ProviderSettings& settings, const std::string& limit);
// The same of the seed.
void putSeed(BodyEditor& editor, const agents::ProviderSettings& settings, const std::string& seed);
// What a caller's "metadata" becomes; `used`: the placeholders that it has filled.
void putMetadata(BodyEditor& editor, std::string_view body, const Members& members, models::Dialect dialect,
                 const agents::ProviderSettings& settings, const std::set<std::string, std::less<>>& used);
// Asks a stream for its usage when the caller did not. Whether it did: then the usage is not for the caller.
[[nodiscard]] bool askForUsage(BodyEditor& editor, std::string_view body, const Members& members,
                               models::Dialect dialect, const agents::ProviderSettings& settings);

} // namespace signalbox::gateway
