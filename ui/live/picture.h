// All that the Live page shows at one moment, as plain values: made by makePicture() from what the mirror and the last
// fetch hold, drawn by LiveView. Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "core/client/backend_mirror.h"
#include "ui/live/line_intervals.h"
#include "ui/live/metric.h"

namespace signalbox::ui::live {

struct RoleLine {
    traffic::Role role = traffic::Role::Stable;
    std::string version;
    std::vector<Interval> intervals; // as chart and table show them
    protocol::MetricPoint total;     // over the span
    // How much of the span it was there and counted: from its first request, to its last when it does not serve any
    // more, without the time in which no backend ran. At least ten seconds, or the span.
    std::chrono::milliseconds counted{0};
    bool exactQuantiles = false;    // of the total; else estimated from parts
    bool serving = true;            // has the role now; false: had it in this span
    bool replaced = false;          // another version has the role now
    std::string unpricedModel = {}; // its model, when it has no price: its costs are unknown
};

struct Picture {
    std::string agent;
    TimeSpan span;               // that was asked for
    TimeSpan shown = {};         // of it, the part that has data: what charts show
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
    std::optional<WallTime> countedFrom = {}; // see protocol::MetricsMessage
};

struct PictureSource {
    const protocol::AgentStatus* status = nullptr; // may be absent while loading
    const std::vector<client::LiveSeries>* live = nullptr;
    const Fetched* fetched = nullptr;
    const std::vector<client::Marker>* markers = nullptr;
};

// A line's whole time in the span as one interval, as long as was counted.
[[nodiscard]] Interval wholeOf(const Picture& picture, const RoleLine& line);
// The part of the span from its first data on; the span, when that is most of it.
[[nodiscard]] TimeSpan shownSpan(const TimeSpan& span, const std::vector<RoleLine>& lines);
// For each role the version that has it now, else the one that had it last in the span; then those that had it before
// in the span, so that a promotion or a roll back does not wipe out what went before it.
[[nodiscard]] Picture makePicture(const std::string& agent, const TimeSpan& span, const PictureSource& source);

} // namespace signalbox::ui::live
