// signalboxctl agents | versions AGENT [VERSION]
#include <algorithm>
#include <format>

#include "app/ctl/context.h"
#include "core/base/findings.h"
#include "core/protocol/encode.h"

namespace signalbox::ctl {

void listAgents(Context& context) {
    context.session().fetchAgents(&context, context.then<protocol::AgentList>([&context](const auto& list) {
        if (context.options().json) {
            context.json(protocol::encode(list));
        } else {
            for (const protocol::AgentStatus& status : list.agents)
                context.line(std::format("{}\t{}\t{}", status.agent, status.state.stable.name(), status.description));
            for (const protocol::UnservedAgent& agent : list.unserved)
                context.line(std::format("{}\t-\t{}", agent.agent, remedyOf(agent)));
        }
        context.finish(Done);
    }));
}

namespace {

void printFinding(const Context& context, const std::string& version, const Finding& finding) {
    const bool error = finding.severity == Finding::Severity::Error;
    std::string text = textOf(finding);
    std::ranges::replace(text, '\n', ' '); // a finding a line
    context.line(std::format("{}\t{}\t{}\t{}", error ? "error" : "warning", version, finding.code, text));
}

void print(const Context& context, const protocol::VersionList& list) {
    for (const agents::Version& version : list.versions) {
        const std::string title = version.changelog.substr(0, version.changelog.find('\n'));
        context.line(
            std::format("{}\t{}\t{}\t{}", version.version.toString(), toIso(version.time), version.author, title));
    }
    for (const protocol::VersionCheck& check : list.checks)
        for (const Finding& finding : check.errors)
            printFinding(context, check.version, finding);
    for (const protocol::Problem& problem : list.problems)
        context.line(std::format("problem\t{}\t{}\t{}{}{}", problem.subject, problem.code, problem.message,
                                 problem.hint.empty() ? "" : " ", problem.hint));
    if (list.unchecked > 0)
        context.line(std::format("unchecked\t{}\tversions are still being looked at; ask again", list.unchecked));
}

void listVersions(Context& context) {
    context.session().fetchVersions(context.word(1), &context,
                                    context.then<protocol::VersionList>([&context](const auto& list) {
                                        if (context.options().json)
                                            context.json(protocol::encode(list));
                                        else
                                            print(context, list);
                                        context.finish(Done);
                                    }));
}

void showVersion(Context& context) {
    context.session().fetchVersion(
        context.word(1), context.word(2), &context,
        context.then<protocol::VersionDetail>([&context](const protocol::VersionDetail& detail) {
            if (context.options().json) {
                context.json(protocol::encode(detail));
            } else {
                print(context, {{detail.version}, {}});
                for (const Finding& finding : detail.findings)
                    printFinding(context, detail.version.version.toString(), finding);
            }
            context.finish(Done);
        }));
}

} // namespace

void showVersions(Context& context) {
    if (context.words() > 2)
        showVersion(context);
    else
        listVersions(context);
}

} // namespace signalbox::ctl
