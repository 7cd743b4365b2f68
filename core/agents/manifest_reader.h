// Reads agent.yaml (schema signalbox.agent/1) into a Manifest with defaults filled in. Pure; any thread.
// The first error is returned; its field names file, line and field: "agent.yaml:12: model.id".
#pragma once

#include <string_view>

#include "core/agents/manifest.h"
#include "core/agents/yaml.h"
#include "core/base/result.h"

namespace signalbox::agents {

inline constexpr std::string_view manifestFile = "agent.yaml";

[[nodiscard]] Result<Manifest> readManifest(std::string_view yaml);
[[nodiscard]] Result<Manifest> readManifest(const YamlNode& root, std::string_view file);
// One top-level part ("model", "runtime" …) of a map that may hold other things too; errors go to the map.
void readManifestPart(YamlMap& map, std::string_view key, Manifest& manifest);

// Agent and team names: lower-case letters, digits and single hyphens, at most 63, beginning with a letter.
// They become parts of Git references, paths and URLs.
[[nodiscard]] bool isAgentName(std::string_view name);

// Whether a path stays inside the folder it is relative to: no "..", no backslash, no control character, not absolute.
[[nodiscard]] bool isInnerPath(std::string_view path);

} // namespace signalbox::agents
