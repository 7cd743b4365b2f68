#include "core/agents/secrets.h"

#include <algorithm>
#include <array>

#include "core/agents/characters.h"

namespace signalbox::agents {

namespace {

// What begins like this and goes on with so many characters of a key is a key. All searches are linear.
struct KeyShape {
    std::string_view prefix;
    std::size_t least; // characters after the prefix
    std::string_view what;
};

constexpr std::array keyShapes{
    KeyShape{"sk-", 20, "an API key (sk-…)"},      KeyShape{"AKIA", 16, "an AWS access key"},
    KeyShape{"ASIA", 16, "an AWS access key"},     KeyShape{"ghp_", 30, "a GitHub token"},
    KeyShape{"gho_", 30, "a GitHub token"},        KeyShape{"ghs_", 30, "a GitHub token"},
    KeyShape{"github_pat_", 30, "a GitHub token"}, KeyShape{"glpat-", 20, "a GitLab token"},
    KeyShape{"xoxb-", 20, "a Slack token"},        KeyShape{"xoxp-", 20, "a Slack token"},
    KeyShape{"AIza", 35, "a Google API key"},      KeyShape{"hf_", 30, "a Hugging Face token"},
    KeyShape{"eyJ", 60, "a signed token (JWT)"},
};

bool isKeyCharacter(char c) {
    return isAlphanumeric(c) || c == '-' || c == '_' || c == '.';
}

std::size_t keyLength(std::string_view text) {
    const auto end = std::ranges::find_if_not(text, isKeyCharacter);
    return static_cast<std::size_t>(end - text.begin());
}

} // namespace

std::string_view secretIn(std::string_view line) {
    for (const KeyShape& shape : keyShapes) {
        for (auto at = line.find(shape.prefix); at != std::string_view::npos; at = line.find(shape.prefix, at + 1)) {
            if (at > 0 && isAlphanumeric(line[at - 1]))
                continue; // "task-force" is no key
            const auto rest = line.substr(at + shape.prefix.size());
            const auto key = rest.substr(0, keyLength(rest.substr(0, 512)));
            if (key.size() >= shape.least && std::ranges::any_of(key, isDigit))
                return shape.what;
        }
    }
    if (line.find("-----BEGIN ") != std::string_view::npos && line.find("PRIVATE KEY") != std::string_view::npos)
        return "a private key";
    for (const std::string_view word : {"Bearer ", "bearer "}) {
        const auto at = line.find(word);
        if (at == std::string_view::npos)
            continue;
        const auto rest = line.substr(at + word.size());
        const auto token = rest.substr(0, keyLength(rest.substr(0, 512)));
        if (token.size() >= 20 && std::ranges::any_of(token, isDigit))
            return "a bearer token";
    }
    return {};
}

} // namespace signalbox::agents
