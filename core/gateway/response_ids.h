// Which version gave the ids that callers of /v1/responses come back with, so that a conversation which the provider
// keeps stays with the version, and so with the provider, that has it; also when the caller names no user. Of the I/O
// thread, but for counts() and takeKept(). Bounded: 2 MB per agent that is asked so; when a place is full, the id that
// was silent longest is forgotten. Ids are kept as salted hashes only. What kept() says, take() knows again after a
// restart.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/gateway/followed.h"
#include "core/gateway/kept_responses.h"
#include "core/gateway/routing.h"

namespace signalbox::gateway {

struct ResponseOrigin {
    Digest version;
    traffic::Role role = traffic::Role::Stable;
    traffic::Weight weight; // of the role when the conversation began
    std::uint64_t unit = 0; // that it counts for
    std::uint32_t draw = 0; // of the salt that the unit was drawn with

    bool operator==(const ResponseOrigin&) const = default;
};

// Gives the request to the version that gave the id, if it still answers: as stable, as canary, or as one that was
// rolled back and is left to finish its conversations. Its unit and weight are then those with which it began, so that
// a conversation stays one unit; drawn by another release's salt it is no evidence, and has the whole weight.
[[nodiscard]] Followed follow(const ResponseOrigin& origin, const Routing& routing, std::string_view agent,
                              Assigned& assigned);

class ResponseIds {
public:
    static constexpr std::chrono::hours silence{24}; // after which an id is forgotten

    ResponseIds();

    void note(std::string_view agent, std::string_view id, const ResponseOrigin& origin, Monotonic now);
    [[nodiscard]] std::optional<ResponseOrigin> find(std::string_view agent, std::string_view id, Monotonic now);
    void count(std::string_view agent, Followed followed);

    void publish(Monotonic now); // counts at most every two seconds, and what is to be kept every ten
    void keep(Monotonic now);
    void take(const KeptResponses& kept, std::chrono::seconds ago, Monotonic now); // before anything is noted

    [[nodiscard]] FollowedCounts counts() const;             // any thread
    [[nodiscard]] std::unique_ptr<KeptResponses> takeKept(); // any thread; nullptr: nothing since the last time

private:
    static constexpr std::size_t ways = 8;
    static constexpr std::size_t sets = 8'192;
    static constexpr std::size_t mostVersions = 200;

    struct Given {
        std::uint64_t id = 0; // 0: nobody
        std::uint64_t unit = 0;
        Monotonic at{};
        std::uint32_t draw = 0;
        std::uint16_t weight = 0;
        std::uint8_t version = 0; // place in `versions`
        bool isCanary = false;
    };

    struct Register {
        std::vector<Digest> versions;
        std::vector<Given> given; // sets × ways
    };

    [[nodiscard]] std::uint64_t hashOf(std::string_view id) const;
    [[nodiscard]] Register& registerOf(std::string_view agent);
    static void put(Register& known, Given given);

    traffic::Salt m_salt;
    std::map<std::string, Register, std::less<>> m_registers;
    FollowedCounts m_followed;
    Monotonic m_counted{};
    Monotonic m_kept{};
    bool m_changed = false;
    mutable std::mutex m_mutex;
    FollowedCounts m_counts;                    // guarded
    std::unique_ptr<KeptResponses> m_published; // guarded
};

} // namespace signalbox::gateway
