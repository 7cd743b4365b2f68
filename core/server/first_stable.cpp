#include "core/server/first_stable.h"

#include <algorithm>
#include <format>

#include "core/base/findings.h"

namespace signalbox::server {

namespace {

std::string howToName(const std::string& agent, const std::string& version) {
    return std::format("A release manager lets one answer, or a committed signalbox.yaml names it: \"agents: {{ {}: {{ "
                       "stable: {} }} }}\".",
                       agent, version);
}

Error firstNotice(const char* code, std::string message, std::string hint) {
    return {Errc::Refused, code, std::move(message), std::move(hint), "stable"};
}

FirstStable namedStable(const std::string& agent, const std::vector<const agents::Version*>& versions,
                        const std::string& name) {
    const auto wanted = agents::SemVer::parse(name);
    const auto found =
        std::ranges::find_if(versions, [&](const auto* version) { return wanted && version->version == *wanted; });
    if (found != versions.end())
        return {.version = *found, .reason = "signalbox.yaml names it as stable"};
    const std::string newest = versions.empty() ? std::string() : versions.front()->version.toString();
    return {.notice =
                firstNotice("first_stable_missing",
                            std::format("No version of {} answers: signalbox.yaml names {} as stable, and there is no "
                                        "such version here.",
                                        agent, name),
                            std::format("Fetch its tag agents/{}/v{}, or name another version{}.", agent, name,
                                        newest.empty() ? "" : std::format("; the newest is {}", newest)))};
}

} // namespace

FirstStable firstStableOf(const std::string& agent, const std::vector<const agents::Version*>& versions,
                          const std::string& name) {
    if (!name.empty())
        return namedStable(agent, versions, name);
    if (versions.empty())
        return {};
    const auto finished =
        std::ranges::find_if(versions, [](const auto* version) { return !version->version.isPreRelease(); });
    const agents::Version& offered = finished == versions.end() ? *versions.front() : **finished;
    return {.offered = &offered,
            .notice = firstNotice("first_stable_undecided",
                                  std::format("No version of {} answers: nobody has adopted one, and publishing gives "
                                              "no traffic.",
                                              agent),
                                  howToName(agent, offered.version.toString()))};
}

Error firstStableMistakes(const std::string& agent, const agents::Version& version, std::vector<Finding> errors) {
    const Error all = errorOf(std::move(errors));
    return firstNotice(
        "first_stable_mistakes",
        std::format("{} {} does not answer: {}: {}", agent, version.version.toString(), all.field, all.message),
        all.hint);
}

Error firstStableUnreadable(const std::string& agent, const agents::Version& version, const Error& because) {
    return firstNotice("first_stable_unreadable",
                       std::format("{} {} can't be read: {}", agent, version.version.toString(), because.message),
                       because.hint);
}

} // namespace signalbox::server
