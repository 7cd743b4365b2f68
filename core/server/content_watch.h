// Whether the repository would still give the content of versions that were released: a tag that was moved or deleted,
// or an entry of signalbox.yaml that makes other content of the same tag. It never changes traffic, which is served
// from what is kept; people are told. Values and a small cache; control thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/server/released_content.h"

namespace signalbox::server {

struct ContentFault {
    std::string agent;
    agents::VersionRef version; // as it was released
    Finding finding;            // codes: "tag_deleted", "content_differs"
};

class ContentWatch {
public:
    static constexpr const char* guard = "released content"; // name of its alerts

    // What is wrong with the versions of this state; empty: nothing.
    [[nodiscard]] std::vector<ContentFault> look(const release::AgentState& state, const CatalogueView& view,
                                                 const ReleasedContent& content);

private:
    [[nodiscard]] bool differs(const agents::Version& listed, const Digest& released, const ReleasedContent& content);

    std::map<std::string, Digest> m_listed; // by agent and tag object; null: it gives none that could be served
};

} // namespace signalbox::server
