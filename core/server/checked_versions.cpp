#include "core/server/checked_versions.h"

#include <algorithm>
#include <chrono>
#include <ranges>

namespace signalbox::server {

using namespace std::chrono_literals;

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto atOnce = 100ms;             // what a list may wait for
constexpr auto slice = 20ms;               // what others wait for behind it
constexpr std::size_t mostChecked = 2'000; // of one agent; fewer than a store keeps

} // namespace

protocol::VersionCheck checkOf(const std::string& version, const versions::VersionFindings& findings) {
    protocol::VersionCheck check{.version = version, .readable = findings.readable};
    for (const Finding& one : findings.findings)
        if (one.severity == Finding::Severity::Error)
            check.errors.push_back(one);
        else
            ++check.warnings;
    return check;
}

void CheckedVersions::fill(protocol::VersionList& list) {
    const auto until = Clock::now() + atOnce;
    const std::size_t count = std::min(list.versions.size(), mostChecked);
    std::size_t next = 0;
    for (; next < count; ++next) {
        const agents::Version& version = list.versions[next];
        auto findings = m_store.known(version);
        if (!findings && Clock::now() >= until)
            break;
        if (!findings)
            findings = m_store.check(version.agent, version.version);
        if (!findings->findings.empty())
            list.checks.push_back(checkOf(version.version.toString(), *findings));
    }
    list.unchecked = count - next;
    if (next < count && m_running.insert(list.versions[next].agent).second)
        goOn(list.versions[next].agent,
             {list.versions.begin(), list.versions.begin() + static_cast<std::ptrdiff_t>(count)}, next);
}

void CheckedVersions::goOn(const std::string& agent, const std::vector<agents::Version>& versions, std::size_t next) {
    m_queue.postAfter(1ms, [this, agent, versions, next]() mutable {
        for (const auto until = Clock::now() + slice; next < versions.size() && Clock::now() < until; ++next)
            static_cast<void>(m_store.check(agent, versions[next].version));
        if (next < versions.size())
            return goOn(agent, versions, next);
        m_running.erase(agent);
        m_done(agent);
    });
}

} // namespace signalbox::server
