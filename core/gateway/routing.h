// A route table together with its prepared versions: what the I/O thread reads for every request. Immutable; swapped
// whole by pointer.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/gateway/prepared.h"

namespace signalbox::gateway {

struct Routed {
    PreparedPtr stable;
    PreparedPtr canary;            // null without one
    PreparedPtr shadow;            // null without one
    PreparedPtr leaving = nullptr; // rolled back, still ends its conversations; null without one
};

struct Routing {
    traffic::RouteTablePtr table;
    std::map<std::string, Routed, std::less<>> versions;
    std::string models; // the answer to GET /v1/models
};

using RoutingPtr = std::shared_ptr<const Routing>;

struct Assigned {
    PreparedPtr version;
    traffic::Role role = traffic::Role::Stable;
    traffic::Weight weight;
    std::uint64_t unit = 0;     // hash of the unit key
    std::uint32_t draw = 0;     // which salt it was hashed with
    PreparedPtr shadow;         // gets a copy; null: none
    traffic::Weight share;      // of requests that are copied
    traffic::Weight noise = {}; // of copies that stable answers again
};

[[nodiscard]] std::optional<Assigned> assign(const Routing& routing, std::string_view agent, std::string_view unit);
[[nodiscard]] std::string modelList(const traffic::RouteTable& table);
// What the OpenAI API says of one model. `id`: percent-encoded; nullopt: there is no such agent.
[[nodiscard]] std::optional<std::string> modelNamed(const Routing& routing, std::string_view id);

// What a request's method and target ask for.
struct Wanted {
    enum class Kind { Model, Agent, Models, OneModel, Feedback, Options, WrongMethod, Unknown } kind = Kind::Unknown;
    std::string_view agent = {}; // Agent: its name; OneModel: its id, percent-encoded
    std::string_view rest = {};  // Model: path below /v1; Agent: path below the agent, query included
    std::string_view allow = {}; // Options, WrongMethod: a header line with the methods of the path
};

[[nodiscard]] Wanted wantedBy(std::string_view method, std::string_view target);
// Whether a path has "." or ".." segments, also percent-encoded: it could leave the upstream's base path.
[[nodiscard]] bool hasDotSegments(std::string_view path);

} // namespace signalbox::gateway
