// Names and messages of version tags: agents/<name>/v<semver>, changelog, trailers. Pure. Private to core/versions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <git2/oid.h>

#include "core/agents/version.h"
#include "core/base/result.h"

namespace signalbox::versions {

struct TagName {
    std::string agent;
    agents::SemVer version;
};

// "agents/refunds/v2.1.0"
[[nodiscard]] std::string tagNameOf(std::string_view agent, const agents::SemVer& version);
[[nodiscard]] Result<TagName> parseTagName(std::string_view name);
// The agent a badly named tag seems to mean, or empty.
[[nodiscard]] std::string agentOfTag(std::string_view name);

struct TagObject {
    git_oid commit;
    std::string name;
    std::string author;
    WallTime time{};
    std::string changelog;
    std::string ticket;
    Digest digest; // null when there is no trailer
};

// The raw bytes of a tag object. Errors: Corrupt "broken_object".
[[nodiscard]] Result<TagObject> parseTagObject(std::string_view raw);
// The message that parseTagObject() reads back.
[[nodiscard]] std::string tagMessage(std::string_view changelog, std::string_view ticket, const Digest& digest);

} // namespace signalbox::versions
