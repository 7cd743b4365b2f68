// The dialects in which models and agents answer. Values; any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace signalbox::models {

enum class Dialect : std::uint8_t {
    Chat,        // /v1/chat/completions
    Completions, // /v1/completions
    Responses,   // /v1/responses
    Embeddings,  // /v1/embeddings
    Any          // whatever an agent service says over HTTP; what is known of it is read
};

[[nodiscard]] Dialect dialectOf(std::string_view path);   // below the base path, with or without a query
[[nodiscard]] std::string_view toString(Dialect dialect); // "chat", "completions", "responses", "embeddings", "any"

} // namespace signalbox::models
