#include "core/server/routes.h"

#include <array>
#include <optional>

#include "core/server/handlers.h"

namespace signalbox::server {

namespace {

constexpr std::size_t publishLimit = 16UL * 1024 * 1024;

#define API "/api/v1"

constexpr std::array table{
    Route{"GET", API "/backend", "read", Where::Control, getBackend},
    Route{"GET", API "/agents", "read", Where::Control, getAgents},
    Route{"GET", API "/agents/{agent}/versions", "read", Where::Catalogue, getVersions},
    Route{"POST", API "/agents/{agent}/versions", "publish", Where::Catalogue, postVersion, publishLimit},
    Route{"GET", API "/agents/{agent}/versions/{version}", "read", Where::Catalogue, getVersion},
    Route{"GET", API "/agents/{agent}/versions/{version}/snapshot", "read", Where::Catalogue, getSnapshot},
    Route{"GET", API "/agents/{agent}/plan", "read", Where::Catalogue, getPlan},
    Route{"GET", API "/agents/{agent}/release", "read", Where::Control, getRelease},
    Route{"GET", API "/agents/{agent}/metrics", "read", Where::Reports, getMetrics},
    Route{"GET", API "/agents/{agent}/failures", "read", Where::Reports, getFailures},
    Route{"GET", API "/agents/{agent}/deployments", "read", Where::Control, getDeployments},
    Route{"GET", API "/agents/{agent}/pairs", "read", Where::Reports, getPairs},
    Route{"GET", API "/agents/{agent}/pairs/{pair}", "read", Where::Reports, getPair},
    Route{"POST", API "/agents/{agent}/pairs/{pair}/verdict", "judge", Where::Reports, postPairVerdict},
    Route{"POST", API "/agents/{agent}/releases", "start", Where::Control, postStart},
    Route{"POST", API "/agents/{agent}/roll-back", "roll-back", Where::Control, postRollBack},
    Route{"POST", API "/agents/{agent}/adopt", "adopt", Where::Control, postAdopt},
    Route{"POST", API "/agents/{agent}/undo", "undo", Where::Control, postAgentVerb},
    Route{"POST", API "/agents/{agent}/unquarantine", "unquarantine", Where::Control, postUnquarantine},
    Route{"POST", API "/agents/{agent}/freeze", "freeze", Where::Control, postAgentVerb},
    Route{"POST", API "/agents/{agent}/unfreeze", "unfreeze", Where::Control, postAgentVerb},
    Route{"POST", API "/agents/{agent}/start-queued", "start-queued", Where::Control, postAgentVerb},
    Route{"POST", API "/agents/{agent}/unqueue", "unqueue", Where::Control, postAgentVerb},
    Route{"POST", API "/releases/{release}/gate", "gate", Where::Control, postReleaseVerb},
    Route{"POST", API "/releases/{release}/advance", "advance", Where::Control, postReleaseVerb},
    Route{"POST", API "/releases/{release}/approve", "approve", Where::Control, postReleaseVerb},
    Route{"POST", API "/releases/{release}/pause", "pause", Where::Control, postReleaseVerb},
    Route{"POST", API "/releases/{release}/resume", "resume", Where::Control, postReleaseVerb},
    Route{"POST", API "/releases/{release}/step-back", "step-back", Where::Control, postReleaseVerb},
    Route{"POST", API "/releases/{release}/promote", "promote", Where::Control, postReleaseVerb},
    Route{"POST", API "/releases/{release}/abort", "abort", Where::Control, postReleaseVerb},
    Route{"GET", API "/releases/{release}/evidence", "read", Where::Control, getEvidence},
    Route{"GET", API "/alerts", "read", Where::Control, getAlerts},
    Route{"POST", API "/alerts/{alert}/acknowledge", "acknowledge", Where::Control, postAcknowledge},
    Route{"GET", API "/drills", "read", Where::Control, getDrills},
    Route{"POST", API "/drills", "drill", Where::Control, postDrill},
    Route{"POST", API "/drills/{drill}/cancel", "drill", Where::Control, postCancelDrill},
    Route{"GET", API "/audit", "read", Where::Control, getAudit},
    Route{"GET", API "/audit/verify", "read", Where::Reports, getVerification},
    Route{"GET", API "/audit/proof", "read", Where::Control, getProof},
    Route{"GET", API "/audit/checkpoint", "read", Where::Control, getCheckpoint},
    Route{"GET", API "/events", "read", Where::Stream, nullptr},
    Route{"GET", "/metrics", "read", Where::Reports, getPrometheus},
};

#undef API

// Takes the next segment off a path that begins with "/"; nullopt at its end.
std::optional<std::string_view> nextSegment(std::string_view& path) {
    if (!path.starts_with('/'))
        return std::nullopt;
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

std::optional<std::vector<std::string>> argumentsOf(std::string_view pattern, std::string_view path) {
    std::vector<std::string> arguments;
    for (;;) {
        const auto wanted = nextSegment(pattern);
        const auto given = nextSegment(path);
        if (!wanted || !given)
            return !wanted && !given && path.empty() ? std::optional(std::move(arguments)) : std::nullopt;
        if (!wanted->starts_with('{')) {
            if (*wanted != *given)
                return std::nullopt;
            continue;
        }
        auto decoded = http::percentDecode(*given);
        if (!decoded || decoded->empty())
            return std::nullopt;
        arguments.push_back(std::move(*decoded));
    }
}

} // namespace

std::span<const Route> routes() {
    return table;
}

Match match(std::string_view method, std::string_view path) {
    // What GET is served for, HEAD is too (RFC 9110, 9.1); the server leaves the content out.
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    Match found;
    for (const Route& route : table) {
        auto arguments = argumentsOf(route.pattern, path);
        if (!arguments)
            continue;
        if (route.method == wanted && (method != "HEAD" || route.where != Where::Stream))
            return {&route, std::move(*arguments), {}};
        found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(route.method);
        if (route.method == "GET" && route.where != Where::Stream)
            found.allowed += ", HEAD";
    }
    return found;
}

} // namespace signalbox::server
