// The peer: the judgement that Kayenta's NetflixACAJudge makes of one metric, written anew from its description, for
// comparison. Two series of points, Mann–Whitney with continuity and tie correction, an interval of the shift by
// inverting the test (Brent's method, tolerance 1e-4, which ties make part of the result).
#pragma once

#include <span>

namespace signalbox::evidence::simulation {

struct Shift {
    double low = 0;
    double high = 0;
    double estimate = 0;
};

[[nodiscard]] Shift shiftOf(std::span<const double> canary, std::span<const double> baseline);

enum class KayentaVerdict { Pass, High, NoData };
// For a metric that must not rise: confidence 0.98, tolerance 0.25, mean ratio ≥ 1.
[[nodiscard]] KayentaVerdict kayentaJudge(std::span<const double> canary, std::span<const double> baseline);

} // namespace signalbox::evidence::simulation
