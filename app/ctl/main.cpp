// signalboxctl: the verbs of Signalbox for scripts and pipelines. Wiring and the command line.
#include <algorithm>
#include <format>
#include <iostream>
#include <memory>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>
#include <QTimer>

#include "app/ctl/commands.h"
#include "app/ctl/context.h"
#include "core/base/visible_text.h"
#include "core/client/embedded_backend.h"
#include "core/protocol/endpoint_file.h"

namespace {

using namespace signalbox;
using namespace Qt::StringLiterals;

void declare(QCommandLineParser& parser) {
    parser.setApplicationDescription(
        u"Works the releases of AI agents from scripts.\n\n"
        "  init [AGENT]                      make the folder a workspace with a first agent (--provider, --model)\n"
        "  check [AGENT]                     what is wrong with the workspace's files, all of it at once\n"
        "  agents                            the agents and what answers for them\n"
        "  versions AGENT [VERSION]          its versions, newest first, and what stands against them\n"
        "  diff AGENT LEFT RIGHT             what changed between two versions\n"
        "  status [AGENT] [--watch]          traffic, release, holds\n"
        "  release start AGENT VERSION       start a release (--plan FILE instead of the agent's own plan)\n"
        "  release advance|approve|pause|resume|step-back|promote|abort AGENT\n"
        "  release gate AGENT NAME passed|failed   say what became of a gate of the plan\n"
        "  roll-back AGENT [VERSION]         put everything back, at once\n"
        "  undo AGENT                        take back a roll back that was the last action\n"
        "  adopt AGENT VERSION               let it be the first version of AGENT that answers\n"
        "  unquarantine AGENT VERSION        let a rolled-back version be released again\n"
        "  freeze AGENT                      keep automation from acting; needs --reason\n"
        "  unfreeze AGENT                    let automation act again\n"
        "  queue start|cancel AGENT          start what waits behind a release, or take it out\n"
        "  explain AGENT|RELEASE             what each guardrail rests on, computed again (or of --file F)\n"
        "  alert list [AGENT]                what guardrails did or found, newest first, and who has seen it\n"
        "  alert acknowledge ID              say that you are on it (--reason TEXT)\n"
        "  publish AGENT VERSION --message TEXT [--from DIR] [--ticket T] [--parent TAG]\n"
        "                                    make a version of the agent's folder\n"
        "  drill [AGENT] [--kind K] [--share S] [--rate N] [--weight P] [--within S] [--delay S] [--times N]\n"
        "                                    put a bad version on a sandbox agent and see who stops it, how fast\n"
        "  drill list | drill cancel         what came of former drills; end the one that runs\n"
        "  audit list [--limit N]            the newest entries of the audit log\n"
        "  audit verify [--file F]           check the audit log, or a copy of it; with --workspace also against what\n"
        "                                    that workspace's repository keeps of it\n\n"
        "Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 backend unreachable, 4 conflict with somebody\n"
        "else's change, 5 the audit log or evidence does not verify."_s);
    parser.addOptions(
        {{u"workspace"_s, u"The workspace whose backend runs on this machine. Default: this folder."_s, u"DIR"_s},
         {u"state"_s, u"The backend's state directory, when it is not the default one."_s, u"DIR"_s},
         {u"url"_s, u"The control API of a backend, instead of --workspace."_s, u"URL"_s},
         {u"token-file"_s, u"A private file (0600) with the access token, for --url."_s, u"FILE"_s},
         {u"reason"_s, u"Why; the audit log keeps it."_s, u"TEXT"_s},
         {u"break-glass"_s, u"Move forward against holds and freeze; needs --reason."_s},
         {u"conversations"_s, u"roll-back: move, finish or drain, instead of as the plan says."_s, u"POLICY"_s},
         {u"plan"_s, u"A release.yaml for release start."_s, u"FILE"_s},
         {u"file"_s, u"A copy of audit.log for audit verify, or of explain --json for explain."_s, u"FILE"_s},
         {u"from"_s, u"The agent's folder for publish. Default: agents/AGENT of the workspace."_s, u"DIR"_s},
         {{u"m"_s, u"message"_s}, u"What changed, for publish."_s, u"TEXT"_s},
         {u"changelog"_s, u"A file that says what changed, for publish."_s, u"FILE"_s},
         {u"provider"_s, u"init: ollama, vllm, openai or NAME=URL. Default: ollama."_s, u"PROVIDER"_s},
         {u"model"_s, u"init: the model's id at the provider."_s, u"ID"_s},
         {u"credential"_s, u"init: where the provider's key is, env:NAME or file:PATH."_s, u"REFERENCE"_s},
         {u"ticket"_s, u"The ticket of the change, for publish."_s, u"TEXT"_s},
         {u"parent"_s, u"The tag or commit that the version goes on top of, for publish."_s, u"TAG"_s},
         {u"limit"_s, u"How many entries audit list, alert list or drill list shows."_s, u"N"_s, u"20"_s},
         {u"kind"_s, u"drill: errors, slow, hang or refusal. Default: errors."_s, u"KIND"_s},
         {u"share"_s, u"drill: bad answers of the bad version, 0 to 1. Default: 0.3."_s, u"SHARE"_s},
         {u"rate"_s, u"drill: requests per second, at most 500. Default: 200."_s, u"N"_s},
         {u"weight"_s, u"drill: the bad version's percentage, at most 50. Default: as the plan's first step."_s,
          u"PERCENT"_s},
         {u"within"_s, u"drill: seconds to be detected in, 2 to 90. Default: 60."_s, u"SECONDS"_s},
         {u"delay"_s, u"drill: seconds that a slow answer takes. Default: 3."_s, u"SECONDS"_s},
         {u"times"_s, u"drill: so many, one after the other, at most 200. Default: 1."_s, u"N"_s, u"1"_s},
         {u"watch"_s, u"Go on and show every change."_s},
         {u"json"_s, u"Print JSON."_s}});
    parser.addPositionalArgument(u"command"_s, u"What to do."_s);
    parser.addHelpOption();
    parser.addVersionOption();
}

ctl::Options optionsOf(const QCommandLineParser& parser) {
    ctl::Options options;
    options.namesWorkspace = parser.isSet(u"workspace"_s);
    options.workspace = parser.isSet(u"workspace"_s) ? parser.value(u"workspace"_s) : u"."_s;
    options.stateDirectory = parser.value(u"state"_s);
    options.url = parser.value(u"url"_s);
    options.tokenFile = parser.value(u"token-file"_s);
    options.reason = parser.value(u"reason"_s);
    options.breakGlass = parser.isSet(u"break-glass"_s);
    options.conversations = parser.value(u"conversations"_s);
    options.file = parser.value(u"file"_s);
    options.planFile = parser.value(u"plan"_s);
    options.from = parser.value(u"from"_s);
    options.changelog = parser.value(u"changelog"_s);
    options.message = parser.value(u"message"_s);
    options.provider = parser.value(u"provider"_s);
    options.model = parser.value(u"model"_s);
    options.credential = parser.value(u"credential"_s);
    options.ticket = parser.value(u"ticket"_s);
    options.parent = parser.value(u"parent"_s);
    options.json = parser.isSet(u"json"_s);
    options.kind = parser.value(u"kind"_s);
    options.share = parser.value(u"share"_s);
    options.rate = parser.value(u"rate"_s);
    options.weight = parser.value(u"weight"_s);
    options.within = parser.value(u"within"_s);
    options.delay = parser.value(u"delay"_s);
    options.times = parser.value(u"times"_s).toInt();
    options.watch = parser.isSet(u"watch"_s);
    options.limit = std::clamp(parser.value(u"limit"_s).toInt(), 0, 500);
    options.words = parser.positionalArguments();
    return options;
}

std::string wrongIn(const ctl::Options& options) {
    if (std::string wrong = ctl::misuseOf(options); !wrong.empty())
        return wrong;
    if (options.url.isEmpty())
        return {};
    const QUrl url(options.url);
    if ((url.scheme() != u"http"_s && url.scheme() != u"https"_s) || url.host().isEmpty())
        return std::format("\"{}\" is no http URL.", options.url.toStdString());
    return options.tokenFile.isEmpty() ? "--url needs --token-file." : "";
}

// A state directory is named after its workspace, so a folder that is mistyped looks like one that nobody serves.
Result<void> checkWorkspace(const ctl::Options& options) {
    const QFileInfo folder(options.workspace);
    if (!options.url.isEmpty() || !options.stateDirectory.isEmpty() || folder.isDir())
        return {};
    const std::string name = options.workspace.toStdString();
    return failure(Errc::NotFound, "usage",
                   folder.exists() ? std::format("{} is not a folder.", name)
                                   : std::format("There is no folder {}.", name),
                   "Name the folder of the workspace with --workspace DIR.");
}

Result<client::Endpoint> endpointOf(const ctl::Options& options) {
    if (auto there = checkWorkspace(options); !there)
        return failure(std::move(there.error()));
    if (options.url.isEmpty()) {
        const QString directory = options.stateDirectory.isEmpty() ? client::defaultStateDirectory(options.workspace)
                                                                   : options.stateDirectory;
        auto found = client::readEndpoint(directory + u"/endpoint.json"_s);
        if (!found && found.error().kind == Errc::NotFound)
            return failure(Errc::Unavailable, "unreachable", "No backend serves this workspace.",
                           "Start one with signalboxd --workspace DIR, or name another with --url.");
        return found;
    }
    auto token = protocol::readPrivateFile(options.tokenFile.toStdString());
    if (!token)
        return failure(std::move(token.error()));
    while (!token->empty() && (token->back() == '\n' || token->back() == '\r'))
        token->pop_back();
    return client::Endpoint{QUrl(options.url), {}, options.tokenFile, std::move(*token), 0};
}

int complain(ctl::ExitCode code, const std::string& text) {
    std::cerr << "signalboxctl: " << visibleText(text, Lines::Visible) << std::endl;
    return code;
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"signalboxctl"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(SIGNALBOX_VERSION));
    QCommandLineParser parser;
    declare(parser);
    if (!parser.parse(QCoreApplication::arguments()))
        return complain(ctl::Usage, parser.errorText().toStdString());
    if (parser.isSet(u"help"_s))
        parser.showHelp(0);
    if (parser.isSet(u"version"_s))
        parser.showVersion();
    const ctl::Options options = optionsOf(parser);
    if (const std::string wrong = wrongIn(options); !wrong.empty())
        return complain(ctl::Usage, wrong + " signalboxctl --help lists the commands.");
    std::unique_ptr<client::BackendSession> session;
    if (ctl::needsBackend(options)) {
        const auto endpoint = endpointOf(options);
        if (!endpoint)
            return complain(ctl::exitCodeOf(endpoint.error()), endpoint.error().message + ' ' + endpoint.error().hint);
        session = std::make_unique<client::BackendSession>(endpoint->control, endpoint->token);
    }
    ctl::Context context(options, session.get());
    QTimer::singleShot(0, &context, [&context] { ctl::commandOf(context.options())->run(context); });
    return QCoreApplication::exec();
}
