#include "ui/base/version_order.h"

#include <algorithm>

namespace signalbox::ui {

namespace {

int rankOf(const agents::SemVer& version, const protocol::AgentStatus* status) {
    if (status == nullptr)
        return 0;
    const release::Routing& routing = status->observed;
    if (version == routing.stable.version)
        return -3;
    if (routing.canary && version == routing.canary->version)
        return -2;
    return routing.shadow && version == routing.shadow->version ? -1 : 0;
}

} // namespace

std::vector<std::string> namesInOrder(const std::vector<agents::Version>& versions,
                                      const protocol::AgentStatus* status) {
    std::vector<const agents::SemVer*> all;
    for (const agents::Version& version : versions)
        all.push_back(&version.version);
    std::ranges::stable_sort(all, [status](const agents::SemVer* a, const agents::SemVer* b) {
        const int left = rankOf(*a, status);
        const int right = rankOf(*b, status);
        return left != right ? left < right : *b < *a;
    });
    std::vector<std::string> names;
    for (const agents::SemVer* version : all)
        names.push_back(version->toString());
    return names;
}

} // namespace signalbox::ui
