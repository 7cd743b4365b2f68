#include "core/models/destination.h"

#include <algorithm>
#include <format>

#include "core/http/message.h"

namespace signalbox::models {

namespace {

// Dot segments, also written in other ways, and what one server takes for a slash and another does not.
bool isAmbiguous(std::string_view path) {
    const auto decoded = http::percentDecode(path);
    if (!decoded || decoded->contains('\\') || decoded->contains('%') ||
        std::ranges::count(*decoded, '/') != std::ranges::count(path, '/'))
        return true;
    std::string_view rest = *decoded;
    while (!rest.empty()) {
        const std::string_view segment = rest.substr(0, rest.find('/'));
        const std::string_view name = segment.substr(0, segment.find(';'));
        if (name == "." || name == "..")
            return true;
        rest.remove_prefix(std::min(segment.size() + 1, rest.size()));
    }
    return false;
}

Destination destinationAt(const http::Url& url, ProviderPtr owner) {
    const std::uint64_t generation = owner->generation(); // first: what changes meanwhile makes them old
    auto headers = owner->headers();
    return {url, std::move(owner), std::move(headers), generation};
}

} // namespace

bool liesBelow(const http::Url& url, const http::Url& base) {
    if (url.tls != base.tls || url.port != base.port || !http::equalNames(url.host, base.host))
        return false;
    if (url.path == base.path)
        return true;
    return url.path.starts_with(base.path + "/") && !isAmbiguous(url.path);
}

Result<Destination> destinationOf(std::string_view provider, const Providers& providers) {
    ProviderPtr owner = providers.find(std::string(provider));
    if (!owner)
        return failure(Errc::NotFound, "unknown_provider",
                       std::format("signalbox.yaml has no provider named \"{}\".", provider.substr(0, 80)),
                       "Add it to providers:, or name one that is there.");
    const auto url = http::Url::parse(owner->url());
    if (!url)
        return failure(Errc::Invalid, "bad_url",
                       std::format("The address of the provider \"{}\" cannot be used.", provider.substr(0, 80)),
                       "Correct its url in signalbox.yaml.");
    return destinationAt(*url, std::move(owner));
}

Result<Destination> destinationOf(const agents::Manifest& manifest, const Providers& providers) {
    if (manifest.runtimeUrl.empty())
        return destinationOf(manifest.model.provider, providers);
    const auto url = http::Url::parse(manifest.runtimeUrl);
    if (!url)
        return failure(Errc::Invalid, "bad_url", "The address of the runtime cannot be used.",
                       "Write runtime.url as https://host:port/path.");
    ProviderPtr owner = providers.ownerOf(*url);
    if (!owner)
        return failure(Errc::Refused, "unknown_upstream",
                       std::format("The runtime's address {} is none that signalbox.yaml names, so nothing is sent "
                                   "there.",
                                   url->origin() + url->path),
                       std::format("Who answers for the workspace adds it: \"upstreams: {{ {}: {{ url: {} }} }}\".",
                                   manifest.name.empty() ? "service" : manifest.name, url->origin() + url->path));
    return destinationAt(*url, std::move(owner));
}

} // namespace signalbox::models
