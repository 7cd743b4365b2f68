#include "core/gateway/prepared.h"

#include <algorithm>
#include <cmath>
#include <format>

#include "core/http/strict_head.h"
#include "core/models/destination.h"

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

void prepareUpstream(Prepared& prepared, const models::Destination& destination, http::UpstreamPool& pool) {
    prepared.provider = destination.owner;
    prepared.generation = destination.generation;
    prepared.basePath = destination.url.path;
    prepared.baseQuery = destination.url.query;
    prepared.fixedHeaders = "host: " + destination.url.authority() + "\r\n";
    if (!destination.headers) {
        prepared.problem = destination.headers.error().message;
        return;
    }
    for (const auto& [name, value] : *destination.headers)
        addHeader(prepared, name, value);
    // The rehearsal server plays different versions by this; a real provider never learns what is being released.
    if (destination.owner->isSimulated())
        addHeader(prepared, "x-signalbox-version", prepared.version);
    prepared.origin = pool.origin(destination.url);
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
    if (manifest.runtime == agents::RuntimeKind::Chat) {
        const models::ProviderPtr named = providers.find(manifest.model.provider);
        auto chat = makeChatTemplate(*arm.snapshot, named ? named->settings() : agents::ProviderSettings{});
        if (!chat)
            return failure(chat.error());
        prepared->chat = std::move(*chat);
    }
    if (const auto destination = models::destinationOf(manifest, providers))
        prepareUpstream(*prepared, *destination, pool);
    else
        prepared->problem = std::format("Version {}: {}", prepared->version, destination.error().message);
    return prepared;
}

} // namespace signalbox::gateway
