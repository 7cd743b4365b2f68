// One call of the control API on its way to a handler, and what the handler gives back. Values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonObject>

#include "core/base/result.h"
#include "core/http/message.h"
#include "core/server/tokens.h"

namespace signalbox::server {

class Backend;

struct Call {
    const http::Request& request;
    std::vector<std::string> arguments; // what stands for {…} in the pattern, decoded
    Caller caller;
};

struct Answer {
    int status = 200;
    http::Headers headers = {};
    std::string body = {};
};

// The thread that a handler runs on.
enum class Where { Control, Catalogue, Reports, Stream };

using Handler = Result<Answer> (*)(Backend& backend, const Call& call);

struct Route {
    std::string_view method;
    std::string_view pattern; // "/api/v1/agents/{agent}/versions"
    std::string_view verb;    // of protocol::mayUse
    Where where = Where::Control;
    Handler handler = nullptr; // null for Stream
    std::size_t bodyLimit = 1024UL * 1024;
};

[[nodiscard]] Answer jsonAnswer(const QJsonObject& object, int status = 200);
// A whole number from a query parameter. Errors: Invalid "bad_parameter".
[[nodiscard]] Result<std::uint64_t> countParameter(const http::Request& request, std::string_view name,
                                                   std::uint64_t otherwise, std::uint64_t most);

} // namespace signalbox::server
