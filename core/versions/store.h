// The version store over a Git repository: publish, list, read. All libgit2 stays in this folder. A Store belongs to
// one thread; each thread that needs one opens its own. Objects, refs and directories are fsynced before publish()
// returns. Tags: agents/<name>/v<semver>, annotated; message = changelog, trailers Ticket: and Signalbox-Digest:.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/agents/snapshot.h"
#include "core/agents/version.h"
#include "core/agents/workspace.h"
#include "core/base/result.h"
#include "core/versions/version_checks.h"

namespace signalbox::versions {

struct Problem { // a tag that could not be used; the others are still listed
    std::string agent;
    std::string tag;
    Error error;
};

struct Catalogue {
    std::vector<agents::Version> versions; // per agent newest precedence first, agents in name order
    std::vector<Problem> problems; // codes: lightweight_tag, broken_object, agent_missing, tag_moved, tag_deleted,
                                   // bad_tag_name, version_twice, link_in_version, submodule_in_version
};

using CataloguePtr = std::shared_ptr<const Catalogue>; // shared, so that a list without a change copies nothing

struct PublishRequest {
    std::string agent;
    agents::SemVer version;
    // The whole snapshot (paths relative to the agent's folder). Other files of the folder (release.yaml, tests/) stay
    // as they are at the parent, unless they are given here too.
    std::vector<agents::File> files;
    std::string changelog;
    std::string ticket;
    std::string authorName;
    std::string authorEmail;
    WallTime time{};
    std::string parent;   // commit or tag the new commit goes on top of; empty: HEAD
    bool moveHead = true; // also let the current branch point at the new commit, when that is a fast-forward
};

using Adopted = std::map<std::string, agents::Adoption>; // by agent, as signalbox.yaml says

class Store {
public:
    // Errors: NotFound "no_repository", Io, Corrupt.
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const std::filesystem::path& workspace);
    // Makes an empty repository (for a workspace that is not one yet).
    [[nodiscard]] static Result<std::unique_ptr<Store>> create(const std::filesystem::path& workspace);
    ~Store();

    // Lets tags of the repository's own be versions of these agents; before the first list() or read(). Nothing in the
    // repository changes, and such an agent can't be published to (Refused "adopted_agent").
    void adopt(Adopted adopted);
    [[nodiscard]] Result<agents::Version> publish(const PublishRequest& request);
    // Cached by the state of the references: a second call without a change takes milliseconds. Tags that moved or
    // vanished since an earlier list of this store are reported as problems, not taken over: the version that was seen
    // first stays listed and readable.
    [[nodiscard]] Result<CataloguePtr> list();
    // Errors: NotFound "no_version", Corrupt "digest_mismatch" and the codes of Problem.
    [[nodiscard]] Result<agents::SnapshotPtr> read(const std::string& agent, const agents::SemVer& version) const;
    // The same of the tag object that was listed, wherever its tag points by now: what people were shown.
    [[nodiscard]] Result<agents::SnapshotPtr> read(const agents::Version& listed) const;
    // What stands against a version: of one that can't be read, why. Never null; kept, so that asking again is cheap.
    [[nodiscard]] VersionFindingsPtr check(const std::string& agent, const agents::SemVer& version) const;
    [[nodiscard]] VersionFindingsPtr check(const agents::Version& listed) const; // of the tag object that was listed
    // The same when it is known already; null: check() has to read it.
    [[nodiscard]] VersionFindingsPtr known(const agents::Version& version) const;
    // A file of the workspace at HEAD, for signalbox.yaml and release.yaml. NotFound when it is not there.
    [[nodiscard]] Result<std::string> readFile(const std::string& path) const;
    [[nodiscard]] Result<std::vector<std::string>> agentNames() const; // folders below agents/ at HEAD

private:
    class Private;
    explicit Store(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace signalbox::versions
