#include "core/evidence/tool_calls.h"

#include <algorithm>

namespace signalbox::evidence {

namespace {

constexpr std::size_t mostCalls = 256; // of an answer; the rest counts as called, without looking at arguments

struct Partner {
    std::size_t stable = 0;
    std::size_t candidate = 0;
    double agreement = 0;
};

} // namespace

ToolAgreement compareToolCalls(const std::vector<ToolCall>& stable, const std::vector<ToolCall>& candidate,
                               const std::vector<PathRule>& rules) {
    if (stable.empty() && candidate.empty())
        return {};
    std::vector<Partner> possible;
    for (std::size_t i = 0; i < std::min(stable.size(), mostCalls); ++i)
        for (std::size_t j = 0; j < std::min(candidate.size(), mostCalls); ++j)
            if (stable[i].name == candidate[j].name)
                possible.push_back({i, j, compareJson(stable[i].arguments, candidate[j].arguments, rules).agreement()});
    std::ranges::stable_sort(possible, std::ranges::greater{}, &Partner::agreement);
    std::vector<bool> stableTaken(stable.size());
    std::vector<bool> candidateTaken(candidate.size());
    double pairs = 0;
    double agreement = 0;
    for (const Partner& partner : possible) {
        if (stableTaken[partner.stable] || candidateTaken[partner.candidate])
            continue;
        stableTaken[partner.stable] = true;
        candidateTaken[partner.candidate] = true;
        ++pairs;
        agreement += partner.agreement;
    }
    return {.calls = 2 * pairs / static_cast<double>(stable.size() + candidate.size()),
            .arguments = pairs > 0 ? agreement / pairs : 0};
}

} // namespace signalbox::evidence
