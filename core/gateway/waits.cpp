#include "core/gateway/waits.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace signalbox::gateway {

void Waits::add(std::uint64_t request, const PreparedPtr& version, traffic::Role role, Monotonic began) {
    m_waits.insert_or_assign(request, Wait{.version = version, .role = role, .began = began});
    m_changed = true;
}

void Waits::remove(std::uint64_t request) {
    m_changed = m_waits.erase(request) > 0 || m_changed;
}

void Waits::publish(Monotonic now) {
    if (!m_changed || now - m_published < std::chrono::milliseconds{500})
        return;
    m_published = now;
    m_changed = false;
    std::map<std::tuple<std::string, std::string, traffic::Role>, WaitCount> counts;
    for (const auto& [request, wait] : m_waits) {
        WaitCount& count = counts[{wait.version->agent, wait.version->version, wait.role}];
        if (count.requests++ == 0)
            count = {.agent = wait.version->agent,
                     .version = wait.version->version,
                     .role = wait.role,
                     .requests = 1,
                     .oldest = wait.began};
        count.oldest = std::min(count.oldest, wait.began);
    }
    std::vector<WaitCount> all;
    for (auto& [key, count] : counts)
        all.push_back(std::move(count));
    const std::scoped_lock lock(m_mutex);
    m_counts = std::move(all);
}

std::vector<WaitCount> Waits::counts() const {
    const std::scoped_lock lock(m_mutex);
    return m_counts;
}

} // namespace signalbox::gateway
