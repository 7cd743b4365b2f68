// One version made ready for the hot path: everything that can be known before a request comes is worked out once, and
// shared by all requests. Made outside the I/O thread; immutable after that.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/gateway/chat_body.h"
#include "core/http/upstream.h"
#include "core/models/provider.h"
#include "core/traffic/route_table.h"

namespace signalbox::gateway {

struct Prepared {
    std::string agent;
    std::string version;
    Digest digest;
    agents::SnapshotPtr snapshot = {};
    agents::RuntimeKind runtime = agents::RuntimeKind::Chat;
    http::OriginPtr origin;            // null: see `problem`
    models::ProviderPtr provider = {}; // whose address it asks; null: see `problem`
    std::uint64_t generation = 0;      // of the provider's headers in `fixedHeaders`
    std::string basePath;
    std::string baseQuery;             // without "?"; may be empty
    std::string fixedHeaders;          // host, credential, the provider's own headers; each line complete
    std::vector<std::string> replaced; // names of those, lower case
    std::string answerHeaders;         // x-signalbox-agent and -version lines
    ChatTemplate chat;
    std::chrono::milliseconds connectTime{0};
    std::chrono::milliseconds firstTokenTime{0}; // of each try; all of the request's when the manifest names none
    std::chrono::milliseconds requestTime{0};    // all tries and the pauses between them
    int tries = 1;
    std::optional<agents::Price> price;
    std::string problem; // why this version cannot be asked, for those who run it, never for callers; empty: it can
};

using PreparedPtr = std::shared_ptr<const Prepared>;

// A version that cannot be asked (unknown provider, missing credential) is prepared with its problem: its requests fail
// and are counted, and a roll-back to another version is never held up by it. Errors: Invalid "bad_tool".
[[nodiscard]] Result<PreparedPtr> prepare(const std::string& agent, const traffic::Arm& arm,
                                          const models::Providers& providers, http::UpstreamPool& pool);
// Whether its provider's credential is still the one that it was prepared with.
[[nodiscard]] bool isFresh(const Prepared& prepared);

} // namespace signalbox::gateway
