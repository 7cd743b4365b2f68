// What was heard second by second and what was read from the backend as one series. A reading may be coarser, as
// minutes from before a restart are: the same requests must not stand in both. Pure; any thread.
#pragma once

#include <deque>
#include <span>

#include "core/protocol/messages.h"

namespace signalbox::client {

// Both rising. Where they overlap the one that counted more is taken: a reading may hold a second half counted, and
// what was heard has holes while the link was down.
[[nodiscard]] std::deque<protocol::MetricPoint> mergePoints(const std::deque<protocol::MetricPoint>& heard,
                                                            std::span<const protocol::MetricPoint> read);

} // namespace signalbox::client
