#include "core/versions/kept_versions.h"

#include <format>

#include <QJsonArray>
#include <QJsonObject>

#include "core/base/canonical_json.h"
#include "core/versions/durable.h"
#include "core/versions/repository.h"

namespace signalbox::versions {

using namespace Qt::StringLiterals;

namespace {

constexpr const char* contentFile = "content.json"; // the files lie beside it, each named by the digest of its bytes
constexpr QLatin1StringView keptSchema("signalbox.kept/1");

std::string keptReferenceOf(const Digest& digest) {
    return "refs/signalbox/kept/" + digest.hex();
}

std::unexpected<Error> damaged(const Digest& digest, std::string_view why) {
    return failure(Errc::Corrupt, "kept_damaged",
                   std::format("What was kept of {} is damaged: {}", digest.toString(), why),
                   std::format("Restore {} from another clone of the workspace.", keptReferenceOf(digest)));
}

Result<std::string> contentOf(const agents::Snapshot& snapshot) {
    QJsonArray files;
    for (const agents::File& file : snapshot.files)
        files.append(QJsonObject{{u"path"_s, QString::fromStdString(file.path)},
                                 {u"size"_s, static_cast<qint64>(file.content.size())},
                                 {u"sha256"_s, QString::fromStdString(sha256(file.content).hex())}});
    QJsonArray given;
    for (const std::string& key : snapshot.fromWorkspace)
        given.append(QString::fromStdString(key));
    return canonicalJson(QJsonObject{{u"schema"_s, keptSchema},
                                     {u"files"_s, files},
                                     {u"from_workspace"_s, given},
                                     {u"manifest"_s, agents::manifestToJson(snapshot.manifest)}});
}

std::unexpected<Error> notKept(int status) {
    return failure(git::lastError(status, "The version's content can't be kept in the workspace's repository",
                                  "Check free space and permissions of the repository, then try again."));
}

} // namespace

class KeptVersions::Private {
public:
    explicit Private(std::unique_ptr<Repository> opened) : repository(std::move(opened)) {}

    [[nodiscard]] Result<git_oid> writeTree(const agents::Snapshot& snapshot) const;
    [[nodiscard]] Result<git_oid> writeCommit(const git_oid& tree, const std::string& agent) const;
    [[nodiscard]] Result<void> write(const agents::Snapshot& snapshot) const;
    [[nodiscard]] Result<agents::SnapshotPtr> restore(const git_tree* tree, const Digest& digest) const;

    std::unique_ptr<Repository> repository;
};

// Flat, so that no path can be one that Git refuses or means otherwise; equal contents are one entry.
Result<git_oid> KeptVersions::Private::writeTree(const agents::Snapshot& snapshot) const {
    const auto content = contentOf(snapshot);
    if (!content)
        return failure(content.error());
    git::TreeBuilderHandle builder;
    int status = git_treebuilder_new(git::out(builder), repository->handle(), nullptr);
    const auto add = [&](const std::string& name, const std::string& bytes) {
        git_oid id;
        if (status == 0)
            status = git_odb_write(&id, repository->database(), bytes.data(), bytes.size(), GIT_OBJECT_BLOB);
        if (status == 0)
            status = git_treebuilder_insert(nullptr, builder.get(), name.c_str(), &id, GIT_FILEMODE_BLOB);
    };
    add(contentFile, *content);
    for (const agents::File& file : snapshot.files)
        add(sha256(file.content).hex(), file.content);
    git_oid tree;
    if (status == 0)
        status = git_treebuilder_write(&tree, builder.get());
    if (status != 0)
        return notKept(status);
    return tree;
}

// The same content is the same commit, whoever keeps it and when.
Result<git_oid> KeptVersions::Private::writeCommit(const git_oid& tree, const std::string& agent) const {
    git::TreeHandle read;
    git::SignatureHandle author;
    git_oid id;
    int status = git_tree_lookup(git::out(read), repository->handle(), &tree);
    if (status == 0)
        status = git_signature_new(git::out(author), "Signalbox", "signalbox@localhost", 0, 0);
    if (status == 0)
        status =
            git_commit_create(&id, repository->handle(), nullptr, author.get(), author.get(), nullptr,
                              std::format("Content of {} as it was released\n", agent).c_str(), read.get(), 0, nullptr);
    if (status != 0)
        return notKept(status);
    return id;
}

Result<void> KeptVersions::Private::write(const agents::Snapshot& snapshot) const {
    const auto tree = writeTree(snapshot);
    if (!tree)
        return failure(tree.error());
    const auto commit = writeCommit(*tree, snapshot.manifest.name);
    if (!commit)
        return failure(commit.error());
    // libgit2 syncs what it writes and the folder of that; what may be new are the folders above. Objects come first.
    const std::filesystem::path directory = repository->directory();
    if (auto done = syncDirectory(directory / "objects"); !done)
        return done;
    const std::string reference = keptReferenceOf(snapshot.digest);
    git::ReferenceHandle made;
    const int status = git_reference_create(git::out(made), repository->handle(), reference.c_str(), &*commit, 1,
                                            "signalbox: kept as it was released");
    if (status != 0)
        return notKept(status);
    return syncUpTo((directory / reference).parent_path(), directory / "refs");
}

Result<agents::SnapshotPtr> KeptVersions::Private::restore(const git_tree* tree, const Digest& digest) const {
    const auto text = repository->file(tree, contentFile);
    if (!text)
        return failure(text.error());
    const auto content = parseJsonObject(*text);
    if (!content)
        return failure(content.error());
    if ((*content)["schema"_L1].toString() != keptSchema)
        return failure(Errc::Corrupt, "kept_damaged", "it was written in another form.");
    auto manifest = agents::manifestFromJson((*content)["manifest"_L1].toObject());
    if (!manifest)
        return failure(manifest.error());
    std::vector<std::string> given;
    for (const auto& key : (*content)["from_workspace"_L1].toArray())
        given.push_back(key.toString().toStdString());
    std::vector<agents::File> files;
    for (const auto& entry : (*content)["files"_L1].toArray()) {
        auto bytes = repository->file(tree, entry["sha256"_L1].toString().toStdString());
        if (!bytes)
            return failure(bytes.error());
        files.push_back({entry["path"_L1].toString().toStdString(), std::move(*bytes)});
    }
    auto snapshot = agents::restoreSnapshot(std::move(files), std::move(*manifest), std::move(given));
    if (snapshot && (*snapshot)->digest != digest)
        return failure(Errc::Corrupt, "kept_damaged",
                       std::format("its content is {}.", (*snapshot)->digest.toString()));
    return snapshot;
}

KeptVersions::KeptVersions(std::unique_ptr<Private> d_) : d(std::move(d_)) {}

KeptVersions::~KeptVersions() = default;

Result<std::unique_ptr<KeptVersions>> KeptVersions::open(const std::filesystem::path& workspace) {
    auto repository = Repository::open(workspace);
    if (!repository)
        return failure(std::move(repository.error()));
    return std::unique_ptr<KeptVersions>(new KeptVersions(std::make_unique<Private>(std::move(*repository))));
}

Result<void> KeptVersions::keep(const agents::Snapshot& snapshot) const {
    if (read(snapshot.digest))
        return {};
    // A "git gc --prune=now" between an object and its reference takes the object; then once more, now that it is over.
    for (const bool last : {false, true}) {
        if (auto written = d->write(snapshot); !written)
            return written;
        auto whole = read(snapshot.digest);
        if (whole)
            return {};
        if (last)
            return failure(std::move(whole.error()));
    }
    return {};
}

Result<agents::SnapshotPtr> KeptVersions::read(const Digest& digest) const {
    git_oid id;
    const int status = git_reference_name_to_id(&id, d->repository->handle(), keptReferenceOf(digest).c_str());
    if (status == GIT_ENOTFOUND)
        return failure(Errc::NotFound, "not_kept", std::format("Nothing is kept of {}.", digest.toString()),
                       "It is kept when it is released.");
    if (status != 0)
        return damaged(digest, "its reference can't be read.");
    const auto commit = d->repository->commit(id);
    if (!commit)
        return damaged(digest, commit.error().message);
    const auto tree = d->repository->treeOf(commit->get());
    if (!tree)
        return damaged(digest, tree.error().message);
    auto snapshot = d->restore(tree->get(), digest);
    if (!snapshot)
        return damaged(digest, snapshot.error().message);
    return snapshot;
}

} // namespace signalbox::versions
