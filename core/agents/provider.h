// Where models are asked, as signalbox.yaml says it, and how: the settings that differ from one kind of provider to the
// next, with defaults by kind where its own documentation says so. Values; any thread.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace signalbox::agents {

class YamlMap;

enum class ProviderKind : std::uint8_t {
    Other,
    OpenAi,
    Azure,
    Anthropic, // its door for OpenAI's clients, like Gemini's
    Gemini,
    Mistral,
    OpenRouter,
    Ollama,
    Vllm,
    LlamaCpp,
};
inline constexpr std::size_t providerKinds = 10;
[[nodiscard]] std::string_view toString(ProviderKind kind); // "openai", "llama.cpp", …

// What the limit of an answer is called in chat completions.
enum class LimitName : std::uint8_t {
    AsAsked, // as the caller called it, "max_tokens" where nobody did
    MaxTokens,
    MaxCompletionTokens
};
// What becomes of a caller's "metadata", which also fills the placeholders of prompts.
enum class MetadataRule : std::uint8_t {
    Unused,    // what no placeholder has used is passed on; all of it with "store"
    Keep,      // passed on as it came
    WithStore, // passed on with "store" only
    Drop       // neither it nor "store" is passed on
};
// Whether the version's prompt may stand before a system message of the caller, or is joined with it.
enum class SystemMessages : std::uint8_t { Many, One };
enum class DeveloperRole : std::uint8_t { Keep, System };
enum class SeedName : std::uint8_t { Seed, RandomSeed };

struct ProviderSettings {
    LimitName limit = LimitName::AsAsked;
    MetadataRule metadata = MetadataRule::Unused;
    SystemMessages system = SystemMessages::One;
    DeveloperRole developer = DeveloperRole::Keep;
    SeedName seed = SeedName::Seed;
    bool streamUsage = false; // streams are asked for their usage when the caller did not

    bool operator==(const ProviderSettings&) const = default;
};

[[nodiscard]] const ProviderSettings& settingsOf(ProviderKind kind);
// By the host of its address, else by its name in signalbox.yaml where that is a kind's.
[[nodiscard]] ProviderKind kindOf(std::string_view name, std::string_view url);

struct Provider {
    std::string url;             // base, such as http://127.0.0.1:11434/v1
    std::string credential = {}; // "env:NAME" or "file:PATH"; never the secret itself
    std::map<std::string, std::string> headers = {};
    bool simulated = false; // the rehearsal server; labelled wherever a person sees it
    ProviderKind kind = ProviderKind::Other;
    ProviderSettings settings = {};
};

// The entry `name` of signalbox.yaml's providers. Mistakes go to the map.
[[nodiscard]] Provider readProvider(YamlMap map, std::string_view name);
// The keys of such an entry are known to readProvider().
[[nodiscard]] YamlMap providerMap(YamlMap& providers, std::string_view name);
// The same for its upstreams, which have an address and what goes along, and are no models.
[[nodiscard]] Provider readUpstream(YamlMap map);
[[nodiscard]] YamlMap upstreamMap(YamlMap& upstreams, std::string_view name);

} // namespace signalbox::agents
