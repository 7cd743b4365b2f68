#include "core/agents/provider.h"

#include <algorithm>
#include <array>

#include "core/agents/checked_text.h"
#include "core/agents/yaml.h"

namespace signalbox::agents {

namespace {

constexpr std::array<std::string_view, providerKinds> kindNames{
    "other", "openai", "azure", "anthropic", "gemini", "mistral", "openrouter", "ollama", "vllm", "llama.cpp"};

constexpr std::array<ProviderSettings, providerKinds> defaults{{
    {}, // what is not known is asked in the way that most understand
    {.limit = LimitName::MaxCompletionTokens,
     .metadata = MetadataRule::WithStore,
     .system = SystemMessages::Many,
     .streamUsage = true}, // OpenAI
    {.limit = LimitName::MaxCompletionTokens,
     .metadata = MetadataRule::WithStore,
     .system = SystemMessages::Many,
     .streamUsage = true},                                 // Azure
    {.system = SystemMessages::Many, .streamUsage = true}, // Anthropic joins the messages itself
    {.metadata = MetadataRule::Drop, .streamUsage = true}, // Gemini
    {.limit = LimitName::MaxTokens,                        // Mistral refuses what it does not know; its streams
     .metadata = MetadataRule::Drop,                       // always say what they used
     .system = SystemMessages::Many,
     .developer = DeveloperRole::System,
     .seed = SeedName::RandomSeed},
    {.system = SystemMessages::Many, .streamUsage = true},                                    // OpenRouter
    {.limit = LimitName::MaxTokens, .developer = DeveloperRole::System, .streamUsage = true}, // Ollama
    {.limit = LimitName::MaxTokens, .developer = DeveloperRole::System, .streamUsage = true}, // vLLM
    {.limit = LimitName::MaxTokens, .developer = DeveloperRole::System, .streamUsage = true}, // llama.cpp
}};

struct KnownHost {
    std::string_view ending; // of the host
    ProviderKind kind;
};

constexpr std::array knownHosts{
    KnownHost{"api.openai.com", ProviderKind::OpenAi},
    KnownHost{".openai.azure.com", ProviderKind::Azure},
    KnownHost{".services.ai.azure.com", ProviderKind::Azure},
    KnownHost{"api.anthropic.com", ProviderKind::Anthropic},
    KnownHost{"generativelanguage.googleapis.com", ProviderKind::Gemini},
    KnownHost{"api.mistral.ai", ProviderKind::Mistral},
    KnownHost{"openrouter.ai", ProviderKind::OpenRouter},
};

std::string_view hostOf(std::string_view url) {
    const auto scheme = url.find("://");
    std::string_view host = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    return host.substr(0, host.find_first_of(":/"));
}

// Ollama's own port says what answers there, whatever the provider is called.
bool isOllamaPort(std::string_view url) {
    const auto at = url.find(":11434");
    return at != std::string_view::npos && (at + 6 == url.size() || url[at + 6] == '/');
}

bool isReference(std::string_view credential) {
    return (credential.starts_with("env:") && credential.size() > 4) ||
           (credential.starts_with("file:") && credential.size() > 5);
}

// Text that may stand in an HTTP header as it is.
bool isHeaderText(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

bool isHeaderName(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

void readHeaders(YamlMap headers, Provider& provider) {
    for (const auto& entry : headers.entries()) {
        std::string value = headers.text(entry.key);
        if (!isHeaderName(entry.key) || !isHeaderText(value))
            headers.fail(entry.key, "bad_value", "This can't be sent as an HTTP header.",
                         "A name has letters, digits, \"-\" and \"_\", a value is one line.", "x-name: value");
        provider.headers[entry.key] = std::move(value);
    }
}

// Its address and what goes along.
Provider readPlace(YamlMap& map, std::string_view example) {
    Provider place;
    place.url = map.requiredText("url", example);
    place.credential = map.text("credential");
    checkBaseUrl(map, "url", place.url);
    if (!place.credential.empty() && !isReference(place.credential))
        map.fail("credential", "secret_in_file", "The credential is not a reference.",
                 "Write env:NAME or file:PATH; a key itself never belongs into the workspace.",
                 "credential: env:API_KEY");
    readHeaders(map.map("headers"), place);
    return place;
}

template <class Value> void readChoice(YamlMap& map, std::string_view key, YamlMap::Words words, Value& value) {
    value = static_cast<Value>(map.choice(key, words, static_cast<std::size_t>(value)));
}

void readSettings(YamlMap map, ProviderSettings& settings) {
    readChoice(map, "max_tokens", {"as_asked", "max_tokens", "max_completion_tokens"}, settings.limit);
    readChoice(map, "metadata", {"unused", "keep", "with_store", "drop"}, settings.metadata);
    readChoice(map, "system", {"many", "one"}, settings.system);
    readChoice(map, "developer_role", {"keep", "system"}, settings.developer);
    readChoice(map, "seed", {"seed", "random_seed"}, settings.seed);
    settings.streamUsage = map.boolean("stream_usage", settings.streamUsage);
}

} // namespace

std::string_view toString(ProviderKind kind) {
    return kindNames.at(static_cast<std::size_t>(kind));
}

const ProviderSettings& settingsOf(ProviderKind kind) {
    return defaults.at(static_cast<std::size_t>(kind));
}

ProviderKind kindOf(std::string_view name, std::string_view url) {
    const std::string_view host = hostOf(url);
    for (const KnownHost& known : knownHosts)
        if (known.ending.starts_with('.') ? host.ends_with(known.ending) : host == known.ending)
            return known.kind;
    if (isOllamaPort(url))
        return ProviderKind::Ollama;
    const auto named = std::ranges::find(kindNames, name == "llamacpp" ? "llama.cpp" : name);
    return named == kindNames.end() ? ProviderKind::Other
                                    : static_cast<ProviderKind>(std::distance(kindNames.begin(), named));
}

YamlMap providerMap(YamlMap& providers, std::string_view name) {
    return providers.map(name, {"url", "credential", "headers", "simulated", "kind", "settings"});
}

YamlMap upstreamMap(YamlMap& upstreams, std::string_view name) {
    return upstreams.map(name, {"url", "credential", "headers"});
}

Provider readUpstream(YamlMap map) {
    return readPlace(map, "http://127.0.0.1:9000");
}

Provider readProvider(YamlMap map, std::string_view name) {
    Provider provider = readPlace(map, "http://127.0.0.1:11434/v1");
    provider.simulated = map.boolean("simulated", false);
    const ProviderKind guess = kindOf(name, provider.url);
    provider.kind = static_cast<ProviderKind>(map.choice(
        "kind",
        {"other", "openai", "azure", "anthropic", "gemini", "mistral", "openrouter", "ollama", "vllm", "llama.cpp"},
        static_cast<std::size_t>(guess)));
    provider.settings = settingsOf(provider.kind);
    readSettings(map.map("settings", {"max_tokens", "metadata", "system", "developer_role", "seed", "stream_usage"}),
                 provider.settings);
    return provider;
}

} // namespace signalbox::agents
