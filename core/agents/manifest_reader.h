// Reads agent.yaml (schema signalbox.agent/1) into a Manifest with defaults filled in. Pure; any thread.
// An error holds every mistake of the file as a finding; its field is the first one's: "agent.yaml:12: model.id".
#pragma once

#include <string_view>

#include "core/agents/checked_text.h"
#include "core/agents/manifest.h"
#include "core/agents/yaml.h"
#include "core/base/result.h"

namespace signalbox::agents {

inline constexpr std::string_view manifestFile = "agent.yaml";

[[nodiscard]] Result<Manifest> readManifest(std::string_view yaml);
// Mistakes go to the errors, which may hold some already.
[[nodiscard]] Manifest readManifest(const YamlNode& root, YamlErrors& errors);
// One top-level part ("model", "runtime" …) of a map that may hold other things too; errors go to the map.
void readManifestPart(YamlMap& map, std::string_view key, Manifest& manifest);

} // namespace signalbox::agents
