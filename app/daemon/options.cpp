#include "app/daemon/options.h"

#include <format>

#include <QCommandLineParser>
#include <QFileInfo>

#include "core/protocol/endpoint_file.h"
#include "core/server/guard.h"

namespace signalbox::daemon {

using namespace Qt::StringLiterals;

namespace {

struct Place {
    std::string address;
    std::uint16_t port = 0;
};

std::unexpected<Error> badUsage(std::string message) {
    return failure(Errc::Invalid, "usage", std::move(message), "signalboxd --help lists the options.");
}

// "127.0.0.1:7081", "[::1]:7081", "127.0.0.1" (any port)
Result<Place> placeOf(const QString& text) {
    const qsizetype bracket = text.lastIndexOf(u']');
    const qsizetype colon = text.lastIndexOf(u':');
    const bool hasPort = colon > bracket && colon >= 0;
    QString address = hasPort ? text.left(colon) : text;
    if (address.startsWith(u'[') && address.endsWith(u']'))
        address = address.mid(1, address.size() - 2);
    bool isNumber = true;
    const uint port = hasPort ? text.mid(colon + 1).toUInt(&isNumber) : 0U;
    if (address.isEmpty() || !isNumber || port > 65535)
        return badUsage(std::format("\"{}\" is not an address with a port.", text.toStdString()));
    return Place{address.toStdString(), static_cast<std::uint16_t>(port)};
}

void declare(QCommandLineParser& parser) {
    parser.setApplicationDescription(
        u"Serves a workspace of agents: the gateway that callers use, and the control API that the console uses.\n"
        "When it is ready it prints one line of JSON: {\"control\", \"gateway\", \"token_file\", \"pid\"}.\n\n"
        "  signalboxd --workspace DIR\n"
        "  signalboxd --workspace DIR token add --name alice --role responder\n\n"
        "Exit codes: 0 ended as asked, 1 failed, 2 wrong usage, 3 the workspace is served already."_s);
    parser.addOptions(
        {{u"workspace"_s, u"The folder (a Git repository) that holds the agents."_s, u"DIR"_s},
         {u"state"_s,
          u"Where releases, audit log and tokens are kept. Default: one per workspace below "
          "$XDG_STATE_HOME/signalbox."_s,
          u"DIR"_s},
         {u"control"_s, u"Where the control API listens. Loopback only. Default: 127.0.0.1, the port used last."_s,
          u"ADDR:PORT"_s},
         {u"gateway"_s, u"Where callers send requests. Default: 127.0.0.1, the port used last."_s, u"ADDR:PORT"_s},
         {u"provider"_s, u"Another address for a provider of signalbox.yaml. May be repeated."_s, u"NAME=URL"_s},
         {u"allow-host"_s, u"A further name, with port, by which callers may address the control API."_s,
          u"HOST:PORT"_s},
         {u"gateway-open"_s,
          u"Let the gateway listen elsewhere than on the loopback, where whoever reaches it is answered at the "
          "providers' cost."_s},
         {u"gateway-host"_s,
          u"A further name by which callers may address a gateway on the loopback. May be repeated."_s, u"HOST"_s},
         {u"gateway-origin"_s, u"A web page that may ask the gateway. May be repeated; without it none may."_s,
          u"https://HOST"_s},
         {u"sample"_s, u"Make the sample workspace when DIR is empty."_s},
         {u"init"_s, u"Make DIR a workspace with a first agent when it is none."_s},
         {u"sample-past"_s,
          u"Let the history of the sample begin with a release, made now and marked as the sample's."_s},
         {u"stay"_s, u"Go on when the terminal or console that started it ends."_s},
         {u"name"_s, u"For token: whom it is for; the audit log shows this name."_s, u"NAME"_s},
         {u"role"_s, u"For token add: viewer, engineer, responder, release_manager or admin."_s, u"ROLE"_s}});
    parser.addPositionalArgument(u"token"_s, u"token add|remove|list: access tokens."_s, u"[token VERB]"_s);
    parser.addHelpOption();
    parser.addVersionOption();
}

Result<void> readPlaces(const QCommandLineParser& parser, server::Settings& settings) {
    if (parser.isSet(u"control"_s)) {
        const auto place = placeOf(parser.value(u"control"_s));
        if (!place)
            return failure(place.error());
        settings.controlAddress = place->address;
        settings.controlPort = place->port;
    }
    if (parser.isSet(u"gateway"_s)) {
        const auto place = placeOf(parser.value(u"gateway"_s));
        if (!place)
            return failure(place.error());
        settings.gatewayAddress = place->address;
        settings.gatewayPort = place->port;
        if (!server::isLoopback(place->address) && !parser.isSet(u"gateway-open"_s))
            return badUsage(std::format("{} can be reached from other machines, and whoever reaches the gateway is "
                                        "answered at the providers' cost: say --gateway-open if that is meant.",
                                        place->address));
    }
    for (const QString& host : parser.values(u"gateway-host"_s))
        settings.gatewayHosts.push_back(host.toStdString());
    for (const QString& origin : parser.values(u"gateway-origin"_s))
        settings.gatewayOrigins.push_back(origin.toStdString());
    return {};
}

Result<void> readProviders(const QCommandLineParser& parser, server::Settings& settings) {
    for (const QString& pair : parser.values(u"provider"_s)) {
        const qsizetype equals = pair.indexOf(u'=');
        if (equals <= 0 || equals + 1 == pair.size())
            return badUsage(std::format("\"{}\" is not NAME=URL.", pair.toStdString()));
        settings.providers[pair.left(equals).toStdString()] = pair.mid(equals + 1).toStdString();
    }
    return {};
}

} // namespace

Result<Options> readOptions(const QStringList& arguments) {
    QCommandLineParser parser;
    declare(parser);
    if (!parser.parse(arguments))
        return badUsage(parser.errorText().toStdString() + ".");
    if (parser.isSet(u"help"_s))
        parser.showHelp(0);
    if (parser.isSet(u"version"_s))
        parser.showVersion();
    Options options;
    server::Settings& settings = options.settings;
    const QString workspace = parser.value(u"workspace"_s);
    if (workspace.isEmpty() && parser.value(u"state"_s).isEmpty())
        return badUsage("Name the workspace with --workspace DIR.");
    settings.workspace = QFileInfo(workspace).absoluteFilePath().toStdString();
    settings.stateDirectory =
        parser.isSet(u"state"_s)
            ? std::filesystem::path(QFileInfo(parser.value(u"state"_s)).absoluteFilePath().toStdString())
            : protocol::defaultStateDirectory(settings.workspace);
    settings.sample = parser.isSet(u"sample"_s);
    settings.prepare = parser.isSet(u"init"_s);
    settings.samplePast = parser.isSet(u"sample-past"_s);
    for (const QString& host : parser.values(u"allow-host"_s))
        settings.hosts.push_back(host.toStdString());
    options.stay = parser.isSet(u"stay"_s);
    options.tokenName = parser.value(u"name"_s);
    options.tokenRole = parser.value(u"role"_s);
    const QStringList words = parser.positionalArguments();
    if (!words.isEmpty() && words.first() != u"token"_s)
        return badUsage(std::format("\"{}\" is not a command.", words.first().toStdString()));
    options.tokenCommand = words.mid(1);
    if (!words.isEmpty() && options.tokenCommand.isEmpty())
        return badUsage("Say token add, token remove or token list.");
    if (words.isEmpty() && workspace.isEmpty())
        return badUsage("Name the workspace with --workspace DIR.");
    if (auto places = readPlaces(parser, settings); !places)
        return failure(std::move(places.error()));
    if (auto providers = readProviders(parser, settings); !providers)
        return failure(std::move(providers.error()));
    return options;
}

} // namespace signalbox::daemon
