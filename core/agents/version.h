// A published version as the version store lists it; its content is a Snapshot. Values; any thread.
#pragma once

#include <string>
#include <vector>

#include "core/agents/semver.h"
#include "core/base/digest.h"
#include "core/base/time.h"

namespace signalbox::agents {

// Enough to name a version in traffic, in a release and in the audit log.
struct VersionRef {
    SemVer version;
    Digest digest;

    [[nodiscard]] std::string name() const { return version.toString(); }

    bool operator==(const VersionRef&) const = default;
};

struct Version {
    std::string agent;
    SemVer version;
    Digest digest;         // as the tag's Signalbox-Digest trailer says; null when the tag has none
    std::string tag;       // full ref name without refs/tags/
    std::string tagObject; // hex id of the tag object
    std::string commit;    // hex id
    std::string author;    // the tagger's name, as it stands in the tag (untrusted text)
    WallTime time{};
    std::string changelog;       // the tag's message without its trailers (untrusted text)
    std::string ticket;          // trailer Ticket:
    std::vector<SemVer> parents; // nearest tagged ancestors of the same agent

    [[nodiscard]] VersionRef ref() const { return {version, digest}; }
};

} // namespace signalbox::agents
