// What an upstream says, as far as other people than the caller may read it: a short word that programs use, and a
// sentence without credentials, addresses and anything that the caller wrote. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace signalbox::models {

// The word itself: letters, digits and "_.:-", at most 64, of them at most 6 digits. Empty: it is something else, such
// as a sentence, an id, a key or an address.
[[nodiscard]] std::string cleanedCode(std::string_view word);

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

} // namespace signalbox::models
