// A log-linear histogram of durations in microseconds: exact below 64, then 64 cells per power of two, so that a
// quantile is off by at most 1/128 of its value. Mergeable by addition; one owner, no locks.
// Live histograms hold counts of the cells between the smallest and largest value; pack() folds them into a few bytes
// per used cell (what rings keep). Both forms answer the same questions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace signalbox::metrics {

class Histogram {
public:
    // Larger values count in the last cell: about 12 days.
    static constexpr std::uint64_t maximum = (std::uint64_t{1} << 40U) - 1;

    void add(std::uint64_t microseconds, std::uint64_t times = 1);
    void merge(const Histogram& other);

    [[nodiscard]] std::uint64_t count() const { return m_count; }

    [[nodiscard]] bool isEmpty() const { return m_count == 0; }

    [[nodiscard]] double sum() const { return m_sum; } // microseconds

    [[nodiscard]] std::optional<double> mean() const;
    // Nearest rank: the smallest value that at least q of all are not above; q is cut to 0 … 1. nullopt: no data.
    [[nodiscard]] std::optional<double> quantile(double q) const;
    // How many values are at most this, to the precision of a cell.
    [[nodiscard]] std::uint64_t countUpTo(std::uint64_t microseconds) const;

    void pack();
    [[nodiscard]] std::size_t bytes() const; // of heap memory

    // The packed form with its sum, to be stored; fromBytes takes whatever it is given and answers Invalid
    // "bad_histogram".
    [[nodiscard]] std::string toBytes() const;
    [[nodiscard]] static Result<Histogram> fromBytes(std::string_view bytes);

    bool operator==(const Histogram& other) const;

private:
    template <class Visitor> void forEachCell(Visitor visitor) const; // visitor(cell, count), rising; false ends
    void addCell(std::uint32_t cell, std::uint64_t times);
    void addLive(const Histogram& other);
    void makeRoom(std::uint32_t cell);
    void cover(std::uint32_t first, std::uint32_t last);
    void unpack();

    std::uint64_t m_count = 0;
    double m_sum = 0;
    std::uint32_t m_first = 0;          // cell of m_cells[0]
    std::vector<std::uint32_t> m_cells; // live form; counts saturate
    std::vector<std::uint8_t> m_packed; // packed form: (cells skipped, count) as variable-length numbers
};

} // namespace signalbox::metrics
