// What a plain scalar of YAML means, by the rules of YAML 1.2 core ("no" is text, 010 is ten). Private to core/agents;
// pure.
#pragma once

#include "core/agents/yaml.h"

namespace signalbox::agents {

// Sets kind and value after `text`.
void resolvePlain(YamlNode& node);

} // namespace signalbox::agents
