// A share of traffic in thousandths, 0 … 1000. Values; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <format>
#include <string>

namespace signalbox::traffic {

class Weight {
public:
    static constexpr std::uint16_t whole = 1000;

    constexpr Weight() = default;

    // Values above 1000 are cut to 1000.
    static constexpr Weight thousandths(std::uint32_t value) {
        Weight weight;
        weight.m_thousandths = static_cast<std::uint16_t>(value > whole ? whole : value);
        return weight;
    }

    static constexpr Weight percent(std::uint32_t value) { return thousandths(value > 100 ? whole : value * 10); }

    static constexpr Weight all() { return thousandths(whole); }

    [[nodiscard]] constexpr std::uint16_t thousandths() const { return m_thousandths; }

    [[nodiscard]] constexpr double share() const { return m_thousandths / 1000.0; }

    [[nodiscard]] constexpr Weight rest() const {
        return thousandths(static_cast<std::uint32_t>(whole - m_thousandths));
    }

    // "5 %", "0.5 %"
    [[nodiscard]] std::string toString() const {
        return m_thousandths % 10 == 0 ? std::format("{} %", m_thousandths / 10)
                                       : std::format("{}.{} %", m_thousandths / 10, m_thousandths % 10);
    }

    constexpr auto operator<=>(const Weight&) const = default;

private:
    std::uint16_t m_thousandths = 0;
};

} // namespace signalbox::traffic
