#include "core/server/content_watch.h"

#include <algorithm>
#include <format>

namespace signalbox::server {

namespace {

constexpr const char* servedHint = "What was released goes on being served. Find out who changed it; put it back, or "
                                   "publish the new content under another version.";

ContentFault faultOf(const std::string& agent, const agents::VersionRef& version, bool gone) {
    return {agent,
            version,
            {.severity = Finding::Severity::Error,
             .code = gone ? "tag_deleted" : "content_differs",
             .message = gone ? std::format("{} {} was released, and its tag is gone.", agent, version.name())
                             : std::format("{} {} was released as {}, and its tag, or its entry in signalbox.yaml, "
                                           "stands for something else now.",
                                           agent, version.name(), version.digest.toString()),
             .hint = servedHint}};
}

} // namespace

bool ContentWatch::differs(const agents::Version& listed, const Digest& released, const ReleasedContent& content) {
    if (!listed.digest.isNull())
        return listed.digest != released;
    const std::string key = listed.agent + " " + listed.tagObject;
    auto known = m_listed.find(key);
    if (known == m_listed.end()) {
        const auto resolved = content.resolve(listed.agent, {listed.version, {}});
        if (!resolved && resolved.error().code == "broken_object")
            return false; // only missing here, as in a partial clone; it may come
        known = m_listed.emplace(key, resolved ? resolved->digest : Digest()).first;
    }
    return known->second != released;
}

std::vector<ContentFault> ContentWatch::look(const release::AgentState& state, const CatalogueView& view,
                                             const ReleasedContent& content) {
    std::vector<ContentFault> faults;
    for (const agents::VersionRef& version : releasedIn(state)) {
        const agents::Version* listed = findVersion(view, state.agent, version.version);
        const auto said = [&](std::string_view code) {
            return std::ranges::any_of(view.all->problems, [&](const versions::Problem& problem) {
                return problem.agent == state.agent && problem.tag == listed->tag && problem.error.code == code;
            });
        };
        if (listed == nullptr || said("tag_deleted"))
            faults.push_back(faultOf(state.agent, version, true));
        else if (said("tag_moved") || differs(*listed, version.digest, content))
            faults.push_back(faultOf(state.agent, version, false));
    }
    return faults;
}

} // namespace signalbox::server
