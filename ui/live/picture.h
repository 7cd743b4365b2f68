// All that the Live page shows at one moment, as plain values: made by makePicture() from what the mirror and the last
// fetch hold, drawn by LiveView. Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "core/client/backend_mirror.h"
#include "ui/live/metric.h"
#include "ui/live/pooling.h"

namespace signalbox::ui::live {

struct RoleLine {
    traffic::Role role = traffic::Role::Stable;
    std::string version;
    std::vector<protocol::MetricPoint> points; // pooled, rising; buckets without requests are left out
    protocol::MetricPoint total;               // over the span
    bool exactQuantiles = false;               // of the total; else estimated from parts
    bool serving = true;                       // has the role now; false: had it in this span
    bool replaced = false;                     // another version has the role now

    // How long it was there in `span`: from its first request, to its last when it does not serve any more. At least
    // ten seconds, or the span.
    [[nodiscard]] std::chrono::milliseconds timeIn(const TimeSpan& span) const;
};

struct Picture {
    std::string agent;
    TimeSpan span;
    std::vector<RoleLine> lines; // stable, canary, shadow; behind each those that it replaced in the span
    std::vector<release::Guardrail> guardrails;
    std::optional<protocol::EvidenceMessage> evidence = {}; // while a release runs
    std::optional<release::Ended> ended = {};               // while none runs: the newest, whose evidence it is
    std::vector<client::Marker> markers;                    // within the span or the bucket after it
    std::optional<WallTime> staleSince;

    // The version that has the role now, or had it last.
    [[nodiscard]] const RoleLine* line(traffic::Role role) const;
    [[nodiscard]] std::uint64_t requests() const;
};

struct Fetched { // an answer of the metrics call
    std::vector<protocol::MetricSeries> series;
    TimeSpan span;
};

struct PictureSource {
    const protocol::AgentStatus* status = nullptr; // may be absent while loading
    const std::vector<client::LiveSeries>* live = nullptr;
    const Fetched* fetched = nullptr;
    const std::vector<client::Marker>* markers = nullptr;
};

// For each role the version that has it now, else the one that had it last in the span; then those that had it before
// in the span, so that a promotion or a roll back does not wipe out what went before it.
[[nodiscard]] Picture makePicture(const std::string& agent, const TimeSpan& span, const PictureSource& source);

} // namespace signalbox::ui::live
