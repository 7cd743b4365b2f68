#include "core/http/url.h"

#include <algorithm>
#include <charconv>

#include "core/http/message.h"

namespace signalbox::http {

namespace {

std::unexpected<Error> badUrl(std::string_view text, const std::string& why) {
    return failure(Errc::Invalid, "bad_url", "\"" + std::string(text) + "\" " + why + ".",
                   "Write it as https://host:port/path.");
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
        return badUrl(text, "is not an http or https URL");
    }
    if (std::ranges::any_of(rest, [](char c) { return c <= 0x20 || c >= 0x7f || c == '@' || c == '?' || c == '#'; }))
        return badUrl(text, "holds a character that a base URL must not have");
    const auto slash = rest.find('/');
    std::string_view authority = rest.substr(0, slash);
    url.path = slash == std::string_view::npos ? std::string() : std::string(rest.substr(slash));
    while (url.path.ends_with('/'))
        url.path.pop_back();

    const bool literal = authority.starts_with('[');
    const auto hostEnd = literal ? authority.find(']') : authority.find(':');
    if (literal && hostEnd == std::string_view::npos)
        return badUrl(text, "has an unfinished IPv6 address");
    url.host = authority.substr(literal ? 1 : 0, literal ? hostEnd - 1 : hostEnd);
    const auto after = literal ? hostEnd + 1 : hostEnd;
    std::string_view port = after >= authority.size() ? std::string_view{} : authority.substr(after);
    if (!port.empty()) {
        port.remove_prefix(1);
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), url.port);
        if (error != std::errc{} || end != port.data() + port.size() || url.port == 0)
            return badUrl(text, "has no valid port");
    }
    if (url.host.empty())
        return badUrl(text, "has no host");
    return url;
}

std::string Url::authority() const {
    const bool usual = port == (tls ? 443 : 80);
    return usual ? bracketed(host) : bracketed(host) + ":" + std::to_string(port);
}

std::string Url::origin() const {
    return (tls ? "https://" : "http://") + bracketed(host) + ":" + std::to_string(port);
}

} // namespace signalbox::http
