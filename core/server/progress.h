// How long each release has been in its step, noted every few seconds between two entries of the audit log, so that a
// restart neither begins the step again nor skips it. Losing it only makes a step longer. Control thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "core/release/state.h"

namespace signalbox::server {

class Progress {
public:
    explicit Progress(std::filesystem::path file);

    void note(const std::string& agent, std::uint64_t revision, std::chrono::milliseconds inStep);
    // Puts what was noted into the states that it was noted for: a later revision began with a time of its own.
    void applyTo(std::vector<release::AgentState>& states) const;

private:
    struct Noted {
        std::uint64_t revision = 0;
        std::chrono::milliseconds inStep{0};
    };

    void write() const;

    std::filesystem::path m_file;
    std::map<std::string, Noted> m_noted;
};

} // namespace signalbox::server
