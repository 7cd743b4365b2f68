#include "tests/evidence/mann_whitney.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace signalbox::evidence::simulation {

namespace {

constexpr double criticalZ = 2.3263478740408408; // two-sided, confidence 0.98
constexpr double rootTolerance = 1e-4;
constexpr double tolerance = 0.25;

class Statistic {
public:
    Statistic(std::span<const double> x, std::span<const double> y) : m_x(x), m_y(y), m_all(x.size() + y.size()) {}

    // z of the rank sum of x − shift beside y, less `target`.
    double operator()(double shift, double target) {
        for (std::size_t i = 0; i < m_x.size(); ++i)
            m_all[i] = {m_x[i] - shift, true};
        for (std::size_t i = 0; i < m_y.size(); ++i)
            m_all[m_x.size() + i] = {m_y[i], false};
        std::ranges::sort(m_all, {}, &Value::value);
        double ranks = 0;
        double ties = 0;
        for (std::size_t from = 0; from < m_all.size();) {
            std::size_t to = from;
            double own = 0;
            while (to < m_all.size() && m_all[to].value == m_all[from].value)
                own += m_all[to++].ofX ? 1 : 0;
            const auto size = static_cast<double>(to - from);
            ranks += own * (static_cast<double>(from + to - 1) / 2 + 1);
            ties += size * size * size - size;
            from = to;
        }
        const auto n = static_cast<double>(m_x.size());
        const auto m = static_cast<double>(m_y.size());
        const double above = ranks - n * (n + 1) / 2 - n * m / 2;
        const double correction = above > 0 ? 0.5 : above < 0 ? -0.5 : 0;
        const double variance = n * m / 12 * ((n + m + 1) - ties / ((n + m) * (n + m - 1)));
        return (above - correction) / std::sqrt(variance) - target;
    }

private:
    struct Value {
        double value = 0;
        bool ofX = false;
    };

    std::span<const double> m_x;
    std::span<const double> m_y;
    std::vector<Value> m_all;
};

// A step of interpolation through two or three points; nullopt-like NaN when bisection must do it.
double interpolated(double a, double fa, double b, double fb, double c, double fc, double accuracy, double before) {
    const double width = c - b;
    const double s = fb / fa;
    double p = 0;
    double q = 0;
    if (a == c) {
        p = width * s;
        q = 1 - s;
    } else {
        const double u = fa / fc;
        const double v = fb / fc;
        p = s * (width * u * (u - v) - (b - a) * (v - 1));
        q = (u - 1) * (v - 1) * (s - 1);
    }
    if (p > 0)
        q = -q;
    else
        p = -p;
    const bool good = p < 0.75 * width * q - std::abs(accuracy * q) / 2 && p < std::abs(before * q / 2);
    return good ? p / q : std::numeric_limits<double>::quiet_NaN();
}

// Brent's method; the function falls from `low` to `high`.
template <class Function> double rootOf(Function function, double low, double high) {
    double a = low;
    double b = high;
    double fa = function(a);
    double fb = function(b);
    if (fa <= 0)
        return low;
    if (fb >= 0)
        return high;
    double c = a;
    double fc = fa;
    for (int round = 0; round < 1000; ++round) {
        const double before = b - a;
        if (std::abs(fc) < std::abs(fb)) {
            a = b;
            b = c;
            c = a;
            fa = fb;
            fb = fc;
            fc = fa;
        }
        const double accuracy = 2 * std::numeric_limits<double>::epsilon() * std::abs(b) + rootTolerance / 2;
        double step = (c - b) / 2;
        if (std::abs(step) <= accuracy || fb == 0)
            return b;
        if (std::abs(before) >= accuracy && std::abs(fa) > std::abs(fb))
            if (const double better = interpolated(a, fa, b, fb, c, fc, accuracy, before); !std::isnan(better))
                step = better;
        if (std::abs(step) < accuracy)
            step = step > 0 ? accuracy : -accuracy;
        a = b;
        fa = fb;
        b += step;
        fb = function(b);
        if ((fb > 0 && fc > 0) || (fb < 0 && fc < 0)) {
            c = a;
            fc = fa;
        }
    }
    return b;
}

double meanOf(std::span<const double> values) {
    return std::reduce(values.begin(), values.end()) / static_cast<double>(values.size());
}

} // namespace

Shift shiftOf(std::span<const double> canary, std::span<const double> baseline) {
    const auto [lowX, highX] = std::ranges::minmax(canary);
    const auto [lowY, highY] = std::ranges::minmax(baseline);
    Statistic statistic(canary, baseline);
    const auto at = [&](double target) {
        return rootOf([&](double shift) { return statistic(shift, target); }, lowX - highY, highX - lowY);
    };
    return {at(criticalZ), at(-criticalZ), at(0)};
}

KayentaVerdict kayentaJudge(std::span<const double> canary, std::span<const double> baseline) {
    if (canary.empty() || baseline.empty())
        return KayentaVerdict::NoData;
    const auto [lowX, highX] = std::ranges::minmax(canary);
    const auto [lowY, highY] = std::ranges::minmax(baseline);
    if (lowX == highX && lowY == highY)
        return lowX > lowY ? KayentaVerdict::High
                           : KayentaVerdict::Pass; // the noise added to constants changes no rank
    const Shift shift = shiftOf(canary, baseline);
    const double before = meanOf(baseline);
    const bool effect = before == 0 || meanOf(canary) / before >= 1;
    return shift.low > tolerance * std::abs(shift.estimate) && effect ? KayentaVerdict::High : KayentaVerdict::Pass;
}

} // namespace signalbox::evidence::simulation
