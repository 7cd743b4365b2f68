#include "ui/live/picture.h"

#include <algorithm>
#include <array>

namespace signalbox::ui::live {

namespace {

using protocol::MetricPoint;

std::string versionInRole(const protocol::AgentStatus* status, traffic::Role role) {
    if (!status)
        return {};
    const auto& routing = status->observed;
    switch (role) {
    case traffic::Role::Stable:
        return routing.stable.name();
    case traffic::Role::Canary:
        return routing.canary ? routing.canary->name() : std::string();
    case traffic::Role::Shadow:
        return routing.shadow ? routing.shadow->name() : std::string();
    }
    return {};
}

const protocol::MetricSeries* fetchedSeries(const Fetched* fetched, traffic::Role role, const std::string& version) {
    if (!fetched)
        return nullptr;
    const auto found = std::ranges::find_if(
        fetched->series, [&](const auto& series) { return series.role == role && series.version == version; });
    return found == fetched->series.end() ? nullptr : &*found;
}

// Versions that had requests in this role within the span, but for `current`; the oldest first.
std::vector<std::string> formerInRole(const PictureSource& source, const TimeSpan& span, traffic::Role role,
                                      const std::string& current) {
    std::vector<std::pair<WallTime, std::string>> found;
    const auto offer = [&](const auto& series) {
        if (series.role != role || series.version == current || series.points.empty() ||
            series.points.back().time < span.from)
            return;
        if (std::ranges::find(found, series.version, &std::pair<WallTime, std::string>::second) == found.end())
            found.emplace_back(series.points.back().time, series.version);
    };
    if (source.live)
        std::ranges::for_each(*source.live, offer);
    if (source.fetched)
        std::ranges::for_each(source.fetched->series, offer);
    std::ranges::sort(found);
    std::vector<std::string> versions;
    for (auto& [last, version] : found)
        versions.push_back(std::move(version));
    return versions;
}

// The version whose newest point in this role lies furthest towards the end of the span.
std::string lastInRole(const PictureSource& source, const TimeSpan& span, traffic::Role role) {
    std::string version;
    WallTime newest = span.from;
    const auto offer = [&](const auto& series) {
        if (series.role == role && !series.points.empty() && series.points.back().time >= newest) {
            newest = series.points.back().time;
            version = series.version;
        }
    };
    if (source.fetched)
        std::ranges::for_each(source.fetched->series, offer);
    if (source.live)
        std::ranges::for_each(*source.live, offer);
    return version;
}

RoleLine makeLine(traffic::Role role, const std::string& version, const TimeSpan& span, const PictureSource& source) {
    RoleLine line{.role = role, .version = version, .points = {}, .total = {}};
    std::vector<MetricPoint> live;
    if (source.live) {
        for (const auto& series : *source.live)
            if (series.role == role && series.version == version)
                live.assign(series.points.begin(), series.points.end());
    }
    const auto* fetched = fetchedSeries(source.fetched, role, version);
    const WallTime cut = source.fetched ? source.fetched->span.to : WallTime::min();
    const auto all = join(fetched ? std::span(fetched->points) : std::span<const MetricPoint>(), live, cut);
    line.points = pool(all, span);
    line.total = sum(line.points);
    if (fetched && fetched->total.requests > 0) {
        // Counts come from the buckets, so that number and line agree; quantiles from the backend's merged histogram.
        line.total.latencyP50 = fetched->total.latencyP50;
        line.total.latencyP95 = fetched->total.latencyP95;
        line.total.latencyP99 = fetched->total.latencyP99;
        line.total.firstTokenP50 = fetched->total.firstTokenP50;
        line.total.firstTokenP95 = fetched->total.firstTokenP95;
        line.exactQuantiles = true;
    }
    return line;
}

} // namespace

std::chrono::milliseconds RoleLine::timeIn(const TimeSpan& span) const {
    constexpr std::chrono::seconds least{10}; // a single request makes no rate
    if (points.empty())
        return span.length();
    const WallTime from = std::max(points.front().time, span.from);
    const WallTime to = serving ? span.to : std::min(points.back().time + span.step, span.to);
    return std::min<std::chrono::milliseconds>(std::max<std::chrono::milliseconds>(to - from, least), span.length());
}

const RoleLine* Picture::line(traffic::Role role) const {
    const auto found = std::ranges::find(lines, role, &RoleLine::role);
    return found == lines.end() ? nullptr : &*found;
}

std::uint64_t Picture::requests() const {
    std::uint64_t count = 0;
    for (const auto& line : lines)
        count += line.total.requests;
    return count;
}

Picture makePicture(const std::string& agent, const TimeSpan& span, const PictureSource& source) {
    Picture picture{.agent = agent, .span = span, .lines = {}, .guardrails = {}, .markers = {}, .staleSince = {}};
    for (const auto role : {traffic::Role::Stable, traffic::Role::Canary, traffic::Role::Shadow}) {
        const std::string now = versionInRole(source.status, role);
        const std::string version = now.empty() ? lastInRole(source, span, role) : now;
        if (version.empty())
            continue;
        auto line = makeLine(role, version, span, source);
        line.serving = !now.empty();
        if (line.serving || line.total.requests > 0)
            picture.lines.push_back(std::move(line));
        for (const std::string& former : formerInRole(source, span, role, version)) {
            auto before = makeLine(role, former, span, source);
            before.serving = false;
            before.replaced = true;
            if (before.total.requests > 0)
                picture.lines.push_back(std::move(before));
        }
    }
    if (source.status && source.status->state.release) {
        picture.guardrails = source.status->state.release->plan.guardrails;
        picture.evidence = source.status->evidence;
    }
    if (source.status && !source.status->state.release)
        picture.ended = source.status->state.ended;
    if (source.markers) {
        // What was done just now stands at the chart's end, also while its bucket is not complete.
        const WallTime newest = span.to + span.step + std::chrono::seconds(5);
        for (const auto& marker : *source.markers)
            if (marker.time >= span.from && marker.time <= newest)
                picture.markers.push_back(marker);
    }
    return picture;
}

} // namespace signalbox::ui::live
