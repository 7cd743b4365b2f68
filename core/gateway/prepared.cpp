#include "core/gateway/prepared.h"

#include <algorithm>
#include <cmath>

#include "core/http/strict_head.h"

namespace signalbox::gateway {

namespace {

std::chrono::milliseconds milliseconds(double seconds) {
    return std::chrono::milliseconds(std::llround(std::clamp(seconds, 0.001, 86'400.0) * 1'000));
}

constexpr std::chrono::milliseconds longestConnect{30'000};

void addHeader(Prepared& prepared, std::string name, const std::string& value) {
    if (!http::isToken(name) || !models::isHeaderText(value))
        return;
    prepared.fixedHeaders.append(name).append(": ").append(value).append("\r\n");
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    prepared.replaced.push_back(std::move(name));
}

void prepareUpstream(Prepared& prepared, const agents::Manifest& manifest, http::UpstreamPool& pool) {
    const models::ProviderPtr& provider = prepared.provider;
    const bool chat = manifest.runtime == agents::RuntimeKind::Chat;
    const std::string text = manifest.runtimeUrl.empty() && provider ? provider->url() : manifest.runtimeUrl;
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
    if (provider && (chat || manifest.runtimeUrl.empty() || provider->hasCredential())) {
        const auto headers = provider->headers();
        if (!headers) {
            prepared.problem = headers.error().message;
            return;
        }
        for (const auto& [name, value] : *headers)
            addHeader(prepared, name, value);
    }
    // The rehearsal server plays different versions by this; a real provider never learns what is being released.
    if (provider && provider->isSimulated())
        addHeader(prepared, "x-signalbox-version", prepared.version);
    prepared.origin = pool.origin(*url);
}

} // namespace

bool isFresh(const Prepared& prepared) {
    return !prepared.provider || prepared.provider->generation() == prepared.generation;
}

Result<PreparedPtr> prepare(const std::string& agent, const traffic::Arm& arm, const models::Providers& providers,
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
    prepared->price = providers.priceOf(manifest.model.id);
    prepared->provider = providers.find(manifest.model.provider);
    if (prepared->provider)
        prepared->generation = prepared->provider->generation(); // first: what changes meanwhile makes it old
    if (manifest.runtime == agents::RuntimeKind::Chat) {
        auto chat = makeChatTemplate(*arm.snapshot,
                                     prepared->provider ? prepared->provider->settings() : agents::ProviderSettings{});
        if (!chat)
            return failure(chat.error());
        prepared->chat = std::move(*chat);
    }
    prepareUpstream(*prepared, manifest, pool);
    return prepared;
}

} // namespace signalbox::gateway
