#include "core/http/url.h"

#include <algorithm>
#include <charconv>

#include "core/http/message.h"

namespace signalbox::http {

namespace {

// The text is not told: it may hold a password, and this is logged and shown.
std::unexpected<Error> badUrl(const std::string& why) {
    return failure(Errc::Invalid, "bad_url", "The URL " + why + ".", "Write it as https://host:port/path.");
}

// Decoded, so that one name has one form.
std::string nameOf(std::string_view pair) {
    const std::string_view name = pair.substr(0, pair.find('='));
    return percentDecode(name).value_or(std::string(name));
}

bool hasParameter(std::string_view query, std::string_view name) {
    while (!query.empty()) {
        const std::string_view pair = query.substr(0, query.find('&'));
        if (nameOf(pair) == name)
            return true;
        query.remove_prefix(std::min(pair.size() + 1, query.size()));
    }
    return false;
}

std::string bracketed(const std::string& host) {
    return host.contains(':') ? "[" + host + "]" : host;
}

} // namespace

Result<Url> Url::parse(std::string_view text) {
    Url url;
    std::string_view rest = text;
    if (rest.size() > 8 && equalNames(rest.substr(0, 8), "https://")) {
        url.tls = true;
        url.port = 443;
        rest.remove_prefix(8);
    } else if (rest.size() > 7 && equalNames(rest.substr(0, 7), "http://")) {
        rest.remove_prefix(7);
    } else {
        return badUrl("is not an http or https URL");
    }
    if (std::ranges::any_of(rest, [](char c) { return c <= 0x20 || c >= 0x7f || c == '#'; }) ||
        rest.substr(0, rest.find_first_of("/?")).contains('@'))
        return badUrl("holds a character that a base URL must not have");
    if (const auto mark = rest.find('?'); mark != std::string_view::npos) {
        url.query = rest.substr(mark + 1);
        rest = rest.substr(0, mark);
    }
    const auto slash = rest.find('/');
    std::string_view authority = rest.substr(0, slash);
    url.path = slash == std::string_view::npos ? std::string() : std::string(rest.substr(slash));
    while (url.path.ends_with('/'))
        url.path.pop_back();

    const bool literal = authority.starts_with('[');
    const auto hostEnd = literal ? authority.find(']') : authority.find(':');
    if (literal && hostEnd == std::string_view::npos)
        return badUrl("has an unfinished IPv6 address");
    url.host = authority.substr(literal ? 1 : 0, literal ? hostEnd - 1 : hostEnd);
    const auto after = literal ? hostEnd + 1 : hostEnd;
    std::string_view port = after >= authority.size() ? std::string_view{} : authority.substr(after);
    if (!port.empty()) {
        port.remove_prefix(1);
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
        if (error != std::errc{} || end != port.data() + port.size() || url.port == 0)
            return badUrl("has no valid port");
    }
    if (url.host.empty())
        return badUrl("has no host");
    return url;
}

std::string Url::authority() const {
    const bool usual = port == (tls ? 443 : 80);
    return usual ? bracketed(host) : bracketed(host) + ":" + std::to_string(port);
}

std::string Url::origin() const {
    return (tls ? "https://" : "http://") + bracketed(host) + ":" + std::to_string(port);
}

std::string Url::target() const {
    const std::string base = path.empty() ? "/" : path;
    return query.empty() ? base : base + "?" + query;
}

std::string Url::text() const {
    return origin() + target();
}

Url Url::below(std::string_view pathAndQuery) const {
    const auto mark = std::min(pathAndQuery.find('?'), pathAndQuery.size());
    Url url = *this;
    url.path.append(pathAndQuery.substr(0, mark));
    url.query = joinedQuery(query, pathAndQuery.substr(std::min(mark + 1, pathAndQuery.size())));
    return url;
}

std::string joinedQuery(std::string_view base, std::string_view given) {
    if (base.empty())
        return std::string(given);
    std::string joined(base);
    while (!given.empty()) {
        const std::string_view pair = given.substr(0, given.find('&'));
        given.remove_prefix(std::min(pair.size() + 1, given.size()));
        if (!pair.empty() && !hasParameter(base, nameOf(pair)))
            joined.append("&").append(pair);
    }
    return joined;
}

} // namespace signalbox::http
