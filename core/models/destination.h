// Where an upstream is asked and what secrets go along: the one place that joins an address with a credential. An
// address belongs to the provider or upstream of signalbox.yaml whose base URL it is or lies below (scheme, host, port,
// path). That owner's headers and credential go there and nobody else's anywhere, whatever a manifest says; an address
// that signalbox.yaml does not name is not asked at all. Reads the credential as last seen; any thread.
// Errors: NotFound "unknown_provider", Refused "unknown_upstream", Invalid "bad_url"; of the headers those of
// Credential::secret(). None of them holds a secret.
#pragma once

#include <string_view>

#include "core/agents/manifest.h"
#include "core/http/url.h"
#include "core/models/provider.h"

namespace signalbox::models {

struct Destination {
    http::Url url;
    ProviderPtr owner;             // whose address it is
    Result<http::Headers> headers; // the owner's, its secrets included; an error as long as the credential is missing
    std::uint64_t generation;      // of the owner when they were read, or before
};

// The base of what a version is asked at: its runtime's own address, else its provider's.
[[nodiscard]] Result<Destination> destinationOf(const agents::Manifest& manifest, const Providers& providers);
// The base of a provider that is asked by its name, as a judge and embeddings are.
[[nodiscard]] Result<Destination> destinationOf(std::string_view provider, const Providers& providers);

// Whether `url` is `base` or lies below it. A path that could mean another than it says lies below nothing.
[[nodiscard]] bool liesBelow(const http::Url& url, const http::Url& base);

} // namespace signalbox::models
