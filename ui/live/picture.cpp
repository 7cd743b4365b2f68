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

// When somebody counted: since the backend runs, and before that wherever any version has points.
class CountedTime {
public:
    CountedTime(const PictureSource& source, const TimeSpan& span) {
        const auto from = source.fetched ? source.fetched->countedFrom : std::optional<WallTime>();
        if (from)
            for (const auto& series : source.fetched->series)
                for (const auto& point : series.points)
                    if (point.time < *from)
                        m_parts.emplace_back(point.time, point.time + point.length);
        m_parts.emplace_back(from.value_or(WallTime::min()), span.to);
        std::ranges::sort(m_parts);
    }

    [[nodiscard]] std::chrono::milliseconds within(WallTime from, WallTime to) const {
        std::chrono::milliseconds length{0};
        for (const auto& [begin, end] : m_parts) {
            from = std::max(from, begin);
            if (from >= to)
                break;
            if (end > from)
                length += std::min(end, to) - from;
            from = std::max(from, end);
        }
        return length;
    }

private:
    std::vector<std::pair<WallTime, WallTime>> m_parts; // rising
};

std::vector<MetricPoint> pointsOf(traffic::Role role, const std::string& version, const PictureSource& source) {
    std::vector<MetricPoint> live;
    if (source.live) {
        for (const auto& series : *source.live)
            if (series.role == role && series.version == version)
                live.assign(series.points.begin(), series.points.end());
    }
    const auto* fetched = fetchedSeries(source.fetched, role, version);
    const WallTime cut = source.fetched ? source.fetched->span.to : WallTime::min();
    return join(fetched ? std::span(fetched->points) : std::span<const MetricPoint>(), live, cut);
}

// How long it was there; a single request makes no rate, so it is at least ten seconds.
std::chrono::milliseconds countedIn(const RoleLine& line, const TimeSpan& span, const PictureSource& source) {
    constexpr std::chrono::seconds least{10};
    if (line.intervals.empty())
        return {};
    const WallTime end = line.serving ? span.to : line.intervals.back().to;
    const auto counted = CountedTime(source, span).within(line.intervals.front().from, end);
    return std::min<std::chrono::milliseconds>(std::max<std::chrono::milliseconds>(counted, least), span.length());
}

enum class Presence { Serving, Gone, Replaced };

RoleLine makeLine(traffic::Role role, const std::string& version, const TimeSpan& span, const PictureSource& source,
                  Presence presence) {
    RoleLine line{.role = role, .version = version, .intervals = {}, .total = {}};
    line.serving = presence == Presence::Serving;
    line.replaced = presence == Presence::Replaced;
    const auto points = pointsOf(role, version, source);
    line.intervals = intervalsOf(points, {.span = span,
                                          .width = widthFor(points, span),
                                          .countedFrom = source.fetched ? source.fetched->countedFrom : std::nullopt,
                                          .serving = line.serving});
    std::vector<MetricPoint> counts;
    for (const Interval& interval : line.intervals)
        counts.push_back(interval.counts);
    line.total = sum(counts);
    line.counted = countedIn(line, span, source);
    const auto* fetched = fetchedSeries(source.fetched, role, version);
    line.unpricedModel = fetched ? fetched->unpricedModel : std::string();
    line.exactQuantiles = isExact(line.total);
    if (fetched && fetched->total.requests > 0 && !line.exactQuantiles) {
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

Interval wholeOf(const Picture& picture, const RoleLine& line) {
    Interval whole{.from = picture.span.to - line.counted, .to = picture.span.to, .counts = line.total};
    whole.estimated = !line.exactQuantiles && line.intervals.size() > 1;
    return whole;
}

TimeSpan shownSpan(const TimeSpan& span, const std::vector<RoleLine>& lines) {
    constexpr int part = 5; // less than a fifth of nothing is not worth another range
    WallTime first = span.to;
    for (const RoleLine& line : lines)
        if (!line.intervals.empty())
            first = std::min(first, line.intervals.front().from);
    const WallTime latest = span.to - std::max(span.step, std::chrono::seconds(60));
    first = std::max(floorTo(std::min(first, latest), span.step), span.from);
    TimeSpan shown = span;
    if (!lines.empty() && part * (first - span.from) > span.length())
        shown.from = first;
    return shown;
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
    Picture picture{
        .agent = agent, .span = span, .shown = span, .lines = {}, .guardrails = {}, .markers = {}, .staleSince = {}};
    for (const auto role : {traffic::Role::Stable, traffic::Role::Canary, traffic::Role::Shadow}) {
        const std::string now = versionInRole(source.status, role);
        const std::string version = now.empty() ? lastInRole(source, span, role) : now;
        if (version.empty())
            continue;
        auto line = makeLine(role, version, span, source, now.empty() ? Presence::Gone : Presence::Serving);
        if (line.serving || line.total.requests > 0)
            picture.lines.push_back(std::move(line));
        for (const std::string& former : formerInRole(source, span, role, version)) {
            auto before = makeLine(role, former, span, source, Presence::Replaced);
            if (before.total.requests > 0)
                picture.lines.push_back(std::move(before));
        }
    }
    picture.shown = shownSpan(span, picture.lines);
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
