#include "core/server/unit_watch.h"

#include <format>

#include "core/base/grouped_text.h"

namespace signalbox::server {

namespace {

constexpr std::uint64_t over = 10; // it is over below a tenth, so that what wavers at a fifth is told once

} // namespace

std::optional<std::string> UnitWatch::look(const std::string& agent, const std::optional<traffic::AgentUnits>& units) {
    if (!units)
        return std::nullopt;
    const traffic::UnitsSeen& seen = units->seen;
    if (seen.requests >= traffic::UnitsSeen::fewest && seen.heaviest * over < seen.requests)
        m_told.erase(agent);
    if (!seen.isDegenerate() || !m_told.insert(agent).second)
        return std::nullopt;
    return std::format(
        "One value of {} carries {} of the last {} requests of {}. They all meet the same version and count as one "
        "conversation, so a share of 5 % may be none of them, or all. Let callers send what tells their conversations "
        "apart, or name another place under units: in signalbox.yaml.",
        units->field, groupedText(seen.heaviest), groupedText(seen.requests), agent);
}

} // namespace signalbox::server
