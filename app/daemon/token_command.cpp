#include "app/daemon/token_command.h"

#include <iostream>
#include <string>

#include "core/protocol/access.h"
#include "core/server/tokens.h"

namespace signalbox::daemon {

namespace {

constexpr int refused = 1;
constexpr int usage = 2;

int report(const Error& error, int code) {
    std::cerr << "signalboxd: " << error.message << (error.hint.empty() ? "" : " " + error.hint) << '\n';
    return code;
}

} // namespace

int runTokenCommand(const QStringList& words, const std::filesystem::path& stateDirectory, const QString& name,
                    const QString& role) {
    const std::string verb = words.value(0).toStdString();
    if (words.size() != 1 || (verb != "add" && verb != "remove" && verb != "list"))
        return report({Errc::Invalid, "usage", "Say signalboxd token add, remove or list.", {}}, usage);
    std::error_code error;
    std::filesystem::create_directories(stateDirectory, error);
    std::filesystem::permissions(stateDirectory, std::filesystem::perms::owner_all, error);
    server::Tokens tokens(stateDirectory);
    if (auto loaded = tokens.load(); !loaded)
        return report(loaded.error(), refused);
    if (verb == "list") {
        for (const server::Caller& caller : tokens.list())
            std::cout << caller.name << '\t' << protocol::toString(caller.role) << '\n';
        return 0;
    }
    if (verb == "remove") {
        const auto removed = tokens.remove(name.toStdString());
        return removed ? 0 : report(removed.error(), refused);
    }
    const auto wanted = protocol::accessRoleFrom(role.toStdString());
    if (!wanted)
        return report(
            {Errc::Invalid, "usage", "--role must be viewer, engineer, responder, release_manager or admin.", {}},
            usage);
    const auto token = tokens.add(name.toStdString(), *wanted);
    if (!token)
        return report(token.error(), refused);
    std::cout << *token << '\n';
    std::cerr << "This token is shown once. Hand it over privately.\n";
    return 0;
}

} // namespace signalbox::daemon
