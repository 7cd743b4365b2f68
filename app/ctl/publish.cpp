// signalboxctl publish AGENT VERSION --message TEXT | --changelog FILE [--from DIR] [--ticket T]: a folder becomes a
// version.
#include <algorithm>
#include <format>

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include "app/ctl/context.h"
#include "core/protocol/encode.h"

namespace signalbox::ctl {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestPart = 16LL * 1024 * 1024;
constexpr std::size_t mostFiles = 2000;

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

// The snapshot's files; what else lies in the folder (release.yaml, tests/) is not part of a version. Links are
// refused: a version is what lies in the folder, not what a link reaches.
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

void print(Context& context, const protocol::PublishResult& result) {
    if (context.options().json) {
        context.json(protocol::encode(result));
    } else {
        context.line(std::format("published {} {} as {}", result.version.agent, result.version.version.toString(),
                                 result.version.tag));
        context.line("  " + result.version.digest.toString());
        for (const protocol::PublishFinding& finding : result.findings)
            context.line(std::format("  {}: {}", finding.code, finding.message));
        if (result.sequence == 0)
            context.line("warning: it was published but could not be recorded in the audit log");
    }
    context.finish(Done);
}

} // namespace

void publish(Context& context) {
    const Options& options = context.options();
    const QString usual = QDir(options.workspace).filePath(u"agents/"_s + options.words.value(1));
    auto files = filesIn(options.from.isEmpty() ? usual : options.from);
    if (!files)
        return context.fail(files.error());
    auto changelog =
        options.changelog.isEmpty() ? Result<std::string>(options.message.toStdString()) : readFile(options.changelog);
    if (!changelog)
        return context.fail(changelog.error());
    protocol::PublishMessage message{.version = context.word(2),
                                     .files = std::move(*files),
                                     .changelog = std::move(*changelog),
                                     .ticket = options.ticket.toStdString(),
                                     .parent = options.parent.toStdString(),
                                     .reason = options.reason.toStdString()};
    context.session().publish(context.word(1), std::move(message), &context,
                              context.then<protocol::PublishResult>(
                                  [&context](const protocol::PublishResult& result) { print(context, result); }));
}

} // namespace signalbox::ctl
