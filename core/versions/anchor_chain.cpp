#include "core/versions/anchor_chain.h"

#include <format>

#include "core/base/digest.h"
#include "core/versions/durable.h"
#include "core/versions/repository.h"

namespace signalbox::versions {

namespace {

constexpr const char* below = "refs/signalbox/audit/";
constexpr const char* noteFile = "checkpoint";
constexpr const char* keyFile = "public-key";

std::string referenceOf(const std::string& publicKey) {
    return below + sha256(publicKey).hex().substr(0, 16);
}

std::unexpected<Error> badAnchor(std::string_view reference) {
    return failure(Errc::Corrupt, "bad_anchor", std::format("{} is no chain of audit checkpoints.", reference),
                   "See with \"git log\" what moved it, and put it back.");
}

} // namespace

class AnchorChain::Private {
public:
    explicit Private(std::unique_ptr<Repository> opened) : repository(std::move(opened)) {}

    [[nodiscard]] Result<AnchoredCheckpoint> read(const git_oid& commit, std::string_view reference) const;
    [[nodiscard]] Result<git_oid> write(const AnchoredCheckpoint& checkpoint, const git_commit* parent) const;
    [[nodiscard]] Result<void> sync(const git_oid& commit, const std::string& reference) const;

    std::unique_ptr<Repository> repository;
};

Result<AnchoredCheckpoint> AnchorChain::Private::read(const git_oid& id, std::string_view reference) const {
    const auto commit = repository->commit(id);
    if (!commit)
        return badAnchor(reference);
    const auto tree = repository->treeOf(commit->get());
    if (!tree)
        return badAnchor(reference);
    auto note = repository->file(tree->get(), noteFile);
    auto key = repository->file(tree->get(), keyFile);
    if (!note || !key)
        return badAnchor(reference);
    return AnchoredCheckpoint{std::move(*note), std::move(*key),
                              WallTime(std::chrono::seconds(git_commit_time(commit->get())))};
}

Result<git_oid> AnchorChain::Private::write(const AnchoredCheckpoint& checkpoint, const git_commit* parent) const {
    git::TreeBuilderHandle builder;
    git_oid id;
    int status = git_treebuilder_new(git::out(builder), repository->handle(), nullptr);
    for (const auto& [name, content] :
         {std::pair{noteFile, &checkpoint.checkpoint}, {keyFile, &checkpoint.publicKey}}) {
        if (status == 0)
            status = git_odb_write(&id, repository->database(), content->data(), content->size(), GIT_OBJECT_BLOB);
        if (status == 0)
            status = git_treebuilder_insert(nullptr, builder.get(), name, &id, GIT_FILEMODE_BLOB);
    }
    if (status == 0)
        status = git_treebuilder_write(&id, builder.get());
    git::TreeHandle tree;
    git::SignatureHandle author;
    if (status == 0)
        status = git_tree_lookup(git::out(tree), repository->handle(), &id);
    if (status == 0)
        status =
            git_signature_new(git::out(author), "Signalbox", "signalbox@localhost",
                              std::chrono::floor<std::chrono::seconds>(checkpoint.time).time_since_epoch().count(), 0);
    if (status == 0)
        status = git_commit_create(&id, repository->handle(), nullptr, author.get(), author.get(), nullptr,
                                   "Checkpoint of the audit log\n", tree.get(), parent == nullptr ? 0 : 1, &parent);
    if (status != 0)
        return failure(git::lastError(status, "A checkpoint can't be kept in the workspace's repository",
                                      "Check free space and permissions of the repository."));
    return id;
}

// libgit2 syncs the files and their folders; what may be new are the folders above.
Result<void> AnchorChain::Private::sync(const git_oid& commit, const std::string& reference) const {
    const std::filesystem::path directory = repository->directory();
    if (auto done = syncUpTo(directory / "objects" / git::hex(commit).substr(0, 2), directory / "objects"); !done)
        return done;
    return syncUpTo((directory / reference).parent_path(), directory / "refs");
}

AnchorChain::AnchorChain(std::unique_ptr<Private> priv) : d(std::move(priv)) {}

AnchorChain::~AnchorChain() = default;

Result<std::unique_ptr<AnchorChain>> AnchorChain::open(const std::filesystem::path& workspace) {
    auto repository = Repository::open(workspace);
    if (!repository)
        return failure(std::move(repository.error()));
    return std::unique_ptr<AnchorChain>(new AnchorChain(std::make_unique<Private>(std::move(*repository))));
}

Result<void> AnchorChain::add(const AnchoredCheckpoint& checkpoint) const {
    git_repository* const repository = d->repository->handle();
    const std::string reference = referenceOf(checkpoint.publicKey);
    git_oid tip;
    git::CommitHandle parent;
    const bool begun = git_reference_name_to_id(&tip, repository, reference.c_str()) == 0;
    if (begun) {
        const auto newest = d->read(tip, reference);
        if (newest && newest->checkpoint == checkpoint.checkpoint)
            return {};
        auto commit = d->repository->commit(tip);
        if (!commit)
            return failure(std::move(commit.error()));
        parent = std::move(*commit);
    }
    const auto commit = d->write(checkpoint, parent.get());
    if (!commit)
        return failure(commit.error());
    git::ReferenceHandle made;
    const int status =
        begun ? git_reference_create_matching(git::out(made), repository, reference.c_str(), &*commit, 1, &tip,
                                              "audit: checkpoint")
              : git_reference_create(git::out(made), repository, reference.c_str(), &*commit, 0, "audit: checkpoint");
    if (status == GIT_EMODIFIED || status == GIT_EEXISTS)
        return failure(Errc::Conflict, "anchor_moved", std::format("{} was moved by somebody else.", reference),
                       "See which other process writes to this repository.");
    if (status != 0)
        return failure(git::lastError(status, std::format("{} can't be moved", reference),
                                      "Check free space and permissions of the repository."));
    return d->sync(*commit, reference);
}

Result<std::vector<AnchoredCheckpoint>> AnchorChain::newest() const {
    git_repository* const repository = d->repository->handle();
    git::ReferenceIteratorHandle iterator;
    if (const int status =
            git_reference_iterator_glob_new(git::out(iterator), repository, std::format("{}*", below).c_str());
        status != 0)
        return failure(git::lastError(status, "The references of the audit log can't be read"));
    std::vector<AnchoredCheckpoint> found;
    const char* name = nullptr;
    while (git_reference_next_name(&name, iterator.get()) == 0) {
        git_oid tip;
        if (git_reference_name_to_id(&tip, repository, name) != 0)
            return badAnchor(name);
        auto anchor = d->read(tip, name);
        if (!anchor || referenceOf(anchor->publicKey) != name)
            return badAnchor(name);
        found.push_back(std::move(*anchor));
    }
    return found;
}

} // namespace signalbox::versions
