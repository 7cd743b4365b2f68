#include "core/gateway/routing.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "core/http/message.h"
#include "core/traffic/siphash.h"

namespace signalbox::gateway {

namespace {

std::uint32_t drawOf(const traffic::Salt& salt) {
    std::uint32_t draw = 0;
    std::memcpy(&draw, salt.data(), sizeof(draw));
    return draw;
}

constexpr std::string_view apiPrefix = "/v1";
constexpr std::string_view modelPrefix = "/models/";
constexpr std::string_view agentPrefix = "/agents/";

constexpr std::string_view allowReading = "allow: GET, HEAD, OPTIONS\r\n";
constexpr std::string_view allowAsking = "allow: OPTIONS, POST\r\n";
constexpr std::string_view allowAny = "allow: DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT\r\n";

struct ApiPath {
    std::string_view path; // below /v1
    Wanted::Kind kind;
};

constexpr std::array<ApiPath, 6> apiPaths{{{"/chat/completions", Wanted::Kind::Model},
                                           {"/completions", Wanted::Kind::Model},
                                           {"/responses", Wanted::Kind::Model},
                                           {"/embeddings", Wanted::Kind::Model},
                                           {"/models", Wanted::Kind::Models},
                                           {"/feedback", Wanted::Kind::Feedback}}};

std::string modelObject(const std::string& name) {
    return "{\"id\":" + jsonQuoted(name) + R"(,"object":"model","created":0,"owned_by":"signalbox"})";
}

} // namespace

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
                    .draw = drawOf(choice->route->salt),
                    .shadow = choice->shadow != nullptr ? routed.shadow : nullptr,
                    .share = choice->route->shadowShare,
                    .noise = choice->route->noiseShare};
}

std::string modelList(const traffic::RouteTable& table) {
    std::string list;
    for (const auto& [name, route] : table.routes())
        list.append(list.empty() ? "" : ",").append(modelObject(name));
    return R"({"object":"list","data":[)" + list + "]}";
}

std::optional<std::string> modelNamed(const Routing& routing, std::string_view id) {
    const auto name = http::percentDecode(id);
    if (!name || !routing.versions.contains(*name))
        return std::nullopt;
    return modelObject(*name);
}

Wanted wantedBy(std::string_view method, std::string_view target) {
    using Kind = Wanted::Kind;
    const std::string_view path = target.substr(0, target.find('?'));
    if (path.starts_with(agentPrefix)) {
        const std::string_view below = target.substr(agentPrefix.size());
        const auto end = std::min(below.find_first_of("/?"), below.size());
        return {.kind = Kind::Agent, .agent = below.substr(0, end), .rest = below.substr(end)};
    }
    if (path == "*")
        return {.kind = Kind::Options, .allow = allowAny};
    if (!path.starts_with(apiPrefix))
        return {};
    Wanted wanted{.rest = target.substr(apiPrefix.size())};
    const std::string_view api = path.substr(apiPrefix.size());
    const auto served = std::ranges::find(apiPaths, api, &ApiPath::path);
    if (served != apiPaths.end()) {
        wanted.kind = served->kind;
    } else if (api.starts_with(modelPrefix) && api.size() > modelPrefix.size()) {
        wanted.kind = Kind::OneModel;
        wanted.agent = api.substr(modelPrefix.size());
    } else {
        return {};
    }
    const bool reads = wanted.kind == Kind::Models || wanted.kind == Kind::OneModel;
    if (reads ? method == "GET" || method == "HEAD" : method == "POST")
        return wanted;
    wanted.kind = method == "OPTIONS" ? Kind::Options : Kind::WrongMethod;
    wanted.allow = reads ? allowReading : allowAsking;
    return wanted;
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
