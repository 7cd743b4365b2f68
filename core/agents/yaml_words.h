// Words about YAML for the sentences of its readers: what a value is called, what is allowed, the line to write.
// Private to core/agents; pure.
#pragma once

#include <string>
#include <string_view>

#include "core/agents/yaml.h"

namespace signalbox::agents {

[[nodiscard]] std::string_view nameOf(YamlNode::Kind kind); // "a whole number"
[[nodiscard]] bool isScalar(const YamlNode& node);
[[nodiscard]] std::string listed(YamlMap::Words words); // "one, two"
[[nodiscard]] std::string inner(YamlMap::Words known);  // "{one: …, two: …}"

} // namespace signalbox::agents
