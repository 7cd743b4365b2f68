#include "core/agents/snapshot.h"

#include <algorithm>
#include <format>

#include <QJsonArray>

#include "core/agents/manifest_reader.h"
#include "core/agents/snapshot_parts.h"
#include "core/agents/yaml.h"
#include "core/base/canonical_json.h"

namespace signalbox::agents {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostFiles = 2'000;
constexpr std::size_t mostBytes = 16 * 1024 * 1024;

Result<void> checkFiles(const std::vector<File>& files) {
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        bytes += files[i].content.size();
        if (!isInnerPath(files[i].path))
            return failure(Errc::Invalid, "path_outside",
                           "A file's path leaves the agent's folder or holds odd characters.", "Rename the file.",
                           files[i].path.substr(0, 200));
        if (i > 0 && files[i - 1].path == files[i].path)
            return failure(Errc::Invalid, "duplicate_path", "Two files have the same path.", "Keep one of them.",
                           files[i].path);
    }
    if (files.size() > mostFiles || bytes > mostBytes)
        return failure(Errc::Limit, "snapshot_too_large",
                       std::format("An agent may have {} files and {} MiB; this has {} files and {} MiB.", mostFiles,
                                   mostBytes >> 20U, files.size(), bytes >> 20U),
                       "Move large data out of the agent's folder.");
    return {};
}

// "system: prompts/system.md" for a file that the folder has in its place; empty: there is none.
std::string nearestFile(const Snapshot& snapshot, std::string_view path, std::string_view key) {
    const std::string_view folder = path.substr(0, path.find('/') + 1);
    const File* only = nullptr;
    for (const File& file : snapshot.files) {
        if (!file.path.starts_with(folder) || folder.empty())
            continue;
        if (only != nullptr)
            return {};
        only = &file;
    }
    return only == nullptr ? std::string() : written(key, only->path);
}

// Names what the manifest refers to that is not there.
void checkReferences(const Snapshot& snapshot, const YamlNode& root, YamlErrors& errors) {
    const auto check = [&](const std::string& path, std::string_view section, std::string_view key) {
        if (path.empty() || snapshot.find(path) != nullptr)
            return;
        YamlMap top(errors, &root, "");
        top.map(section).fail(key, "missing_file", std::format("The file {} does not exist.", path),
                              "Add the file, or correct its path.", nearestFile(snapshot, path, key));
    };
    const Manifest& manifest = snapshot.manifest;
    for (const auto& [name, path] : manifest.prompts)
        check(path, "prompts", name);
    YamlMap integrations = YamlMap(errors, &root, "").map("integrations");
    for (std::size_t i = 0; i < manifest.tools.size(); ++i)
        if (snapshot.find(manifest.tools[i]) == nullptr)
            integrations.failItem("tools", i, "missing_file",
                                  std::format("The file {} does not exist.", manifest.tools[i]),
                                  "Add the file, or correct its path.");
    for (const auto& server : manifest.mcp)
        check(server.lock, "integrations", "mcp");
    check(manifest.contractInput, "contract", "input");
    check(manifest.contractOutput, "contract", "output");
}

// A version keeps its digest for ever: when nothing is said of the first token, the digest still holds the time that
// once was taken then.
QJsonObject digestedManifest(const Manifest& manifest) {
    constexpr double onceUsual = 60;
    Manifest digested = manifest;
    Configuration& configuration = digested.configuration;
    configuration.firstTokenTimeout =
        configuration.firstTokenTimeout.value_or(std::min(onceUsual, configuration.requestTimeout));
    return manifestToJson(digested);
}

Result<Digest> digestOf(const Snapshot& snapshot) {
    QJsonArray files;
    for (const File& file : snapshot.files)
        files.append(QJsonObject{{u"path"_s, QString::fromStdString(file.path)},
                                 {u"size"_s, static_cast<qint64>(file.content.size())},
                                 {u"sha256"_s, QString::fromStdString(sha256(file.content).hex())}});
    const auto text = canonicalJson(QJsonObject{{u"schema"_s, u"signalbox.snapshot/1"_s},
                                                {u"files"_s, files},
                                                {u"manifest"_s, digestedManifest(snapshot.manifest)}});
    if (!text)
        return failure(text.error());
    return sha256(*text);
}

} // namespace

const File* Snapshot::find(std::string_view path) const {
    const auto found =
        std::ranges::lower_bound(files, path, {}, [](const File& file) { return std::string_view(file.path); });
    return found != files.end() && found->path == path ? &*found : nullptr;
}

std::string_view Snapshot::prompt(const std::string& name) const {
    const auto path = manifest.prompts.find(name);
    const File* file = path == manifest.prompts.end() ? nullptr : find(path->second);
    return file == nullptr ? std::string_view{} : std::string_view(file->content);
}

bool belongsToSnapshot(std::string_view path) {
    if (path == manifestFile)
        return true;
    return isInnerPath(path) &&
           (path.starts_with("prompts/") || path.starts_with("integrations/") || path.starts_with("contract/"));
}

Result<void> takeFiles(Snapshot& snapshot, std::vector<File> files) {
    std::ranges::sort(files, {}, &File::path);
    if (auto good = checkFiles(files); !good)
        return good;
    snapshot.files = std::move(files);
    return {};
}

Place placeInWorkspace(Place place, const Snapshot& snapshot) {
    const std::string key = place.field.substr(0, place.field.find_first_of(".["));
    const bool given = std::ranges::find(snapshot.fromWorkspace, key) != snapshot.fromWorkspace.end();
    if (!given && snapshot.find(manifestFile) != nullptr)
        return place;
    if (!given) // nowhere yet, and an adopted tree has no other place for it
        place.line = place.column = 0;
    place.file = "signalbox.yaml";
    place.field = std::format("agents.{}.{}", snapshot.manifest.name, place.field);
    return place;
}

Result<SnapshotPtr> finishSnapshot(std::shared_ptr<Snapshot> snapshot, const YamlNode& manifest) {
    YamlErrors errors{std::string(manifestFile)};
    return finishSnapshot(std::move(snapshot), manifest, errors);
}

Result<SnapshotPtr> finishSnapshot(std::shared_ptr<Snapshot> snapshot, const YamlNode& manifest, YamlErrors& errors) {
    snapshot->manifest = readManifest(manifest, errors);
    checkReferences(*snapshot, manifest, errors);
    if (!errors.isEmpty()) {
        auto findings = errors.findings();
        for (Finding& finding : findings)
            finding.place = placeInWorkspace(std::move(finding.place), *snapshot);
        return failure(errorOf(std::move(findings)));
    }
    const auto digest = digestOf(*snapshot);
    if (!digest)
        return failure(digest.error());
    snapshot->digest = *digest;
    return snapshot;
}

Result<SnapshotPtr> restoreSnapshot(std::vector<File> files, Manifest manifest,
                                    std::vector<std::string> fromWorkspace) {
    auto snapshot = std::make_shared<Snapshot>();
    if (auto taken = takeFiles(*snapshot, std::move(files)); !taken)
        return failure(taken.error());
    snapshot->manifest = std::move(manifest);
    snapshot->fromWorkspace = std::move(fromWorkspace);
    const auto digest = digestOf(*snapshot);
    if (!digest)
        return failure(digest.error());
    snapshot->digest = *digest;
    return snapshot;
}

Result<SnapshotPtr> makeSnapshot(std::vector<File> files) {
    std::erase_if(files, [](const File& file) { return isInnerPath(file.path) && !belongsToSnapshot(file.path); });
    auto snapshot = std::make_shared<Snapshot>();
    if (auto taken = takeFiles(*snapshot, std::move(files)); !taken)
        return failure(taken.error());
    const File* yaml = snapshot->find(manifestFile);
    if (yaml == nullptr)
        return failure(Errc::Invalid, "no_manifest", "The agent has no agent.yaml.",
                       "Add agent.yaml to the agent's folder.", std::string(manifestFile));
    YamlErrors errors{std::string(manifestFile)};
    const auto root = loadYaml(yaml->content, errors);
    if (!root)
        return failure(errors.error());
    return finishSnapshot(std::move(snapshot), *root, errors);
}

} // namespace signalbox::agents
