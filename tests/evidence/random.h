// A small fast generator for simulations (xoshiro256++), the same numbers on every machine.
#pragma once

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

namespace signalbox::evidence::simulation {

class Random {
public:
    using result_type = std::uint64_t;

    explicit Random(std::uint64_t seed) {
        for (auto& word : m_state) { // SplitMix64
            seed += 0x9e3779b97f4a7c15U;
            std::uint64_t z = seed;
            z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
            z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
            word = z ^ (z >> 31U);
        }
    }

    static constexpr result_type min() { return 0; }

    static constexpr result_type max() { return std::numeric_limits<result_type>::max(); }

    result_type operator()() {
        const std::uint64_t result = std::rotl(m_state[0] + m_state[3], 23) + m_state[0];
        const std::uint64_t t = m_state[1] << 17U;
        m_state[2] ^= m_state[0];
        m_state[3] ^= m_state[1];
        m_state[1] ^= m_state[2];
        m_state[0] ^= m_state[3];
        m_state[2] ^= t;
        m_state[3] = std::rotl(m_state[3], 45);
        return result;
    }

    double uniform() { return (static_cast<double>((*this)() >> 11U) + 0.5) * 0x1p-53; } // 0 … 1, exclusive

    bool chance(double probability) { return uniform() < probability; }

    // Trials up to and with the first success.
    double untilSuccess(double probability) { return std::floor(std::log(uniform()) / std::log1p(-probability)) + 1; }

    double normal() { return std::sqrt(-2 * std::log(uniform())) * std::cos(2 * std::numbers::pi * uniform()); }

private:
    std::array<std::uint64_t, 4> m_state{};
};

} // namespace signalbox::evidence::simulation
