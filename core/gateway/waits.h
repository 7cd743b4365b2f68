// Which requests have been in flight for long without a first token: added by relays, taken out when the token or the
// end comes. Of the I/O thread, but for counts(), which is at most half a second old.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "core/base/time.h"
#include "core/gateway/prepared.h"
#include "core/gateway/wait_count.h"
#include "core/traffic/route_table.h"

namespace signalbox::gateway {

class Waits {
public:
    void add(std::uint64_t request, const PreparedPtr& version, traffic::Role role, Monotonic began);
    void remove(std::uint64_t request);
    void publish(Monotonic now);

    [[nodiscard]] std::vector<WaitCount> counts() const; // any thread

private:
    struct Wait {
        PreparedPtr version;
        traffic::Role role;
        Monotonic began;
    };

    std::unordered_map<std::uint64_t, Wait> m_waits;
    bool m_changed = false;
    Monotonic m_published{};
    mutable std::mutex m_mutex;
    std::vector<WaitCount> m_counts; // guarded
};

} // namespace signalbox::gateway
