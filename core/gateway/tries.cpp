#include "core/gateway/tries.h"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "core/gateway/headers.h"

namespace signalbox::gateway {

namespace {

using metrics::TryEnd;
using namespace std::chrono_literals;

std::optional<std::int64_t> numberIn(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const bool whole = error == std::errc{} && (end == text.data() + text.size() || *end == '.'); // "1.5": at least 1
    return whole && number >= 0 ? std::optional(number) : std::nullopt;
}

// "Wed, 21 Oct 2015 07:28:00 GMT"; the two older forms that RFC 9110 names are sent by nobody.
std::optional<WallTime> dateIn(std::string_view text) {
    std::istringstream stream{std::string(text)};
    std::chrono::sys_seconds time{};
    stream >> std::chrono::parse("%a, %d %b %Y %H:%M:%S GMT", time);
    return stream.fail() ? std::nullopt : std::optional<WallTime>(time);
}

std::chrono::milliseconds bounded(std::chrono::milliseconds pause) {
    return std::clamp<std::chrono::milliseconds>(pause, 0ms, 24h);
}

} // namespace

std::optional<TryEnd> tryEndOf(int status) {
    switch (status) {
    case 408:
        return TryEnd::Status408;
    case 429:
        return TryEnd::Status429;
    case 502:
        return TryEnd::Status502;
    case 503:
        return TryEnd::Status503;
    case 504:
        return TryEnd::Status504;
    case 529:
        return TryEnd::Status529;
    default:
        return std::nullopt; // a 500 may well be this request's doing
    }
}

std::optional<TryEnd> tryEndOf(metrics::FailureKind kind) {
    switch (kind) {
    case metrics::FailureKind::Refused:
    case metrics::FailureKind::Unreachable:
        return TryEnd::Unreachable;
    case metrics::FailureKind::Broken:
        return TryEnd::Lost;
    default:
        return std::nullopt;
    }
}

std::optional<std::chrono::milliseconds> pauseAskedFor(const std::vector<http::FieldView>& fields, WallTime now) {
    constexpr std::int64_t most = 86'400'000;
    if (const auto exact = numberIn(headerOf(fields, "retry-after-ms")))
        return bounded(std::chrono::milliseconds(std::min(*exact, most)));
    const std::string_view asked = headerOf(fields, "retry-after");
    if (const auto seconds = numberIn(asked))
        return bounded(std::chrono::seconds(std::min(*seconds, most / 1'000)));
    if (const auto date = dateIn(asked))
        return bounded(std::chrono::duration_cast<std::chrono::milliseconds>(*date - now));
    return std::nullopt;
}

bool isRetryRefused(const std::vector<http::FieldView>& fields) {
    return http::equalNames(headerOf(fields, "x-should-retry"), "false");
}

void Tries::begin(int most, Replay replay, Monotonic end, std::chrono::milliseconds firstPause) {
    m_most = most;
    m_replay = replay;
    m_end = end;
    m_firstPause = firstPause;
    m_ends.clear();
    m_usage.reset();
}

std::optional<std::chrono::milliseconds> Tries::pauseAfter(TryEnd end, std::optional<std::chrono::milliseconds> asked,
                                                           Monotonic now, double draw) const {
    if (std::cmp_greater_equal(m_ends.size() + 1, m_most))
        return std::nullopt;
    if (m_replay == Replay::UnsentOnly && end != TryEnd::Unreachable)
        return std::nullopt;
    const auto grown = m_firstPause * (1 << std::min<std::size_t>(m_ends.size(), mostDoublings));
    const std::chrono::duration<double, std::milli> drawn = grown * (0.5 + draw / 2);
    const auto pause = std::max(std::chrono::duration_cast<std::chrono::milliseconds>(drawn), asked.value_or(0ms));
    return now + pause < m_end ? std::optional(pause) : std::nullopt;
}

void Tries::failed(TryEnd end, const std::optional<models::Usage>& usage) {
    m_ends.push_back(end);
    m_usage = sumOf(m_usage, usage);
}

std::optional<models::Usage> sumOf(const std::optional<models::Usage>& left,
                                   const std::optional<models::Usage>& right) {
    if (!left || !right)
        return left ? left : right;
    const auto sum = [](std::int64_t a, std::int64_t b) {
        std::int64_t result = 0;
        return __builtin_add_overflow(a, b, &result) ? a : result;
    };
    return models::Usage{.input = sum(left->input, right->input),
                         .output = sum(left->output, right->output),
                         .cached = sum(left->cached, right->cached)};
}

} // namespace signalbox::gateway
