// signalboxctl init [AGENT] [--provider NAME|NAME=URL] [--model ID] [--credential env:NAME]: a folder becomes a
// workspace.
#include <format>

#include <QJsonArray>

#include "app/ctl/context.h"
#include "core/base/shell_word.h"
#include "core/versions/new_workspace.h"

namespace signalbox::ctl {

using namespace Qt::StringLiterals;

namespace {

versions::NewWorkspace wantedBy(const Options& options) {
    versions::NewWorkspace wanted;
    if (const QString agent = options.words.value(1); !agent.isEmpty())
        wanted.agent = agent.toStdString();
    if (!options.provider.isEmpty()) {
        const qsizetype equals = options.provider.indexOf(u'=');
        wanted.provider = options.provider.left(equals).toStdString();
        wanted.url = equals < 0 ? std::string() : options.provider.mid(equals + 1).toStdString();
    }
    wanted.model = options.model.toStdString();
    wanted.credential = options.credential.toStdString();
    return wanted;
}

} // namespace

void initWorkspace(Context& context) {
    const std::string folder = context.options().workspace.toStdString();
    const versions::NewWorkspace wanted = wantedBy(context.options());
    const auto written = versions::prepareWorkspace(folder, wanted);
    if (!written)
        return context.fail(written.error());
    if (context.options().json) {
        QJsonArray files;
        for (const std::string& file : *written)
            files.append(QString::fromStdString(file));
        context.json({{u"agent"_s, QString::fromStdString(wanted.agent)}, {u"written"_s, files}});
        return context.finish(Done);
    }
    for (const std::string& file : *written)
        context.line("wrote " + file);
    if (written->empty())
        context.line("Everything is there already.");
    context.line(std::format("Next: signalboxd --workspace {}", shellWord(folder)));
    context.line(std::format("then: signalboxctl --workspace {} publish {} 1.0.0 --message 'First version'",
                             shellWord(folder), wanted.agent));
    context.finish(Done);
}

} // namespace signalbox::ctl
