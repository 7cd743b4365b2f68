// Why a text is not read as YAML at all, in words that help. Private to core/agents; pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/agents/yaml.h"

namespace signalbox::agents {

struct YamlRefusal { // thrown through yaml-cpp's parser, caught in loadYaml
    int line;
    std::string code;
    std::string message;
    std::string hint;
    std::string write = {};
};

// What keeps a text from being parsed: its size, its encoding.
[[nodiscard]] std::optional<YamlRefusal> refusalOf(std::string_view text, const YamlLimits& limits);
// Of what the parser says about the line where it gave up.
[[nodiscard]] YamlRefusal explain(std::string_view text, int line, std::string_view message);

} // namespace signalbox::agents
