#include "app/ctl/agent_folder.h"

#include <algorithm>
#include <format>

#include <QDir>
#include <QDirIterator>
#include <QFile>

namespace signalbox::ctl {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestPart = 16LL * 1024 * 1024;
constexpr std::size_t mostFiles = 2000;

} // namespace

Result<std::string> readFile(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(Errc::Io, "file_error", std::format("{} cannot be read.", path.toStdString()),
                       "Check the path and its permissions.");
    if (file.size() > largestPart)
        return failure(Errc::Limit, "file_too_large", std::format("{} is larger than 16 MB.", path.toStdString()),
                       "Versions hold prompts and schemas; keep data elsewhere.");
    return file.readAll().toStdString();
}

Result<std::vector<protocol::FileContent>> filesIn(const QString& folder) {
    const QDir root(QDir(folder).absolutePath()); // relative ones would be looked for below themselves
    if (!root.exists(u"agent.yaml"_s))
        return failure(Errc::NotFound, "no_manifest", std::format("{} has no agent.yaml.", root.path().toStdString()),
                       "Name the agent's folder with --from.");
    QStringList paths{u"agent.yaml"_s};
    for (const QString& part : {u"prompts"_s, u"integrations"_s, u"contract"_s}) {
        QDirIterator walk(root.filePath(part), QDir::Files | QDir::System | QDir::Hidden, QDirIterator::Subdirectories);
        while (walk.hasNext() && static_cast<std::size_t>(paths.size()) <= mostFiles) {
            if (walk.nextFileInfo().isSymLink())
                return failure(Errc::Invalid, "link_in_version",
                               std::format("{} is a link.", walk.filePath().toStdString()),
                               "Put the file itself there.");
            paths += root.relativeFilePath(walk.filePath());
        }
    }
    if (static_cast<std::size_t>(paths.size()) > mostFiles)
        return failure(Errc::Limit, "too_many_files", std::format("The folder has more than {} files.", mostFiles),
                       "Versions hold prompts and schemas; keep data elsewhere.");
    std::ranges::sort(paths);
    std::vector<protocol::FileContent> files;
    for (const QString& path : paths) {
        auto content = readFile(root.filePath(path));
        if (!content)
            return failure(content.error());
        files.push_back({path.toStdString(), std::move(*content)});
    }
    return files;
}

} // namespace signalbox::ctl
