#include "core/server/guard.h"

#include <algorithm>
#include <arpa/inet.h>
#include <format>

namespace signalbox::server {

namespace {

std::string lower(std::string_view text) {
    std::string made(text);
    std::ranges::transform(made, made.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return made;
}

auto countOf(const http::Request& request, std::string_view name) {
    return std::ranges::count_if(request.headers,
                                 [&](const auto& header) { return http::equalNames(header.name, name); });
}

std::unexpected<Refusal> refuse(int status, Errc kind, std::string code, std::string message, std::string hint) {
    return std::unexpected(Refusal{status, {kind, std::move(code), std::move(message), std::move(hint)}});
}

std::unexpected<Refusal> unauthorized() {
    Refusal refusal{401,
                    {Errc::Unauthorized, "unauthorized", "The request carries no token that this backend knows.",
                     "Send Authorization: Bearer with a token of this backend."}};
    refusal.headers.push_back({"www-authenticate", "Bearer"});
    return std::unexpected(std::move(refusal));
}

// "application/json", with nothing behind it but a charset of utf-8.
bool isJson(std::string_view type) {
    std::string text = lower(type);
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t'; });
    return text == "application/json" || text == "application/json;charset=utf-8";
}

} // namespace

bool isLoopback(const std::string& address) {
    in_addr parsed{};
    if (::inet_pton(AF_INET, address.c_str(), &parsed) == 1)
        return address.starts_with("127.");
    return address == "::1" || address == "localhost";
}

std::vector<std::string> hostsOf(const std::string& address, std::uint16_t port) {
    if (isLoopback(address)) {
        std::vector hosts{std::format("127.0.0.1:{}", port), std::format("localhost:{}", port),
                          std::format("[::1]:{}", port)};
        if (address.starts_with("127.") && address != "127.0.0.1")
            hosts.push_back(std::format("{}:{}", address, port));
        return hosts;
    }
    return {address.contains(':') ? std::format("[{}]:{}", lower(address), port)
                                  : std::format("{}:{}", lower(address), port)};
}

Guard::Guard(std::vector<std::string> hosts, const Tokens& tokens) : m_hosts(std::move(hosts)), m_tokens(tokens) {
    for (std::string& host : m_hosts)
        host = lower(host);
}

std::expected<void, Refusal> Guard::checkSource(const http::Request& request) const {
    if (countOf(request, "host") != 1 || !std::ranges::contains(m_hosts, lower(request.header("host"))))
        return refuse(403, Errc::Forbidden, "bad_host", "The Host of the request is not a name of this backend.",
                      "Use the address that signalboxd printed when it started.");
    // No page is served from here, so no page has business here: every Origin is a foreign one.
    if (countOf(request, "origin") != 0)
        return refuse(403, Errc::Forbidden, "bad_origin", "Requests from web pages are not answered.",
                      "Use signalbox or signalboxctl.");
    const std::string site = lower(request.header("sec-fetch-site"));
    if (!site.empty() && site != "none")
        return refuse(403, Errc::Forbidden, "bad_origin", "Requests from web pages are not answered.",
                      "Use signalbox or signalboxctl.");
    return {};
}

std::expected<Caller, Refusal> Guard::identify(const http::Request& request) const {
    if (countOf(request, "authorization") != 1)
        return unauthorized();
    const std::string_view value = request.header("authorization");
    constexpr std::string_view scheme = "bearer ";
    if (value.size() <= scheme.size() || lower(value.substr(0, scheme.size())) != scheme)
        return unauthorized();
    if (auto caller = m_tokens.find(value.substr(scheme.size())))
        return *std::move(caller);
    return unauthorized();
}

std::expected<void, Refusal> Guard::checkBody(const http::Request& request, std::size_t limit) {
    if (request.body.size() > limit)
        return refuse(413, Errc::Limit, "body_too_large", std::format("The body is above {} bytes.", limit),
                      "Send less at once.");
    if (countOf(request, "content-encoding") != 0) {
        Refusal refusal{415,
                        {Errc::Invalid, "bad_content_type", "Encoded bodies are not read.", "Send the JSON as it is."}};
        refusal.headers.push_back({"accept-encoding", "identity"});
        return std::unexpected(std::move(refusal));
    }
    if (countOf(request, "content-type") != 1 || !isJson(request.header("content-type")))
        return refuse(415, Errc::Invalid, "bad_content_type", "The body must be application/json.",
                      "Set Content-Type: application/json.");
    return {};
}

} // namespace signalbox::server
