#include "core/models/usage.h"

#include <algorithm>
#include <limits>

namespace signalbox::models {

namespace {

// Some count thoughts beside the output, and only the total has both; all of them bill them as output. Embeddings have
// no output, and say so by the total.
std::optional<std::int64_t> outputIn(const Json& usage, std::int64_t input) {
    const auto total = numberAt(usage, "total_tokens");
    const auto rest = total && *total >= input ? std::optional(*total - input) : std::nullopt;
    for (const std::string_view key : {"completion_tokens", "output_tokens"})
        if (const auto output = numberAt(usage, key))
            return std::max(*output, rest.value_or(0));
    return rest;
}

std::int64_t cachedIn(const Json& usage) {
    for (const std::string_view key : {"prompt_tokens_details", "input_tokens_details"})
        if (const Json* details = member(usage, key))
            if (const auto cached = numberAt(*details, "cached_tokens"))
                return *cached;
    for (const std::string_view key : {"cached_tokens", "prompt_cache_hit_tokens"})
        if (const auto cached = numberAt(usage, key))
            return *cached;
    return 0;
}

} // namespace

std::optional<agents::PicoUsd> costOf(const Usage& usage, const agents::Price& price) {
    if (usage.cached > usage.input)
        return std::nullopt;
    __extension__ using Wide = __int128; // a sum of three products may pass 63 bits
    const Wide cost = Wide(usage.input - usage.cached) * price.input +
                      Wide(usage.cached) * price.cachedInput.value_or(price.input) + Wide(usage.output) * price.output;
    if (cost < 0 || cost > std::numeric_limits<agents::PicoUsd>::max())
        return std::nullopt;
    return static_cast<agents::PicoUsd>(cost);
}

std::optional<Usage> usageIn(const Json& usage) {
    auto input = numberAt(usage, "prompt_tokens");
    if (!input)
        input = numberAt(usage, "input_tokens");
    if (!input)
        return std::nullopt;
    const auto output = outputIn(usage, *input);
    if (!output || (*input == 0 && *output == 0))
        return std::nullopt;
    return Usage{.input = *input, .output = *output, .cached = cachedIn(usage)};
}

} // namespace signalbox::models
