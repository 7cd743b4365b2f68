// Whether what identifies an agent's conversations does so: says once, in words, when a single value carries more than
// a fifth of the requests, and again only after that had gone. Control thread; no clock, no disk.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "core/traffic/unit_shares.h"

namespace signalbox::server {

class UnitWatch {
public:
    static constexpr const char* guard = "unit_share";

    // Of an agent; the sentence to tell, or nothing.
    [[nodiscard]] std::optional<std::string> look(const std::string& agent,
                                                  const std::optional<traffic::AgentUnits>& units);

    void keepTelling(const std::string& agent) { m_told.erase(agent); } // it could not be recorded

    // An earlier run has told it, and it may still be so.
    void setTold(const std::string& agent) { m_told.insert(agent); }

private:
    std::set<std::string> m_told;
};

} // namespace signalbox::server
