// What an upstream says about a failure, as far as other people than the caller may read it: a short word that programs
// use, and a sentence without credentials, addresses and anything that the caller wrote. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::gateway {

struct SaidError {
    std::string token;   // "model_not_found"; cleaned, may be empty
    std::string message; // as it was said; not cleaned
};

// Reads the shapes that model endpoints use, as a body or as the data of an event; plain text is a message.
[[nodiscard]] SaidError saidIn(std::string_view body);

// What must not be told.
struct Unsaid {
    std::string_view request;           // as the caller sent it
    std::string_view headers;           // of the provider: "name: value" lines
    std::string_view host;              // of the provider
    std::vector<std::string_view> kept; // words of ours that are told all the same: the model, the agent
};

inline constexpr std::size_t longestComparedRequest = 64UL * 1024;

// One line of at most 200 characters; "…" stands for what was taken out. Empty when the request is too long to compare
// with, or when nothing is left.
[[nodiscard]] std::string cleanedMessage(std::string_view message, const Unsaid& unsaid);

} // namespace signalbox::gateway
