#include "core/versions/store.h"

#include <algorithm>
#include <format>

#include "core/agents/manifest_reader.h"
#include "core/versions/held_index.h"
#include "core/versions/lister.h"
#include "core/versions/publisher.h"

namespace signalbox::versions {

namespace {

constexpr std::size_t longestChangelog = 64 * 1024;

bool isOneLine(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

bool isBlank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

Result<void> checkWords(const PublishRequest& request) {
    if (!agents::isAgentName(request.agent))
        return failure(Errc::Invalid, "bad_name", "This is not the name of an agent.",
                       "Use lower-case letters, digits and hyphens, beginning with a letter.", "/agent");
    if (isBlank(request.changelog))
        return failure(Errc::Invalid, "no_changelog", "A version needs a changelog.", "Say what changed and why.",
                       "/changelog");
    if (request.changelog.size() > longestChangelog || request.changelog.contains('\0') ||
        request.changelog.contains("-----BEGIN "))
        return failure(Errc::Invalid, "bad_changelog", "The changelog is too long, or holds what would end it in Git.",
                       std::format("Write plain text of at most {} KiB.", longestChangelog / 1024), "/changelog");
    if (!isOneLine(request.ticket) || request.ticket.size() > 200)
        return failure(Errc::Invalid, "bad_ticket", "A ticket is one short line.", {}, "/ticket");
    const std::string_view marks = "<>";
    for (const std::string& text : {request.authorName, request.authorEmail})
        if (isBlank(text) || !isOneLine(text) || text.find_first_of(marks) != std::string::npos || text.size() > 200)
            return failure(Errc::Invalid, "bad_author",
                           "The author needs a name and a mail address, each one line without < and >.",
                           "Correct them in the settings.", "/author");
    return {};
}

Result<void> checkContent(const agents::Snapshot& snapshot, const std::string& agent) {
    if (snapshot.manifest.name != agent)
        return failure(agents::wrongAgent(snapshot, agent));
    return agents::refuseMistakes(agents::checkForPublishing(snapshot));
}

// The snapshot, if it is what its tag says (null: it says nothing) and belongs to the agent.
Result<agents::SnapshotPtr> proven(agents::SnapshotPtr snapshot, const std::string& agent,
                                   const agents::SemVer& version, const Digest& said) {
    if (!said.isNull() && snapshot->digest != said)
        return failure(Errc::Corrupt, "digest_mismatch",
                       std::format("{} {} is {} but its tag says {}.", agent, version.toString(),
                                   snapshot->digest.toString(), said.toString()),
                       "Do not use this version; find out who changed the tag or the repository.");
    if (snapshot->manifest.name != agent)
        return failure(Errc::Corrupt, "agent_missing",
                       std::format("The agent.yaml of this version belongs to \"{}\".", snapshot->manifest.name),
                       "Publish the version again under its own name.");
    return snapshot;
}

} // namespace

class Store::Private {
public:
    explicit Private(std::unique_ptr<Repository> opened) : repository(std::move(opened)), lister(*repository) {}

    [[nodiscard]] Result<TagObject> tag(const std::string& name) const {
        // What was seen first stays: a tag that was moved since must not change what answers requests.
        if (const auto seen = lister.remembered(name))
            return repository->readTag(*seen);
        const auto target = repository->tagTarget(name);
        return target ? repository->readTag(*target) : Result<TagObject>(failure(target.error()));
    }

    [[nodiscard]] Result<void> checkIsNew(const PublishRequest& request, const Digest& digest) const {
        const auto existing = tag(tagNameOf(request.agent, request.version));
        if (!existing && existing.error().code == "no_version")
            return {};
        const bool equal = existing && existing->digest == digest;
        return failure(Errc::Conflict, "version_exists",
                       std::format("{} {} is published already, with {} content.", request.agent,
                                   request.version.toString(), equal ? "the same" : "other"),
                       equal ? "There is nothing to do." : "Choose another version; a published one never changes.",
                       "/version");
    }

    // The files of a version as an agent's snapshot; `tag` is filled for what its trailers say.
    [[nodiscard]] Result<agents::SnapshotPtr> snapshot(const std::string& agent, const agents::SemVer& version,
                                                       TagObject& tag) const;
    [[nodiscard]] Result<agents::SnapshotPtr> listed(const agents::Version& version, TagObject& tag) const;
    [[nodiscard]] Result<agents::SnapshotPtr> published(const std::string& agent, const TagObject& tag) const;
    [[nodiscard]] Result<agents::SnapshotPtr> foreign(const std::string& agent, const std::string& name,
                                                      const git_oid& target, TagObject& tag) const;

    // The object that names the version's tag, as far as it is remembered or still there; empty: there is none.
    [[nodiscard]] std::string keyOf(const std::string& agent, const agents::SemVer& version) const;

    std::unique_ptr<Repository> repository;
    Lister lister;
    Adopted adopted;
    VersionChecks checks;
};

std::string Store::Private::keyOf(const std::string& agent, const agents::SemVer& version) const {
    const std::string ours = tagNameOf(agent, version);
    auto object = lister.remembered(ours);
    const auto look = [&](const std::string& tag) {
        const auto target = repository->tagTarget(tag);
        return target ? std::optional(*target) : std::nullopt;
    };
    if (!object)
        object = look(ours);
    if (const auto known = adopted.find(agent); !object && known != adopted.end()) {
        const std::string tag = agents::tagOf(known->second, version);
        object = lister.remembered(agent, tag);
        if (!object)
            object = look(tag);
    }
    return object ? agent + " " + git::hex(*object) : std::string();
}

Result<agents::SnapshotPtr> Store::Private::snapshot(const std::string& agent, const agents::SemVer& version,
                                                     TagObject& found) const {
    const auto known = adopted.find(agent);
    auto ours = tag(tagNameOf(agent, version));
    if (known == adopted.end() || ours || ours.error().code != "no_version") {
        if (!ours)
            return failure(ours.error());
        found = std::move(*ours);
        return published(agent, found);
    }
    const std::string name = agents::tagOf(known->second, version);
    const auto seen = lister.remembered(agent, name);
    const auto target = seen ? Result<git_oid>(*seen) : repository->tagTarget(name);
    if (!target)
        return failure(target.error());
    return foreign(agent, name, *target, found);
}

Result<agents::SnapshotPtr> Store::Private::published(const std::string& agent, const TagObject& tag) const {
    auto files = repository->agentFiles(tag.commit, agent);
    return files ? agents::makeSnapshot(std::move(*files)) : Result<agents::SnapshotPtr>(failure(files.error()));
}

Result<agents::SnapshotPtr> Store::Private::foreign(const std::string& agent, const std::string& name,
                                                    const git_oid& target, TagObject& found) const {
    const auto known = adopted.find(agent);
    if (known == adopted.end())
        return failure(Errc::NotFound, "no_version", std::format("{} is not adopted.", agent),
                       "Look at the list of versions.");
    const agents::Adoption& adoption = known->second;
    auto read = repository->readForeignTag(target, name);
    if (!read)
        return failure(read.error());
    found = std::move(*read);
    auto files = repository->filesBelow(found.commit, adoption.path,
                                        [&](std::string_view path) { return agents::isWanted(adoption, path); });
    return files ? agents::makeAdoptedSnapshot(std::move(*files), agent, adoption)
                 : Result<agents::SnapshotPtr>(failure(files.error()));
}

Result<agents::SnapshotPtr> Store::Private::listed(const agents::Version& version, TagObject& found) const {
    git_oid target;
    if (version.tagObject.size() != GIT_OID_SHA1_HEXSIZE || git_oid_fromstr(&target, version.tagObject.c_str()) != 0)
        return failure(Errc::NotFound, "no_version", "The version names no tag object.",
                       "Look at the list of versions.");
    if (version.tag != tagNameOf(version.agent, version.version))
        return foreign(version.agent, version.tag, target, found);
    auto read = repository->readTag(target);
    if (!read)
        return failure(read.error());
    found = std::move(*read);
    return published(version.agent, found);
}

Store::Store(std::unique_ptr<Private> d_) : d(std::move(d_)) {}

Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::filesystem::path& workspace) {
    auto repository = Repository::open(workspace);
    if (!repository)
        return failure(repository.error());
    return std::unique_ptr<Store>(new Store(std::make_unique<Private>(std::move(*repository))));
}

Result<std::unique_ptr<Store>> Store::create(const std::filesystem::path& workspace) {
    auto repository = Repository::create(workspace);
    if (!repository)
        return failure(repository.error());
    return std::unique_ptr<Store>(new Store(std::make_unique<Private>(std::move(*repository))));
}

void Store::adopt(Adopted adopted) {
    d->lister.adopt(adopted);
    d->adopted = std::move(adopted);
}

Result<agents::Version> Store::publish(const PublishRequest& request) {
    if (d->adopted.contains(request.agent))
        return failure(Errc::Refused, "adopted_agent",
                       std::format("{} is adopted: its versions are the tags of its own repository.", request.agent),
                       "Commit there and tag it, or remove its path from signalbox.yaml.", "/agent");
    if (auto good = checkWords(request); !good)
        return failure(good.error());
    const auto snapshot = agents::makeSnapshot(request.files);
    if (!snapshot)
        return failure(snapshot.error());
    if (auto good = checkContent(**snapshot, request.agent); !good)
        return failure(good.error());
    if (auto good = d->checkIsNew(request, (*snapshot)->digest); !good)
        return failure(good.error());
    auto index = HeldIndex::take(*d->repository);
    if (!index && request.moveHead)
        return failure(index.error());
    const auto outcome = Publisher(*d->repository).publish(request, **snapshot, index ? &*index : nullptr);
    if (!outcome)
        return failure(outcome.error());
    // The version is safe from here on. The files on disk follow if the branch did; if they can't, git status says so.
    if (outcome->branchMoved && index)
        (void)index->finish();
    const auto catalogue = d->lister.list();
    if (!catalogue)
        return failure(catalogue.error());
    for (const agents::Version& version : (*catalogue)->versions)
        if (version.agent == request.agent && version.version == request.version)
            return version;
    return failure(Errc::Internal, "not_listed", "The version was published but is not listed.",
                   "List the versions again.");
}

Result<CataloguePtr> Store::list() {
    return d->lister.list();
}

Result<agents::SnapshotPtr> Store::read(const std::string& agent, const agents::SemVer& version) const {
    if (!agents::isAgentName(agent))
        return failure(Errc::NotFound, "no_version", "There is no agent of that name.",
                       "Look at the list of versions.");
    TagObject tag;
    auto snapshot = d->snapshot(agent, version, tag);
    return snapshot ? proven(std::move(*snapshot), agent, version, tag.digest) : std::move(snapshot);
}

Result<agents::SnapshotPtr> Store::read(const agents::Version& listed) const {
    TagObject tag;
    auto snapshot = d->listed(listed, tag);
    return snapshot ? proven(std::move(*snapshot), listed.agent, listed.version, tag.digest) : std::move(snapshot);
}

VersionFindingsPtr Store::check(const agents::Version& listed) const {
    if (auto found = known(listed))
        return found;
    const auto snapshot = read(listed);
    return d->checks.keep(listed.agent + " " + listed.tagObject,
                          snapshot ? bounded(agents::checkForPublishing(**snapshot)) : findingsOf(snapshot.error()));
}

VersionFindingsPtr Store::check(const std::string& agent, const agents::SemVer& version) const {
    const std::string key = d->keyOf(agent, version);
    if (auto known = d->checks.find(key))
        return known;
    const auto snapshot = read(agent, version);
    VersionFindings found = snapshot ? bounded(agents::checkForPublishing(**snapshot)) : findingsOf(snapshot.error());
    return key.empty() ? std::make_shared<const VersionFindings>(std::move(found))
                       : d->checks.keep(key, std::move(found));
}

VersionFindingsPtr Store::known(const agents::Version& version) const {
    return d->checks.find(version.agent + " " + version.tagObject);
}

Result<std::string> Store::readFile(const std::string& path) const {
    if (!agents::isInnerPath(path))
        return failure(Errc::NotFound, "no_file", "The path leaves the workspace.", {}, path.substr(0, 200));
    const auto head = d->repository->head();
    if (!head)
        return failure(head.error());
    const auto tree = d->repository->treeOf(head->get());
    return tree ? d->repository->file(tree->get(), path) : Result<std::string>(failure(tree.error()));
}

Result<std::vector<std::string>> Store::agentNames() const {
    const auto head = d->repository->head();
    if (!head)
        return failure(head.error());
    const auto tree = d->repository->treeOf(head->get());
    if (!tree)
        return failure(tree.error());
    return d->repository->agentFolders(tree->get());
}

} // namespace signalbox::versions
