#include "core/versions/tag.h"

#include <algorithm>
#include <charconv>
#include <format>

#include "core/agents/manifest_reader.h"

namespace signalbox::versions {

namespace {

constexpr std::string_view versionTags = "agents/";
constexpr std::int64_t lastSecond = 253'402'300'799; // of the year 9999

std::unexpected<Error> brokenTag(std::string_view why) {
    return failure(Errc::Corrupt, "broken_object", std::format("The tag object {}.", why),
                   "Fetch the tag again from where it came from, or delete it.");
}

// Takes "key value\n" off the front; nullopt when the next line has another key.
std::optional<std::string_view> takeHeader(std::string_view& text, std::string_view key) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos || !text.starts_with(key) || text.size() <= key.size() || text[key.size()] != ' ')
        return std::nullopt;
    const auto value = text.substr(key.size() + 1, end - key.size() - 1);
    text.remove_prefix(end + 1);
    return value;
}

// "Name <mail> 1767225600 +0000"
void readTagger(std::string_view line, TagObject& tag) {
    const auto open = line.find('<');
    const auto close = line.rfind('>');
    tag.author = line.substr(0, open);
    while (tag.author.ends_with(' '))
        tag.author.pop_back();
    if (close == std::string_view::npos || close + 2 > line.size())
        return;
    std::int64_t seconds = 0;
    std::from_chars(line.data() + close + 2, line.data() + line.size(), seconds);
    tag.time = WallTime{std::chrono::seconds{std::clamp<std::int64_t>(seconds, 0, lastSecond)}};
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool isTrailer(std::string_view line) {
    const auto colon = line.find(": ");
    return colon != std::string_view::npos && colon > 0 && std::ranges::all_of(line.substr(0, colon), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
           });
}

template <class Function> void forEachLine(std::string_view text, Function function) {
    while (!text.empty()) {
        const auto end = text.find('\n');
        function(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
}

Result<void> readTrailers(std::string_view block, TagObject& tag) {
    Result<void> outcome;
    forEachLine(block, [&](std::string_view line) {
        const auto colon = line.find(": ");
        const auto key = line.substr(0, colon);
        const auto value = trimmed(line.substr(colon + 2));
        if (key == "Ticket") {
            tag.ticket = value;
        } else if (key == "Signalbox-Digest") {
            const auto digest = Digest::parse(value);
            if (digest)
                tag.digest = *digest;
            else
                outcome = brokenTag("has a Signalbox-Digest that is not a digest");
        }
    });
    return outcome;
}

// A signature of the tag object follows its message.
std::string_view withoutSignature(std::string_view message) {
    if (message.find("-----BEGIN ") == std::string_view::npos) // as of nearly all
        return message;
    for (const std::string_view mark :
         {"-----BEGIN PGP SIGNATURE-----", "-----BEGIN SSH SIGNATURE-----", "-----BEGIN SIGNED MESSAGE-----"}) {
        const auto at = message.starts_with(mark) ? 0 : message.rfind("\n" + std::string(mark));
        message = message.substr(0, at);
    }
    return message;
}

Result<void> readMessage(std::string_view message, TagObject& tag) {
    message = withoutSignature(message);
    message = trimmed(message);
    const auto gap = message.rfind("\n\n");
    const auto block = gap == std::string_view::npos ? message : message.substr(gap + 2);
    bool trailers = !block.empty();
    forEachLine(block, [&](std::string_view line) { trailers = trailers && isTrailer(line); });
    if (trailers) {
        if (auto done = readTrailers(block, tag); !done)
            return done;
        // A message of nothing but "Fix: this" is a changelog, not a trailer.
        if (gap != std::string_view::npos || !tag.ticket.empty() || !tag.digest.isNull())
            message = gap == std::string_view::npos ? std::string_view{} : message.substr(0, gap);
    }
    tag.changelog = trimmed(message);
    return {};
}

} // namespace

std::string tagNameOf(std::string_view agent, const agents::SemVer& version) {
    return std::format("{}{}/v{}", versionTags, agent, version.toString());
}

Result<TagName> parseTagName(std::string_view name) {
    const auto bad = [] {
        return failure(Errc::Invalid, "bad_tag_name", "The tag is not named like agents/refunds/v2.1.0.",
                       "Publish versions through Signalbox, and delete tags that were made by hand.");
    };
    if (!name.starts_with(versionTags))
        return bad();
    const auto rest = name.substr(versionTags.size());
    const auto slash = rest.find('/');
    if (slash == std::string_view::npos || !agents::isAgentName(rest.substr(0, slash)) ||
        !rest.substr(slash + 1).starts_with('v'))
        return bad();
    auto version = agents::SemVer::parse(rest.substr(slash + 2));
    if (!version)
        return bad();
    return TagName{std::string(rest.substr(0, slash)), std::move(*version)};
}

std::string agentOfTag(std::string_view name) {
    if (!name.starts_with(versionTags))
        return {};
    const auto rest = name.substr(versionTags.size());
    const auto agent = rest.substr(0, rest.find('/'));
    return agents::isAgentName(agent) ? std::string(agent) : std::string{};
}

Result<TagObject> parseTagObject(std::string_view raw) {
    TagObject tag;
    const auto object = takeHeader(raw, "object");
    if (!object || object->size() != GIT_OID_SHA1_HEXSIZE ||
        git_oid_fromstrn(&tag.commit, object->data(), object->size()) != 0)
        return brokenTag("does not say what it points at");
    const auto type = takeHeader(raw, "type");
    if (!type || *type != "commit")
        return failure(Errc::Corrupt, "broken_object", "The tag object does not point at a commit.",
                       "Tag the commit itself (git tag -a -f), not another tag, a tree or a file.");
    const auto name = takeHeader(raw, "tag");
    if (!name)
        return brokenTag("has no name");
    tag.name = *name;
    if (const auto tagger = takeHeader(raw, "tagger"))
        readTagger(*tagger, tag);
    while (!raw.empty() && raw.front() != '\n') { // headers of later versions of Git
        const auto end = raw.find('\n');
        raw = end == std::string_view::npos ? std::string_view{} : raw.substr(end + 1);
    }
    if (auto done = readMessage(raw, tag); !done)
        return failure(done.error());
    return tag;
}

std::string tagMessage(std::string_view changelog, std::string_view ticket, const Digest& digest) {
    std::string message(trimmed(changelog));
    message += "\n\n";
    if (!ticket.empty())
        message += std::format("Ticket: {}\n", trimmed(ticket));
    message += std::format("Signalbox-Digest: {}\n", digest.toString());
    return message;
}

} // namespace signalbox::versions
