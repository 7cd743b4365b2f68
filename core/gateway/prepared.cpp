#include "core/gateway/prepared.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "core/http/strict_head.h"

namespace signalbox::gateway {

namespace {

std::chrono::milliseconds milliseconds(double seconds) {
    return std::chrono::milliseconds(std::llround(std::clamp(seconds, 0.001, 86'400.0) * 1'000));
}

constexpr std::chrono::milliseconds longestConnect{30'000};

bool isHeaderValue(std::string_view value) {
    return std::ranges::all_of(value, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

void addHeader(Prepared& prepared, std::string name, const std::string& value) {
    if (!http::isToken(name) || !isHeaderValue(value))
        return;
    prepared.fixedHeaders.append(name).append(": ").append(value).append("\r\n");
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    prepared.replaced.push_back(std::move(name));
}

void prepareUpstream(Prepared& prepared, const agents::Manifest& manifest, const agents::Workspace& workspace,
                     http::UpstreamPool& pool) {
    const auto provider = workspace.providers.find(manifest.model.provider);
    const bool known = provider != workspace.providers.end();
    const bool chat = manifest.runtime == agents::RuntimeKind::Chat;
    const std::string text = manifest.runtimeUrl.empty() && known ? provider->second.url : manifest.runtimeUrl;
    if (text.empty()) {
        prepared.problem = "Version " + prepared.version + " names the provider \"" + manifest.model.provider +
                           "\", which signalbox.yaml does not have.";
        return;
    }
    const auto url = http::Url::parse(text);
    if (!url) {
        // An address may hold a password.
        prepared.problem = "The address of this version's provider cannot be used; see signalbox.yaml.";
        return;
    }
    prepared.basePath = url->path;
    prepared.baseQuery = url->query;
    prepared.fixedHeaders = "host: " + url->authority() + "\r\n";
    if (known && (chat || manifest.runtimeUrl.empty() || !provider->second.credential.empty())) {
        for (const auto& [name, value] : provider->second.headers)
            addHeader(prepared, name, value);
    }
    if (known && !provider->second.credential.empty()) {
        const auto secret = readCredential(provider->second.credential);
        if (!secret || !isHeaderValue(*secret)) {
            prepared.problem =
                secret ? "The credential holds a character that no header may have." : secret.error().message;
            return;
        }
        addHeader(prepared, "Authorization", "Bearer " + *secret);
    }
    // The rehearsal server plays different versions by this; a real provider never learns what is being released.
    if (known && provider->second.simulated)
        addHeader(prepared, "x-signalbox-version", prepared.version);
    prepared.origin = pool.origin(*url);
}

} // namespace

Result<std::string> readCredential(const std::string& reference) {
    std::string secret;
    if (reference.starts_with("env:")) {
        const char* value = std::getenv(reference.c_str() + 4);
        secret = value == nullptr ? "" : value;
    } else if (reference.starts_with("file:")) {
        std::ifstream file(reference.substr(5));
        secret.assign(std::istreambuf_iterator<char>(file), {});
    }
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r' || secret.back() == ' '))
        secret.pop_back();
    if (secret.empty())
        return failure(Errc::NotFound, "credential_missing", "The credential " + reference + " is not set.",
                       "Set the variable or write the file, then restart the backend.");
    return secret;
}

Result<PreparedPtr> prepare(const std::string& agent, const traffic::Arm& arm, const agents::Workspace& workspace,
                            http::UpstreamPool& pool) {
    const agents::Manifest& manifest = arm.snapshot->manifest;
    auto prepared = std::make_shared<Prepared>();
    prepared->agent = agent;
    prepared->version = arm.version.name();
    prepared->digest = arm.version.digest;
    prepared->snapshot = arm.snapshot;
    prepared->runtime = manifest.runtime;
    prepared->answerHeaders = "x-signalbox-agent: " + agent + "\r\nx-signalbox-version: " + prepared->version + "\r\n";
    prepared->requestTime = milliseconds(manifest.configuration.requestTimeout);
    prepared->firstTokenTime = manifest.configuration.firstTokenTimeout
                                   ? milliseconds(*manifest.configuration.firstTokenTimeout)
                                   : prepared->requestTime;
    prepared->connectTime = std::min(longestConnect, prepared->requestTime);
    prepared->tries = manifest.configuration.maxAttempts;
    if (const auto price = workspace.prices.find(manifest.model.id); price != workspace.prices.end())
        prepared->price = price->second;
    if (manifest.runtime == agents::RuntimeKind::Chat) {
        const auto provider = workspace.providers.find(manifest.model.provider);
        auto chat = makeChatTemplate(*arm.snapshot, provider == workspace.providers.end() ? agents::ProviderSettings{}
                                                                                          : provider->second.settings);
        if (!chat)
            return failure(chat.error());
        prepared->chat = std::move(*chat);
    }
    prepareUpstream(*prepared, manifest, workspace, pool);
    return prepared;
}

} // namespace signalbox::gateway
