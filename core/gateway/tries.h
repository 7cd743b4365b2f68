// Whether a request that failed at its upstream is asked again, and after which pause. A try can be made again only
// while nothing of an answer has reached the caller. Asking a model twice changes nothing in the world, so a POST to
// one may be repeated; an agent service is asked again only by methods that are safe (GET, HEAD, OPTIONS), or when the
// request never left. Pauses grow from half a second to eight, each drawn between half of that and all; what the
// upstream asks for with Retry-After is waited for, when the time of the request allows it. One request's; no clock.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "core/base/time.h"
#include "core/http/request_reader.h"
#include "core/metrics/failure.h"
#include "core/metrics/try_end.h"
#include "core/models/answer.h"

namespace signalbox::gateway {

// nullopt: another try would end alike, or must not be made.
[[nodiscard]] std::optional<metrics::TryEnd> tryEndOf(int status);
[[nodiscard]] std::optional<metrics::TryEnd> tryEndOf(metrics::FailureKind kind); // of a lost connection
// retry-after-ms, or Retry-After as seconds or as a date; nullopt: it asks for none. At most a day.
[[nodiscard]] std::optional<std::chrono::milliseconds> pauseAskedFor(const std::vector<http::FieldView>& fields,
                                                                     WallTime now);
// "x-should-retry: false": the provider knows that another try is of no use.
[[nodiscard]] bool isRetryRefused(const std::vector<http::FieldView>& fields);

enum class Replay { Any, UnsentOnly }; // which failed tries may be followed by another

inline constexpr std::chrono::milliseconds usualPause{500}; // after the first try

class Tries {
public:
    static constexpr int mostDoublings = 4; // of the pause

    // `most`: tries, the first included. `end`: of the time that the request has.
    void begin(int most, Replay replay, Monotonic end, std::chrono::milliseconds firstPause = usualPause);
    // How long to wait before the next try; nullopt: there is none. `draw`: 0 … 1, uniform.
    [[nodiscard]] std::optional<std::chrono::milliseconds>
    pauseAfter(metrics::TryEnd end, std::optional<std::chrono::milliseconds> asked, Monotonic now, double draw) const;
    // Of a try that another one follows.
    void failed(metrics::TryEnd end, const std::optional<models::Usage>& usage);

    [[nodiscard]] const std::vector<metrics::TryEnd>& ends() const { return m_ends; }

    // What the failed tries used together, as far as they said it.
    [[nodiscard]] const std::optional<models::Usage>& usage() const { return m_usage; }

private:
    int m_most = 1;
    Replay m_replay = Replay::Any;
    Monotonic m_end{};
    std::chrono::milliseconds m_firstPause = usualPause;
    std::vector<metrics::TryEnd> m_ends;
    std::optional<models::Usage> m_usage;
};

[[nodiscard]] std::optional<models::Usage> sumOf(const std::optional<models::Usage>& left,
                                                 const std::optional<models::Usage>& right);

} // namespace signalbox::gateway
