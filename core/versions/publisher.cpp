#include "core/versions/publisher.h"

#include <algorithm>
#include <format>
#include <set>

#include "core/versions/durable.h"
#include "core/versions/history.h"

namespace signalbox::versions {

namespace {

constexpr std::array<const char*, 4> snapshotEntries{"agent.yaml", "contract", "integrations", "prompts"};

Result<git::SignatureHandle> signatureOf(const PublishRequest& request) {
    git::SignatureHandle signature;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(request.time.time_since_epoch()).count();
    if (git_signature_new(git::out(signature), request.authorName.c_str(), request.authorEmail.c_str(), seconds, 0) !=
        0)
        return failure(Errc::Invalid, "bad_author", "The author needs a name and a mail address.",
                       "Set both in the settings.");
    return signature;
}

} // namespace

Result<git::TreeBuilderHandle> Publisher::builderFor(const git_tree* base) {
    git::TreeBuilderHandle builder;
    if (const int status = git_treebuilder_new(git::out(builder), m_repository.handle(), base); status != 0)
        return failure(git::failed(status, "A tree can't be begun"));
    return builder;
}

Result<git::TreeHandle> Publisher::subtree(const git_tree* base, const std::string& name) {
    git::TreeHandle below;
    const git_tree_entry* entry = base == nullptr ? nullptr : git_tree_entry_byname(base, name.c_str());
    if (entry == nullptr || git_tree_entry_type(entry) != GIT_OBJECT_TREE)
        return below;
    if (const int status = git_tree_lookup(git::out(below), m_repository.handle(), git_tree_entry_id(entry));
        status != 0)
        return failure(git::failed(status, std::format("The folder {} can't be read", name)));
    return below;
}

// Writes files, sorted by path, whose paths share the first `prefix` bytes; what the builder holds already stays.
Result<git_oid> Publisher::writeFiles(git::TreeBuilderHandle builder, const git_tree* base,
                                      std::span<const agents::File> files, std::size_t prefix) {
    for (std::size_t begin = 0, end = 0; begin < files.size(); begin = end) {
        const std::string_view rest = std::string_view(files[begin].path).substr(prefix);
        const std::string name(rest.substr(0, rest.find('/')));
        const bool folder = name.size() < rest.size();
        end = begin + 1;
        git_oid id;
        if (folder) {
            const std::string_view whole = std::string_view(files[begin].path).substr(0, prefix + name.size() + 1);
            while (end < files.size() && files[end].path.starts_with(whole))
                ++end;
            auto below = subtree(base, name);
            if (!below)
                return failure(below.error());
            auto inner = builderFor(below->get());
            if (!inner)
                return failure(inner.error());
            auto written = writeFiles(std::move(*inner), below->get(), files.subspan(begin, end - begin), whole.size());
            if (!written)
                return written;
            id = *written;
        } else {
            const std::string& content = files[begin].content;
            if (const int status =
                    git_odb_write(&id, m_repository.database(), content.data(), content.size(), GIT_OBJECT_BLOB);
                status != 0)
                return failure(git::failed(status, std::format("{} can't be written", files[begin].path)));
            m_written.push_back(id);
        }
        if (git_treebuilder_insert(nullptr, builder.get(), name.c_str(), &id,
                                   folder ? GIT_FILEMODE_TREE : GIT_FILEMODE_BLOB) != 0)
            return failure(Errc::Invalid, "bad_path", std::format("Git can't hold a file called {}.", name),
                           "Rename it.", files[begin].path);
    }
    git_oid tree;
    if (const int status = git_treebuilder_write(&tree, builder.get()); status != 0)
        return failure(git::failed(status, "A tree can't be written"));
    m_written.push_back(tree);
    return tree;
}

Result<git_oid> Publisher::writeTree(const git_tree* base, const PublishRequest& request,
                                     const agents::Snapshot& snapshot) {
    auto agentsTree = subtree(base, "agents");
    if (!agentsTree)
        return failure(agentsTree.error());
    auto agentTree = subtree(agentsTree->get(), request.agent);
    if (!agentTree)
        return failure(agentTree.error());
    auto agentBuilder = builderFor(agentTree->get());
    auto agentsBuilder = builderFor(agentsTree->get());
    auto rootBuilder = builderFor(base);
    if (!agentBuilder || !agentsBuilder || !rootBuilder)
        return failure(Errc::Io, "git_failed", "The trees can't be begun.", "Check the repository with \"git fsck\".");
    for (const char* entry : snapshotEntries)
        if (git_treebuilder_get(agentBuilder->get(), entry) != nullptr)
            git_treebuilder_remove(agentBuilder->get(), entry);

    std::vector<agents::File> files = snapshot.files;
    for (const agents::File& file : request.files)
        if (!agents::belongsToSnapshot(file.path))
            files.push_back(file);
    std::ranges::sort(files, {}, &agents::File::path);
    // A file and a folder of one name lie side by side neither in Git nor on disk.
    for (std::size_t i = 1; i < files.size(); ++i)
        if (files[i].path == files[i - 1].path || files[i].path.starts_with(files[i - 1].path + "/"))
            return failure(Errc::Invalid, "bad_path", "A file and a folder have the same name.", "Rename one of them.",
                           files[i].path);

    // Folders of the snapshot begin empty; of other folders (tests/) what the parent has stays.
    std::vector<agents::File> ours;
    std::vector<agents::File> beside;
    for (agents::File& file : files)
        (agents::belongsToSnapshot(file.path) ? ours : beside).push_back(std::move(file));
    m_written.clear();
    if (!beside.empty()) {
        auto written = writeFiles(std::move(*agentBuilder), agentTree->get(), beside, 0);
        git::TreeHandle tree;
        if (!written || git_tree_lookup(git::out(tree), m_repository.handle(), &*written) != 0)
            return written ? failure(git::failed(0, "A tree can't be read back")) : failure(written.error());
        agentBuilder = builderFor(tree.get());
        if (!agentBuilder)
            return failure(agentBuilder.error());
    }
    auto agent = writeFiles(std::move(*agentBuilder), nullptr, ours, 0);
    if (!agent)
        return agent;
    int status =
        git_treebuilder_insert(nullptr, agentsBuilder->get(), request.agent.c_str(), &*agent, GIT_FILEMODE_TREE);
    git_oid all;
    status = status != 0 ? status : git_treebuilder_write(&all, agentsBuilder->get());
    status =
        status != 0 ? status : git_treebuilder_insert(nullptr, rootBuilder->get(), "agents", &all, GIT_FILEMODE_TREE);
    git_oid root;
    status = status != 0 ? status : git_treebuilder_write(&root, rootBuilder->get());
    if (status != 0)
        return failure(git::failed(status, "The tree can't be written"));
    m_written.insert(m_written.end(), {all, root});
    return root;
}

Result<git_oid> Publisher::writeCommit(const git_oid& treeId, const git_commit* parent, const std::string& message,
                                       const PublishRequest& author) {
    const auto signature = signatureOf(author);
    if (!signature)
        return failure(signature.error());
    git::TreeHandle tree;
    git_oid commit;
    int status = git_tree_lookup(git::out(tree), m_repository.handle(), &treeId);
    if (status == 0)
        status = git_commit_create(&commit, m_repository.handle(), nullptr, signature->get(), signature->get(), nullptr,
                                   message.c_str(), tree.get(), parent == nullptr ? 0 : 1, &parent);
    if (status != 0)
        return failure(git::failed(status, "The commit can't be written"));
    m_written.push_back(commit);
    return commit;
}

Result<void> Publisher::syncObjects(const std::vector<git_oid>& ids) {
    const auto objects = m_repository.directory() / "objects";
    std::set<std::string> folders;
    for (const git_oid& id : ids)
        folders.insert(git::hex(id).substr(0, 2));
    for (const std::string& folder : folders) // one is missing when the object lies in a pack already
        if (std::error_code error; std::filesystem::exists(objects / folder, error))
            if (auto done = syncDirectory(objects / folder); !done)
                return done;
    return syncDirectory(objects);
}

Result<git::CommitHandle> Publisher::parentOf(const PublishRequest& request) {
    if (request.parent.empty())
        return m_repository.head();
    git_oid id;
    if (request.parent.size() == GIT_OID_SHA1_HEXSIZE && git_oid_fromstr(&id, request.parent.c_str()) == 0)
        return m_repository.commit(id);
    const auto target = m_repository.tagTarget(request.parent);
    if (!target)
        return failure(target.error());
    const auto tag = m_repository.readTag(*target);
    if (!tag)
        return failure(tag.error());
    return m_repository.commit(tag->commit);
}

Result<std::string> Publisher::moveBranch(const git_commit* parent, const git_oid& commit, const std::string& message) {
    git::ReferenceHandle head;
    if (git_reference_lookup(git::out(head), m_repository.handle(), "HEAD") != 0 ||
        git_reference_type(head.get()) != GIT_REFERENCE_SYMBOLIC)
        return std::string{}; // detached: no branch to move
    const std::string branch = git_reference_symbolic_target(head.get());
    git_oid current;
    const bool born = git_reference_name_to_id(&current, m_repository.handle(), branch.c_str()) == 0;
    if (born != (parent != nullptr) || (born && !git_oid_equal(&current, git_commit_id(parent))))
        return std::string{}; // not a fast-forward
    git::ReferenceHandle moved;
    const int status = born ? git_reference_create_matching(git::out(moved), m_repository.handle(), branch.c_str(),
                                                            &commit, 1, &current, message.c_str())
                            : git_reference_create(git::out(moved), m_repository.handle(), branch.c_str(), &commit, 0,
                                                   message.c_str());
    if (status == GIT_EMODIFIED || status == GIT_EEXISTS)
        return failure(Errc::Conflict, "head_moved", "Someone else committed to the branch meanwhile.",
                       "Publish again.");
    if (status != 0)
        return failure(git::failed(status, "The branch can't be moved"));
    const auto directory = m_repository.directory();
    if (auto done = syncUpTo((directory / branch).parent_path(), directory / "refs"); !done)
        return failure(done.error());
    return branch;
}

void Publisher::moveBranchBack(const std::string& branch, const git_commit* parent, const git_oid& commit) {
    if (branch.empty() || parent == nullptr)
        return;
    git::ReferenceHandle moved; // if it fails the branch has a commit more, which is no version: nothing is lost
    git_reference_create_matching(git::out(moved), m_repository.handle(), branch.c_str(), git_commit_id(parent), 1,
                                  &commit, "publishing failed");
}

// The branch's name when it moved; the index is ready for it then.
Result<std::string> Publisher::moveWithIndex(const PublishRequest& request, const git_commit* parent,
                                             const git_oid& commit, HeldIndex* index) {
    if (index != nullptr) {
        const auto made = m_repository.commit(commit);
        const auto before = m_repository.treeOf(parent);
        const auto after = made ? m_repository.treeOf(made->get()) : Result<git::TreeHandle>(failure(made.error()));
        if (!before || !after)
            return failure(before ? after.error() : before.error());
        if (auto ready = index->follow(before->get(), after->get(), "agents/" + request.agent); !ready)
            return failure(ready.error());
    }
    return moveBranch(parent, commit, std::format("publish: {} {}", request.agent, request.version.toString()));
}

Result<Publisher::Outcome> Publisher::publish(const PublishRequest& request, const agents::Snapshot& snapshot,
                                              HeldIndex* index) {
    auto parent = parentOf(request);
    if (!parent)
        return failure(parent.error());
    auto base = m_repository.treeOf(parent->get());
    if (!base)
        return failure(base.error());
    const auto tree = writeTree(base->get(), request, snapshot);
    if (!tree)
        return failure(tree.error());
    const std::string title = std::format("{} {}", request.agent, request.version.toString());
    const std::string message = tagMessage(request.changelog, request.ticket, snapshot.digest);
    const auto commit = writeCommit(*tree, parent->get(), title + "\n\n" + message, request);
    if (!commit)
        return failure(commit.error());

    const auto signature = signatureOf(request);
    const auto target = m_repository.commit(*commit);
    if (!signature || !target)
        return failure(signature ? target.error() : signature.error());
    const std::string name = tagNameOf(request.agent, request.version);
    git_oid tag;
    const int made = git_tag_annotation_create(&tag, m_repository.handle(), name.c_str(),
                                               reinterpret_cast<const git_object*>(target->get()), signature->get(),
                                               message.c_str());
    if (made != 0)
        return failure(git::failed(made, "The tag object can't be written"));
    m_written.push_back(tag);
    if (auto done = syncObjects(m_written); !done)
        return failure(done.error());

    std::string branch;
    if (request.moveHead) {
        auto moved = moveWithIndex(request, parent->get(), *commit, index);
        if (!moved)
            return failure(moved.error());
        branch = std::move(*moved);
    }
    git::ReferenceHandle reference;
    const std::string full = "refs/tags/" + name;
    if (const int status =
            git_reference_create(git::out(reference), m_repository.handle(), full.c_str(), &tag, 0, nullptr);
        status != 0) {
        const Error error = status == GIT_EEXISTS ? Error{Errc::Conflict,
                                                          "version_exists",
                                                          std::format("{} was published meanwhile.", title),
                                                          "Choose another version.",
                                                          {}}
                                                  : git::failed(status, "The tag can't be made");
        moveBranchBack(branch, parent->get(), *commit);
        return failure(error);
    }
    const auto directory = m_repository.directory();
    if (auto done = syncUpTo((directory / full).parent_path(), directory / "refs"); !done)
        return failure(done.error());
    return Outcome{*commit, tag, !branch.empty()};
}

Result<git_oid> Publisher::commitFiles(const std::vector<agents::File>& given, const std::string& message,
                                       const PublishRequest& author) {
    std::vector<agents::File> files = given;
    std::ranges::sort(files, {}, &agents::File::path);
    auto parent = m_repository.head();
    if (!parent)
        return failure(parent.error());
    auto base = m_repository.treeOf(parent->get());
    if (!base)
        return failure(base.error());
    auto builder = builderFor(base->get());
    if (!builder)
        return failure(builder.error());
    m_written.clear();
    const auto tree = writeFiles(std::move(*builder), base->get(), files, 0);
    if (!tree)
        return tree;
    const auto commit = writeCommit(*tree, parent->get(), message, author);
    if (!commit)
        return commit;
    if (auto done = syncObjects(m_written); !done)
        return failure(done.error());
    if (auto moved = moveBranch(parent->get(), *commit, "commit"); !moved)
        return failure(moved.error());
    return *commit;
}

} // namespace signalbox::versions
