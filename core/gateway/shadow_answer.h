// What a shadow's answer says about itself: for the pair, and as an observation of the version that gave it. Pure; any
// thread.
#pragma once

#include "core/gateway/shadow_queue.h"
#include "core/models/dialect.h"

namespace signalbox::gateway {

// Into the pair's shadow side; its latency and body are not the answer's to say.
void readAnswer(metrics::PairSide& side, const Prepared& version, const http::ClientAnswer& answer,
                models::Dialect dialect);
[[nodiscard]] metrics::Observation observationOf(const ShadowCopy& copy); // whose answer has been read

} // namespace signalbox::gateway
