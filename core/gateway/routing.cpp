#include "core/gateway/routing.h"

#include <algorithm>
#include <array>

#include "core/http/message.h"
#include "core/traffic/siphash.h"

namespace signalbox::gateway {

std::optional<Assigned> assign(const Routing& routing, std::string_view agent, std::string_view unit) {
    if (!routing.table)
        return std::nullopt;
    const auto choice = routing.table->choose(agent, unit);
    if (!choice)
        return std::nullopt;
    const Routed& routed = routing.versions.find(agent)->second;
    return Assigned{.version = choice->role == traffic::Role::Canary ? routed.canary : routed.stable,
                    .role = choice->role,
                    .weight = choice->weight,
                    .unit = traffic::sipHash24(choice->route->salt, unit),
                    .shadow = choice->shadow != nullptr ? routed.shadow : nullptr,
                    .share = choice->route->shadowShare,
                    .noise = choice->route->noiseShare};
}

std::string modelList(const traffic::RouteTable& table) {
    std::string list;
    for (const auto& [name, route] : table.routes()) {
        list += list.empty() ? "" : ",";
        list += "{\"id\":" + jsonQuoted(name) + R"(,"object":"model","created":0,"owned_by":"signalbox"})";
    }
    return R"({"object":"list","data":[)" + list + "]}";
}

Wanted wantedBy(std::string_view method, std::string_view target) {
    using Kind = Wanted::Kind;
    static constexpr std::array<std::string_view, 4> asked{"/chat/completions", "/completions", "/responses",
                                                           "/embeddings"};
    constexpr std::string_view versionPrefix = "/v1";
    constexpr std::string_view agentPrefix = "/agents/";
    const std::string_view path = target.substr(0, target.find('?'));
    if (path.starts_with(agentPrefix)) {
        const std::string_view below = target.substr(agentPrefix.size());
        const auto end = std::min(below.find_first_of("/?"), below.size());
        return {.kind = Kind::Agent, .agent = below.substr(0, end), .rest = below.substr(end)};
    }
    if (!path.starts_with(versionPrefix))
        return {};
    const std::string_view api = path.substr(versionPrefix.size());
    const std::string_view rest = target.substr(versionPrefix.size());
    if (api == "/models")
        return {.kind = method == "GET" ? Kind::Models : Kind::WrongMethod, .rest = rest};
    if (api == "/feedback")
        return {.kind = method == "POST" ? Kind::Feedback : Kind::WrongMethod, .rest = rest};
    if (!std::ranges::contains(asked, api))
        return {};
    if (method != "POST")
        return {.kind = Kind::WrongMethod, .rest = rest};
    return {.kind = Kind::Model, .rest = rest};
}

bool hasDotSegments(std::string_view path) {
    path = path.substr(0, path.find('?'));
    const auto decoded = http::percentDecode(path);
    if (!decoded)
        return true;
    std::string_view rest = *decoded;
    while (!rest.empty()) {
        const auto slash = rest.find_first_of("/\\");
        const std::string_view segment = rest.substr(0, slash);
        if (segment == "." || segment == "..")
            return true;
        rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
    }
    return false;
}

} // namespace signalbox::gateway
