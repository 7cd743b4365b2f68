#include "core/server/first_stable.h"

#include <algorithm>
#include <format>

#include "core/base/findings.h"

namespace signalbox::server {

namespace {

std::string howToName(const std::string& agent, const std::string& version) {
    return std::format("Name it in signalbox.yaml: \"agents: {{ {}: {{ stable: {} }} }}\".", agent, version);
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
    std::vector<const agents::Version*> finished;
    std::ranges::copy_if(versions, std::back_inserter(finished),
                         [](const auto* version) { return !version->version.isPreRelease(); });
    if (finished.empty())
        return {.notice =
                    firstNotice("first_stable_unfinished",
                                std::format("No version of {} answers: all there are, such as {}, are pre-releases, "
                                            "and nothing names one of them as stable.",
                                            agent, versions.front()->version.toString()),
                                howToName(agent, versions.front()->version.toString()))};
    const agents::Version& newest = *finished.front();
    if (finished.size() == 1)
        return {.version = &newest, .reason = "the only finished version"};
    return {.version = &newest,
            .reason = std::format("the newest of {} versions; the workspace names no stable one", finished.size()),
            .notice = firstNotice("first_stable_guessed",
                                  std::format("{} {} answers everything because it is the newest of {} versions: the "
                                              "workspace does not say which one is stable.",
                                              agent, newest.version.toString(), finished.size()),
                                  std::format("If it is another, release that one. For next time: {}",
                                              howToName(agent, newest.version.toString())))};
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
