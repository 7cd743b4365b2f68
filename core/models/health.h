// Whether a provider that could not be reached is tried again: after `failuresToOpen` connections in a row that did not
// come about, not before a pause is over, which doubles with each trial that fails. One trial per pause; the first
// connection that comes about ends it all. What a provider answers, or that it breaks off, is no failure here. Safe
// from any thread; who asks does not wait for who tells. Times are monotonic.
#pragma once

#include <chrono>
#include <mutex>

#include "core/base/time.h"

namespace signalbox::models {

class Health {
public:
    static constexpr int failuresToOpen = 3;
    static constexpr std::chrono::milliseconds firstPause{1'000};
    static constexpr std::chrono::milliseconds longestPause{30'000};

    // Asks for one attempt now; true for the one trial of a pause that is over, too.
    [[nodiscard]] bool allows(Monotonic now);
    void connected();
    // `began`: when the attempt that failed was made. One from before the pause says nothing new.
    void failed(Monotonic began, Monotonic now);

private:
    [[nodiscard]] bool isOpen() const { return m_pause.count() > 0; }

    std::mutex m_mutex;
    int m_failures = 0; // in a row
    std::chrono::milliseconds m_pause{0};
    Monotonic m_opened{}; // when the pause began
};

} // namespace signalbox::models
