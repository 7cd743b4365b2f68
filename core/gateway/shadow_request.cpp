#include "core/gateway/shadow_request.h"

#include <algorithm>
#include <array>

#include "core/gateway/version_body.h"

namespace signalbox::gateway {

http::Headers headersFrom(std::string_view lines) {
    http::Headers headers;
    while (!lines.empty()) {
        const auto end = std::min(lines.find("\r\n"), lines.size());
        const std::string_view line = lines.substr(0, end);
        if (const auto colon = line.find(": "); colon != std::string_view::npos)
            headers.push_back({std::string(line.substr(0, colon)), std::string(line.substr(colon + 2))});
        lines.remove_prefix(std::min(end + 2, lines.size()));
    }
    return headers;
}

Result<http::ClientRequest> shadowRequest(const ShadowCopy& copy, std::size_t maximumAnswer) {
    // Answers are compared, so they come unpacked; the client frames the request itself.
    static constexpr std::array<std::string_view, 3> left{"host", "accept-encoding", "content-length"};
    const Prepared& version = *copy.version;
    const auto members = scanObject(copy.pair.request);
    if (!members)
        return failure(members.error());
    http::ClientRequest request;
    request.method = "POST";
    http::Url base = version.origin->url;
    base.path = version.basePath;
    base.query = version.baseQuery;
    request.url = base.below(copy.path).text();
    request.timeout = version.requestTime;
    request.firstByteTimeout = version.firstTokenTime;
    request.maximumAnswer = maximumAnswer;
    request.headers = headersFrom(version.fixedHeaders);
    request.headers.insert(request.headers.end(), copy.headers.begin(), copy.headers.end());
    std::erase_if(request.headers, [](const http::Header& header) {
        return std::ranges::any_of(left, [&](std::string_view name) { return http::equalNames(header.name, name); });
    });
    request.headers.push_back({"x-signalbox-shadow", "1"});
    auto body = rewriteFor(models::dialectOf(copy.path), copy.pair.request, *members, version.chat);
    if (!body)
        return failure(body.error());
    request.body = std::move(body->body);
    return request;
}

} // namespace signalbox::gateway
