#include "core/models/provider.h"

#include <algorithm>

#include "core/models/destination.h"

namespace signalbox::models {

Provider::Provider(std::string name, const agents::Provider& said)
    : m_name(std::move(name)),
      m_url(said.url),
      m_settings(said.settings),
      m_isSimulated(said.simulated),
      m_credential(said.credential) {
    while (m_url.ends_with('/'))
        m_url.pop_back();
    for (const auto& [header, value] : said.headers)
        m_headers.push_back({header, value, isReference(value) ? std::make_unique<Credential>(value) : nullptr});
}

Result<http::Headers> Provider::headers() const {
    auto secret = m_credential.secret();
    if (!secret)
        return failure(std::move(secret.error()));
    http::Headers lines;
    for (const Header& header : m_headers) {
        auto value = header.secret ? header.secret->secret() : Result<std::string>(header.value);
        if (!value)
            return failure(std::move(value.error()));
        lines.push_back({header.name, std::move(*value)});
    }
    if (!secret->empty())
        lines.push_back({"Authorization", "Bearer " + *secret});
    return lines;
}

bool Provider::refresh() {
    bool isOther = m_credential.refresh();
    for (const Header& header : m_headers)
        isOther = (header.secret && header.secret->refresh()) || isOther;
    return isOther;
}

std::uint64_t Provider::generation() const {
    std::uint64_t sum = m_credential.generation();
    for (const Header& header : m_headers)
        sum += header.secret ? header.secret->generation() : 0;
    return sum;
}

Providers::Providers(const agents::Workspace& workspace) : m_prices(workspace.prices) {
    for (const auto& [name, said] : workspace.providers)
        m_providers.emplace(name, std::make_shared<Provider>(name, said));
    for (const auto& [name, said] : workspace.upstreams)
        m_upstreams.emplace(name, std::make_shared<Provider>(name, said));
}

ProviderPtr Providers::find(const std::string& name) const {
    const auto found = m_providers.find(name);
    return found == m_providers.end() ? nullptr : found->second;
}

ProviderPtr Providers::ownerOf(const http::Url& url) const {
    ProviderPtr owner;
    std::size_t longest = 0;
    for (const auto* all : {&m_upstreams, &m_providers})
        for (const auto& [name, one] : *all) {
            const auto base = http::Url::parse(one->url());
            if (base && liesBelow(url, *base) && (!owner || base->path.size() > longest)) {
                owner = one;
                longest = base->path.size();
            }
        }
    return owner;
}

std::optional<agents::Price> Providers::priceOf(const std::string& model) const {
    const auto found = m_prices.find(model);
    return found == m_prices.end() ? std::nullopt : std::optional(found->second);
}

bool Providers::refresh() {
    bool isOther = false;
    for (const auto* all : {&m_providers, &m_upstreams})
        for (const auto& [name, one] : *all)
            isOther = one->refresh() || isOther;
    return isOther;
}

} // namespace signalbox::models
