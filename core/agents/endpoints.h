// How far each endpoint of the gateway can carry a version. A version is written for chat completions; other endpoints
// have no place for some of it, and then either answer without it or refuse, as is said here. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/agents/manifest.h"

namespace signalbox::agents {

enum class Reach : std::uint8_t {
    Whole,
    Part,   // answers without what is missing
    Refused // 400, which says why
};
[[nodiscard]] std::string_view toString(Reach reach); // "whole", "part", "refused"

struct EndpointReach {
    std::string path; // "/v1/responses"
    Reach reach = Reach::Whole;
    std::vector<std::string> missing = {}; // fields of agent.yaml that it cannot carry

    bool operator==(const EndpointReach&) const = default;
};

[[nodiscard]] std::vector<EndpointReach> endpointsOf(const Manifest& manifest);
// "/v1/responses: without configuration.seed", "/v1/completions: refused (integrations.tools)".
[[nodiscard]] std::string sentenceOf(const EndpointReach& endpoint);

} // namespace signalbox::agents
