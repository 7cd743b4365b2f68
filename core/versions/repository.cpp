#include "core/versions/repository.h"

#include <algorithm>
#include <format>

#include "core/agents/manifest_reader.h"
#include "core/base/findings.h"
#include "core/base/shell_word.h"
#include "core/versions/not_opened.h"

namespace signalbox::versions {

namespace {

constexpr std::size_t largestTag = 1024 * 1024;
constexpr std::size_t largestFile = 16 * 1024 * 1024;

// The remote that a partial clone leaves its objects at; empty: this is none.
std::string promisorOf(git_repository* repository) {
    git::ConfigHandle config;
    std::string remote;
    if (git_repository_config_snapshot(git::out(config), repository) != 0)
        return remote;
    const auto take = [](const git_config_entry* entry, void* into) {
        const std::string_view name = entry->name; // "remote.origin.promisor"
        const std::string_view value = entry->value == nullptr ? "true" : entry->value;
        if (value != "false" && value != "0" && value != "no" && value != "off")
            *static_cast<std::string*>(into) = name.substr(7, name.size() - 7 - std::string_view(".promisor").size());
        return 0;
    };
    git_config_foreach_match(config.get(), "^remote\\..*\\.promisor$", take, &remote);
    return remote;
}

std::string howToMend(git_repository* repository) {
    const std::string remote = promisorOf(repository);
    if (remote.empty())
        return "Check the repository with \"git fsck\" and fetch what is missing.";
    const char* tree = git_repository_workdir(repository);
    std::string folder = tree != nullptr ? tree : git_repository_path(repository);
    while (folder.size() > 1 && folder.ends_with('/'))
        folder.pop_back();
    const std::string git = "git -C " + shellWord(folder);
    return std::format("This is a partial clone, which lacks it. Make it a whole one: {} config --unset "
                       "remote.{}.partialclonefilter; {} fetch --refetch {}",
                       git, remote, git, shellWord(remote));
}

} // namespace

Repository::Repository(git::RepositoryHandle repository, git::ObjectDatabaseHandle database)
    : m_repository(std::move(repository)),
      m_database(std::move(database)),
      m_howToMend(howToMend(m_repository.get())) {}

std::unexpected<Error> Repository::broken(std::string message, std::string path) const {
    Error error = errorOf({{.code = "broken_object",
                            .message = std::move(message),
                            .hint = m_howToMend,
                            .place = {.file = std::move(path)}}});
    error.kind = Errc::Corrupt;
    return failure(std::move(error));
}

Result<std::unique_ptr<Repository>> Repository::adopt(git::RepositoryHandle repository) {
    git::ObjectDatabaseHandle database;
    if (const int status = git_repository_odb(git::out(database), repository.get()); status != 0)
        return failure(git::lastError(status, "The repository's objects can't be opened"));
    return std::unique_ptr<Repository>(new Repository(std::move(repository), std::move(database)));
}

Result<std::unique_ptr<Repository>> Repository::open(const std::filesystem::path& workspace) {
    git::start();
    git::RepositoryHandle repository;
    const int status =
        git_repository_open_ext(git::out(repository), workspace.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
    if (status != 0)
        return failure(whyNotOpened(status, workspace));
    return adopt(std::move(repository));
}

Result<std::unique_ptr<Repository>> Repository::create(const std::filesystem::path& workspace) {
    git::start();
    git_repository_init_options options = GIT_REPOSITORY_INIT_OPTIONS_INIT;
    options.flags = GIT_REPOSITORY_INIT_MKPATH | GIT_REPOSITORY_INIT_NO_REINIT;
    options.initial_head = "main";
    git::RepositoryHandle repository;
    const int status = git_repository_init_ext(git::out(repository), workspace.c_str(), &options);
    if (status == GIT_EEXISTS)
        return failure(Errc::Conflict, "repository_exists",
                       std::format("{} is a Git repository already.", workspace.string()), "Open it instead.");
    if (status != 0)
        return failure(git::lastError(status, "The repository can't be made", "Check the permissions of the folder."));
    return adopt(std::move(repository));
}

Result<TagObject> Repository::readTag(const git_oid& id) const {
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    if (git_odb_read_header(&size, &type, m_database.get(), &id) != 0)
        return broken("The object that the tag names is missing or damaged.");
    if (type == GIT_OBJECT_COMMIT)
        return failure(Errc::Corrupt, "lightweight_tag", "The tag has no object of its own, so nobody signed for it.",
                       "Publish versions through Signalbox, or make annotated tags (git tag -a -f).");
    if (type != GIT_OBJECT_TAG)
        return broken("The tag names something that is not a tag object.");
    if (size > largestTag)
        return broken(std::format("The tag object has {} bytes; more than {} are not read.", size, largestTag));
    git::RawObjectHandle object;
    if (git_odb_read(git::out(object), m_database.get(), &id) != 0)
        return broken("The tag object is damaged.");
    return parseTagObject(
        {static_cast<const char*>(git_odb_object_data(object.get())), git_odb_object_size(object.get())});
}

Result<git_oid> Repository::tagTarget(const std::string& name) const {
    git::ReferenceHandle reference;
    const std::string full = "refs/tags/" + name;
    if (git_reference_lookup(git::out(reference), m_repository.get(), full.c_str()) != 0 ||
        git_reference_target(reference.get()) == nullptr)
        return failure(Errc::NotFound, "no_version", std::format("There is no tag {}.", name),
                       "Look at the list of versions.");
    return *git_reference_target(reference.get());
}

Result<git::CommitHandle> Repository::head() const {
    git_oid id;
    const int status = git_reference_name_to_id(&id, m_repository.get(), "HEAD");
    if (status == GIT_ENOTFOUND || status == GIT_EUNBORNBRANCH)
        return git::CommitHandle{};
    if (status != 0)
        return failure(git::lastError(status, "HEAD can't be read"));
    return commit(id);
}

Result<git::CommitHandle> Repository::commit(const git_oid& id) const {
    git::CommitHandle commit;
    if (git_commit_lookup(git::out(commit), m_repository.get(), &id) != 0)
        return broken(std::format("The commit {} is missing or damaged.", git::hex(id)));
    return commit;
}

Result<git::TreeHandle> Repository::treeOf(const git_commit* commit) const {
    git::TreeHandle tree;
    if (commit != nullptr && git_commit_tree(git::out(tree), commit) != 0)
        return broken(std::format("The files of commit {} are missing or damaged.", git::hex(*git_commit_id(commit))));
    return tree;
}

Result<std::string> Repository::blob(const git_oid& id, std::string_view path) const {
    std::size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    if (git_odb_read_header(&size, &type, m_database.get(), &id) != 0 || type != GIT_OBJECT_BLOB)
        return broken(std::format("The content of {} is missing or damaged.", path), std::string(path));
    if (size > largestFile) {
        Error error =
            errorOf({{.code = "file_too_large",
                      .message = std::format("{} has {} bytes; more than {} are not read.", path, size, largestFile),
                      .hint = "Move large data out of the workspace.",
                      .place = {.file = std::string(path)}}});
        error.kind = Errc::Limit;
        return failure(std::move(error));
    }
    git::RawObjectHandle object;
    if (git_odb_read(git::out(object), m_database.get(), &id) != 0)
        return broken(std::format("The content of {} is damaged.", path), std::string(path));
    return std::string(static_cast<const char*>(git_odb_object_data(object.get())), git_odb_object_size(object.get()));
}

Result<std::vector<std::string>> Repository::agentFolders(const git_tree* tree) const {
    std::vector<std::string> names;
    const git_tree_entry* entry = tree == nullptr ? nullptr : git_tree_entry_byname(tree, "agents");
    if (entry == nullptr || git_tree_entry_type(entry) != GIT_OBJECT_TREE)
        return names;
    git::TreeHandle folder;
    if (git_tree_lookup(git::out(folder), m_repository.get(), git_tree_entry_id(entry)) != 0)
        return broken("The folder agents is missing or damaged.");
    for (std::size_t i = 0; i < git_tree_entrycount(folder.get()); ++i) {
        const git_tree_entry* one = git_tree_entry_byindex(folder.get(), i);
        if (git_tree_entry_type(one) == GIT_OBJECT_TREE && agents::isAgentName(git_tree_entry_name(one)))
            names.emplace_back(git_tree_entry_name(one));
    }
    return names;
}

Result<std::string> Repository::file(const git_tree* tree, const std::string& path) const {
    git::TreeEntryHandle entry;
    if (tree == nullptr || git_tree_entry_bypath(git::out(entry), tree, path.c_str()) != 0 ||
        git_tree_entry_type(entry.get()) != GIT_OBJECT_BLOB ||
        git_tree_entry_filemode(entry.get()) == GIT_FILEMODE_LINK)
        return failure(Errc::NotFound, "no_file", std::format("The workspace has no file {}.", path),
                       "Add it and commit.", path);
    return blob(*git_tree_entry_id(entry.get()), path);
}

} // namespace signalbox::versions
