#include "app/ctl/context.h"

#include <format>
#include <iostream>

#include <QCoreApplication>
#include <QJsonDocument>

#include "core/base/findings.h"
#include "core/base/visible_text.h"
#include "core/protocol/error_body.h"
#include "core/release/controller.h"

namespace signalbox::ctl {

// Whole lines at once, also into a pipe: somebody waits for each.
void Context::line(const std::string& text) const {
    std::cout << visibleText(text, Lines::Keep) << '\n' << std::flush;
}

void Context::json(const QJsonObject& object) const {
    const bool aLineEach = m_options.watch || m_options.times > 1;
    const auto format = aLineEach ? QJsonDocument::Compact : QJsonDocument::Indented;
    std::cout << QJsonDocument(object).toJson(format).toStdString() << (aLineEach ? "\n" : "") << std::flush;
}

void Context::finish(ExitCode code) {
    std::cout << std::flush;
    // Later, so that it also works before the event loop runs.
    QMetaObject::invokeMethod(this, [code] { QCoreApplication::exit(code); }, Qt::QueuedConnection);
}

void Context::fail(const Error& error) {
    if (m_options.json)
        json(protocol::encodeError(error));
    std::cerr << "signalboxctl: " << textOf(error) << std::endl;
    finish(exitCodeOf(error));
}

ExitCode exitCodeOf(const Error& error) {
    if (error.code == "unreachable")
        return Unreachable;
    if (error.code == "usage")
        return Usage;
    // What holds a release is nobody's change.
    return error.kind == Errc::Conflict && !release::isHeld(error) ? Conflict : Failed;
}

std::string remedyOf(const protocol::UnservedAgent& agent) {
    std::string text = agent.message;
    for (const std::string& words : {agent.hint, agent.command})
        if (!words.empty())
            text += (text.ends_with('.') || text.ends_with(':') ? " " : ": ") + words;
    return text;
}

Error noAgent(const std::string& agent, const protocol::AgentList& list) {
    for (const protocol::UnservedAgent& unserved : list.unserved)
        if (unserved.agent == agent)
            return {Errc::NotFound, "no_version", unserved.message,
                    unserved.command.empty() ? unserved.hint : unserved.hint + " " + unserved.command};
    return {Errc::NotFound, "no_agent", std::format("There is no agent named \"{}\".", agent),
            "signalboxctl agents lists them."};
}

} // namespace signalbox::ctl
