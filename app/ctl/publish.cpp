// signalboxctl publish AGENT VERSION --message TEXT | --changelog FILE [--from DIR] [--ticket T]: a folder becomes a
// version.
#include <format>

#include <QDir>

#include "app/ctl/agent_folder.h"
#include "app/ctl/context.h"
#include "core/protocol/encode.h"

namespace signalbox::ctl {

using namespace Qt::StringLiterals;

namespace {

void print(Context& context, const protocol::PublishResult& result) {
    if (context.options().json) {
        context.json(protocol::encode(result));
    } else {
        context.line(std::format("published {} {} as {}", result.version.agent, result.version.version.toString(),
                                 result.version.tag));
        context.line("  " + result.version.digest.toString());
        for (const protocol::PublishFinding& finding : result.findings)
            context.line(std::format("  note: {}{}{} ({})", finding.field, finding.field.empty() ? "" : ": ",
                                     finding.message, finding.code));
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
