// Which sticky units each agent's canary has answered lately, so that the conversations of a version that is rolled
// back can end where they began, and so that a person can be told how many those are. Of the I/O thread, but for
// counts() and kept(). Bounded: 1 MB per agent with a canary; when a place is full, the unit that was silent longest is
// forgotten, which only means that it moves with the others. What kept() says, take() knows again after a restart.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/digest.h"
#include "core/base/time.h"
#include "core/gateway/kept_conversations.h"
#include "core/gateway/routing.h"
#include "core/traffic/unit.h"

namespace signalbox::gateway {

class Conversations {
public:
    static constexpr std::chrono::minutes window{10};  // that counts() speaks of
    static constexpr std::chrono::minutes silence{30}; // after which a conversation is over

    Conversations();

    // Remembers whom the canary answers; gives a unit of the version that is leaving back to it.
    void settle(const Routing& routing, std::string_view agent, const traffic::Unit& unit, Monotonic now,
                Assigned& assigned);
    // Forgets agents that have neither canary nor leaving version.
    void keepOnly(const Routing& routing);
    void count(Monotonic now); // publishes the counts; at most every two seconds
    // Publishes what must outlive a restart, if anything was noted since the last time; count() does it every ten
    // seconds.
    void keep(Monotonic now);
    // Of an earlier run, `ago` ago; before anything is settled.
    void take(const KeptConversations& kept, std::chrono::seconds ago, Monotonic now);

    // By agent; any thread.
    [[nodiscard]] std::map<std::string, std::uint64_t> counts() const;
    // What keep() published last, once; nullptr: nothing since. The time in it is not set.
    [[nodiscard]] std::unique_ptr<KeptConversations> takeKept();

private:
    static constexpr std::size_t ways = 8;
    static constexpr std::size_t sets = 8'192;

    struct Seen {
        std::uint64_t unit = 0; // 0: nobody
        Monotonic at{};
    };

    struct Register {
        Digest version;
        std::vector<Seen> seen; // sets × ways
    };

    [[nodiscard]] static Seen* find(Register& known, std::uint64_t unit, Monotonic now);
    void note(Register& known, std::uint64_t unit, Monotonic now);

    traffic::Salt m_salt;
    std::map<std::string, Register, std::less<>> m_registers;
    Monotonic m_counted{};
    Monotonic m_kept{};
    bool m_changed = true; // since keep(); what an earlier run left may be out of date
    mutable std::mutex m_mutex;
    std::map<std::string, std::uint64_t> m_counts;  // guarded
    std::unique_ptr<KeptConversations> m_published; // guarded
};

} // namespace signalbox::gateway
