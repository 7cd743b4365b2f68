#include "core/agents/checked_text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <format>

#include "core/agents/secrets.h"

namespace signalbox::agents {

namespace {

std::string_view queryOf(std::string_view url) {
    return url.substr(std::min(url.find('?'), url.size()));
}

// Whether a parameter has the name of a credential, as providers have them ("key", "api_key", "sig", "access_token"),
// or a value that looks like one.
bool holdsSecret(std::string_view query) {
    static constexpr std::array<std::string_view, 7> parts{"key",  "token",     "secret",    "password",
                                                           "auth", "signature", "credential"};
    while (!query.empty()) {
        query.remove_prefix(1); // "?" or "&"
        const std::string_view pair = query.substr(0, query.find('&'));
        query.remove_prefix(pair.size());
        std::string name(pair.substr(0, pair.find('=')));
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (name == "sig" || name == "code" || name == "pwd" || !secretIn(pair).empty() ||
            std::ranges::any_of(parts, [&name](std::string_view part) { return name.contains(part); }))
            return true;
    }
    return false;
}

// For the line to write: the address without what must not stand in it.
std::string plainUrl(std::string_view url) {
    const auto scheme = url.find("://");
    std::string_view rest = scheme == std::string_view::npos ? url : url.substr(scheme + 3);
    rest = rest.substr(0, rest.find_first_of("# "));
    if (holdsSecret(queryOf(rest)))
        rest = rest.substr(0, rest.find('?'));
    if (const auto at = rest.substr(0, rest.find_first_of("/?")).rfind('@'); at != std::string_view::npos)
        rest = rest.substr(at + 1);
    const bool local = rest.starts_with("127.") || rest.starts_with("localhost") || url.starts_with("http://");
    return (local ? "http://" : "https://") + (rest.empty() ? std::string("example.com/v1") : std::string(rest));
}

} // namespace

// "My Agent" → "my-agent"
std::string nearestName(std::string_view text) {
    std::string name;
    for (const char c : text.substr(0, 63)) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool letter = upper || (c >= 'a' && c <= 'z');
        if (letter || (!name.empty() && c >= '0' && c <= '9'))
            name += upper ? static_cast<char>(c - 'A' + 'a') : c;
        else if (!name.empty() && !name.ends_with('-'))
            name += '-';
    }
    while (name.ends_with('-'))
        name.pop_back();
    return name.empty() ? "my-agent" : name;
}

bool isHttpUrl(std::string_view url) {
    return (url.starts_with("http://") && url.size() > 7) || (url.starts_with("https://") && url.size() > 8);
}

bool isAgentName(std::string_view name) {
    const auto good = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
    return !name.empty() && name.size() <= 63 && name.front() >= 'a' && name.front() <= 'z' && name.back() != '-' &&
           std::ranges::all_of(name, good) && name.find("--") == std::string_view::npos;
}

void checkName(YamlMap& map, std::string_view key, std::string_view name) {
    if (!isAgentName(name))
        map.fail(key, "bad_name", std::format("\"{}\" is not a name.", name.substr(0, 80)),
                 "Write at most 63 lower-case letters, digits and single hyphens, beginning with a letter.",
                 written(key, nearestName(name)));
}

std::string whyNotBaseUrl(std::string_view url) {
    if (!isHttpUrl(url))
        return "The url must begin with http:// or https://.";
    const std::string_view rest = url.substr(url.find("://") + 3);
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    if (authority.contains('@'))
        return "The url holds a user or a password, which would be logged and shown.";
    if (authority.empty() || authority.starts_with(':'))
        return "The url names no host.";
    if (rest.contains('#'))
        return "The url holds a fragment, which no server is sent.";
    if (holdsSecret(queryOf(rest)))
        return "The query of the url holds what looks like a credential, which would be logged and shown.";
    if (std::ranges::any_of(rest, [](char c) { return static_cast<unsigned char>(c) <= 0x20 || c == 0x7F; }))
        return "The url holds a space.";
    return {};
}

void checkBaseUrl(YamlMap& map, std::string_view key, std::string_view url) {
    if (const std::string wrong = whyNotBaseUrl(url); !wrong.empty())
        map.fail(key, "bad_url", wrong,
                 "Write https://host:port/path; secrets go into credential: or headers: as env:NAME or file:PATH.",
                 written(key, plainUrl(url)));
}

// Where the file should lie: under the name that it has.
std::string exampleIn(std::string_view folder, std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const std::string_view usual = folder == "prompts/" ? "system.md" : "file.json";
    return std::string(folder) +
           std::string(name.empty() || name == "." || name == ".." || !isInnerPath(name) ? usual : name);
}

bool isInnerPath(std::string_view path) {
    if (path.empty() || path.size() > 1024 || path.front() == '/' || path.back() == '/')
        return false;
    if (std::ranges::any_of(path,
                            [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '\\'; }))
        return false;
    while (!path.empty()) {
        const auto slash = path.find('/');
        const auto part = path.substr(0, slash);
        if (part.empty() || part == "." || part == "..")
            return false;
        path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
    }
    return true;
}

} // namespace signalbox::agents
