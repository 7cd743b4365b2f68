// Whether an upstream that could not be reached is tried again: after `failuresToOpen` connections in a row that did
// not come about, not before a pause is over, which doubles with each trial that fails. One trial per pause; the first
// connection that comes about ends it all. What an upstream answers, or that it breaks off, is no failure here.
// One owner, no lock. Times are monotonic.
#pragma once

#include <chrono>
#include <map>

#include "core/base/time.h"
#include "core/http/upstream.h"

namespace signalbox::gateway {

class CircuitBreaker {
public:
    static constexpr int failuresToOpen = 3;
    static constexpr std::chrono::milliseconds firstPause{1'000};
    static constexpr std::chrono::milliseconds longestPause{30'000};

    // Asks for one attempt now; true for the one trial of a pause that is over, too.
    [[nodiscard]] bool allows(const http::OriginPtr& origin, Monotonic now);
    void connected(const http::OriginPtr& origin);
    // `began`: when the attempt that failed was made. One from before the pause says nothing new.
    void failed(const http::OriginPtr& origin, Monotonic began, Monotonic now);

private:
    struct Trouble {
        int failures = 0; // in a row
        std::chrono::milliseconds pause{0};
        Monotonic opened{}; // when the pause began
    };

    [[nodiscard]] static bool isOpen(const Trouble& trouble) { return trouble.pause.count() > 0; }

    std::map<http::OriginPtr, Trouble> m_troubles; // of origins whose last attempt failed
};

} // namespace signalbox::gateway
