// A provider of models as everybody asks it: the gateway for callers and shadows, the judge, embeddings. Its address,
// what goes into every request's head, its settings, its health. Made once from signalbox.yaml and shared; the
// credential is read again when refresh() finds it changed, so that a rotated secret is used without a restart. Safe
// from any thread. The secret is in headers() and nowhere else.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/agents/workspace.h"
#include "core/http/message.h"
#include "core/http/url.h"
#include "core/models/credential.h"
#include "core/models/health.h"

namespace signalbox::models {

class Provider {
public:
    Provider(std::string name, const agents::Provider& said);

    [[nodiscard]] const std::string& name() const { return m_name; }

    [[nodiscard]] const std::string& url() const { return m_url; } // without a slash at the end

    [[nodiscard]] const agents::ProviderSettings& settings() const { return m_settings; }

    [[nodiscard]] bool isSimulated() const { return m_isSimulated; }

    [[nodiscard]] bool hasCredential() const { return m_credential.isNeeded(); }

    // The provider's own and its credential's, as last read. Errors: those of Credential::secret().
    [[nodiscard]] Result<http::Headers> headers() const;
    // Looks at its secrets again. Whether one is another than before.
    bool refresh();
    // Changes with what headers() gives.
    [[nodiscard]] std::uint64_t generation() const;

    [[nodiscard]] Health& health() { return m_health; }

private:
    struct Header { // its value, or where it is
        std::string name;
        std::string value;
        std::unique_ptr<Credential> secret;
    };

    std::string m_name;
    std::string m_url;
    std::vector<Header> m_headers;
    agents::ProviderSettings m_settings;
    bool m_isSimulated;
    Credential m_credential;
    Health m_health;
};

using ProviderPtr = std::shared_ptr<Provider>;

// All of a workspace, with its other upstreams and the prices of models.
class Providers {
public:
    explicit Providers(const agents::Workspace& workspace);

    [[nodiscard]] ProviderPtr find(const std::string& name) const; // null: signalbox.yaml has none of this name
    // Whose address it is (destination.h); the longest base counts, an upstream before a provider. Null: nobody's.
    [[nodiscard]] ProviderPtr ownerOf(const http::Url& url) const;
    [[nodiscard]] std::optional<agents::Price> priceOf(const std::string& model) const;
    // Looks at every credential again. Whether one of them is another than before.
    bool refresh();

private:
    std::map<std::string, ProviderPtr> m_providers;
    std::map<std::string, ProviderPtr> m_upstreams; // are asked at their address only, never by name
    std::map<std::string, agents::Price> m_prices;
};

using ProvidersPtr = std::shared_ptr<Providers>;

} // namespace signalbox::models
