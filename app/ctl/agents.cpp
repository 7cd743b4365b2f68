// signalboxctl agents | versions AGENT
#include <format>

#include "app/ctl/context.h"
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

void listVersions(Context& context) {
    context.session().fetchVersions(
        context.word(1), &context, context.then<protocol::VersionList>([&context](const auto& list) {
            if (context.options().json) {
                context.json(protocol::encode(list));
            } else {
                for (const agents::Version& version : list.versions) {
                    const std::string title = version.changelog.substr(0, version.changelog.find('\n'));
                    context.line(std::format("{}\t{}\t{}\t{}", version.version.toString(), toIso(version.time),
                                             version.author, title));
                }
                for (const protocol::Problem& problem : list.problems)
                    context.line(std::format("problem\t{}\t{}\t{}", problem.subject, problem.code, problem.message));
            }
            context.finish(Done);
        }));
}

} // namespace signalbox::ctl
