#include "core/versions/sample.h"

#include <format>
#include <map>

#include <QDirIterator>
#include <QFile>
#include <QJsonArray>

#include "core/base/canonical_json.h"
#include "core/versions/held_index.h"
#include "core/versions/publisher.h"
#include "core/versions/store.h"

namespace signalbox::versions {

using namespace Qt::StringLiterals;

namespace {

// Each version's folder holds what differs from the version it is made from; history.json says in which order they
// came.
constexpr auto sampleRoot = ":/sample-workspace/"_L1;

std::string textOf(const QJsonObject& object, QLatin1StringView key) {
    return object.value(key).toString().toStdString();
}

Result<std::string> resource(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Errc::Internal, "sample_incomplete", std::format("The sample lacks {}.", path.toStdString()),
                       "Install Signalbox again.");
    return file.readAll().toStdString();
}

Result<QJsonObject> sampleHistory() {
    const auto text = resource(sampleRoot + "history.json"_L1);
    return text ? parseJsonObject(*text) : failure(text.error());
}

// Lays the files of a folder over those that are there already.
Result<void> overlay(const QString& folder, std::map<std::string, std::string>& files) {
    QDirIterator entries(folder, QDir::Files, QDirIterator::Subdirectories);
    while (entries.hasNext()) {
        const QString path = entries.next();
        auto content = resource(path);
        if (!content)
            return failure(content.error());
        files[path.sliced(folder.size() + 1).toStdString()] = std::move(*content);
    }
    return {};
}

std::vector<agents::File> listed(const std::map<std::string, std::string>& files) {
    std::vector<agents::File> all;
    for (const auto& [path, content] : files)
        all.push_back({path, content});
    return all;
}

Result<void> commitWorkspace(const Repository& repository, const QJsonObject& workspace, PublishRequest author) {
    std::map<std::string, std::string> files;
    if (auto done = overlay(sampleRoot + workspace.value("folder"_L1).toString(), files); !done)
        return done;
    const auto time = fromIso(textOf(workspace, "time"_L1));
    if (!time)
        return failure(time.error());
    author.time = *time;
    const auto commit =
        Publisher(repository).commitFiles(listed(files), textOf(workspace, "message"_L1) + "\n", author);
    if (!commit)
        return failure(commit.error());
    const auto head = repository.head();
    const auto tree = head ? repository.treeOf(head->get()) : Result<git::TreeHandle>(failure(head.error()));
    if (!tree)
        return failure(tree.error());
    auto index = HeldIndex::take(repository);
    if (!index)
        return failure(index.error());
    if (auto ready = index->follow(nullptr, tree->get(), {}); !ready)
        return ready;
    return index->finish();
}

Result<void> makeBranch(const Repository& repository, const std::string& name, const std::string& commit) {
    git_oid id;
    git_oid_fromstr(&id, commit.c_str());
    const auto target = repository.commit(id);
    if (!target)
        return failure(target.error());
    git::ReferenceHandle branch;
    if (const int status = git_branch_create(git::out(branch), repository.handle(), name.c_str(), target->get(), 0);
        status != 0)
        return failure(git::lastError(status, "The branch can't be made"));
    return {};
}

class Builder {
public:
    Builder(const Repository& repository, Store& store, PublishRequest author)
        : m_repository(repository),
          m_store(store),
          m_author(std::move(author)) {}

    Result<void> add(const QJsonObject& entry) {
        PublishRequest request = m_author;
        request.agent = textOf(entry, "agent"_L1);
        const std::string name = textOf(entry, "version"_L1);
        const std::string from = textOf(entry, "from"_L1);
        const QString folder = sampleRoot + QString::fromStdString(request.agent) + u'/' + QString::fromStdString(name);
        auto version = agents::SemVer::parse(name);
        const auto time = fromIso(textOf(entry, "time"_L1));
        if (!version || !time)
            return failure(version ? time.error() : version.error());
        std::map<std::string, std::string> files = m_files[request.agent + from];
        if (auto done = overlay(folder, files); !done)
            return done;
        request.version = *version;
        request.time = *time;
        request.changelog = std::exchange(files["changelog.txt"], {});
        request.ticket = textOf(entry, "ticket"_L1);
        files.erase("changelog.txt");
        request.files = listed(files);
        const std::string branch = textOf(entry, "branch"_L1);
        if (!branch.empty()) {
            request.parent = std::format("agents/{}/v{}", request.agent, from);
            request.moveHead = false;
        }
        m_files[request.agent + name] = std::move(files);
        const auto published = m_store.publish(request);
        if (!published)
            return failure(published.error());
        return branch.empty() ? Result<void>{} : makeBranch(m_repository, branch, published->commit);
    }

private:
    const Repository& m_repository;
    Store& m_store;
    PublishRequest m_author;
    std::map<std::string, std::map<std::string, std::string>> m_files; // by agent and version
};

} // namespace

Result<void> createSampleWorkspace(const std::filesystem::path& directory) {
    std::error_code error;
    if (std::filesystem::exists(directory, error) && !std::filesystem::is_empty(directory, error))
        return failure(Errc::Conflict, "not_empty", std::format("{} is not an empty folder.", directory.string()),
                       "Choose an empty folder, or one that does not exist yet.");
    const auto history = sampleHistory();
    if (!history)
        return failure(history.error());
    const QJsonObject author = history->value("author"_L1).toObject();
    PublishRequest request;
    request.authorName = textOf(author, "name"_L1);
    request.authorEmail = textOf(author, "email"_L1);

    const auto repository = Repository::create(directory);
    if (!repository)
        return failure(repository.error());
    if (auto done = commitWorkspace(**repository, history->value("workspace"_L1).toObject(), request); !done)
        return done;
    const auto store = Store::open(directory);
    if (!store)
        return failure(store.error());
    Builder builder(**repository, **store, std::move(request));
    const QJsonArray versions = history->value("versions"_L1).toArray();
    for (const auto& version : versions)
        if (auto done = builder.add(version.toObject()); !done)
            return done;
    return {};
}

Result<std::vector<SampleRelease>> samplePast() {
    const auto history = sampleHistory();
    if (!history)
        return failure(history.error());
    std::vector<SampleRelease> past;
    const QJsonArray releases = history->value("past"_L1).toArray();
    for (const auto& value : releases) {
        const QJsonObject release = value.toObject();
        auto began = agents::SemVer::parse(textOf(release, "began"_L1));
        auto released = agents::SemVer::parse(textOf(release, "released"_L1));
        if (!began || !released)
            return failure(began ? released.error() : began.error());
        past.push_back({textOf(release, "agent"_L1), std::move(*began), std::move(*released)});
    }
    return past;
}

} // namespace signalbox::versions
