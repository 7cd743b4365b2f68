#include "core/metrics/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace signalbox::metrics {

namespace {

constexpr std::uint32_t cellsPerPower = 64;
constexpr int linearBits = 6;

std::uint32_t cellOf(std::uint64_t value) {
    if (value < cellsPerPower)
        return static_cast<std::uint32_t>(value);
    const int shift = std::bit_width(value) - 1 - linearBits;
    // The leading bit of value >> shift makes 64 … 127: one power of two further on per shift.
    return static_cast<std::uint32_t>(shift) * cellsPerPower + static_cast<std::uint32_t>(value >> shift);
}

std::uint64_t lowestOf(std::uint32_t cell) {
    if (cell < 2 * cellsPerPower)
        return cell;
    const std::uint32_t shift = cell / cellsPerPower - 1;
    return static_cast<std::uint64_t>(cell - shift * cellsPerPower) << shift;
}

double middleOf(std::uint32_t cell) {
    const auto lowest = lowestOf(cell);
    return static_cast<double>(lowest) + static_cast<double>(lowestOf(cell + 1) - lowest - 1) / 2;
}

void putNumber(std::vector<std::uint8_t>& out, std::uint32_t value) {
    while (value >= 0x80U) {
        out.push_back(static_cast<std::uint8_t>(value | 0x80U));
        value >>= 7U;
    }
    out.push_back(static_cast<std::uint8_t>(value));
}

std::uint32_t takeNumber(const std::uint8_t*& at) {
    std::uint32_t value = 0;
    for (unsigned shift = 0;; shift += 7) {
        const std::uint32_t byte = *at++;
        value |= (byte & 0x7fU) << shift;
        if (byte < 0x80U)
            return value;
    }
}

} // namespace

template <class Visitor> void Histogram::forEachCell(Visitor visitor) const {
    const std::uint8_t* at = m_packed.data();
    const std::uint8_t* const end = at + m_packed.size();
    for (std::uint32_t cell = 0; at != end; ++cell) {
        cell += takeNumber(at);
        if (!visitor(cell, takeNumber(at)))
            return;
    }
    for (std::uint32_t i = 0; i < m_cells.size(); ++i) {
        if (m_cells[i] != 0 && !visitor(m_first + i, m_cells[i]))
            return;
    }
}

void Histogram::cover(std::uint32_t first, std::uint32_t last) {
    if (m_cells.empty()) {
        m_first = first;
        m_cells.resize(last - first + 1);
        return;
    }
    if (first < m_first) {
        m_cells.insert(m_cells.begin(), m_first - first, 0);
        m_first = first;
    }
    if (last >= m_first + m_cells.size())
        m_cells.resize(last - m_first + 1);
}

void Histogram::addCell(std::uint32_t cell, std::uint64_t times) {
    // A cell before the first wraps round to a large index; in the packed form there are no cells at all.
    if (cell - m_first >= m_cells.size()) [[unlikely]]
        makeRoom(cell);
    std::uint32_t& count = m_cells[cell - m_first];
    const std::uint64_t sum = std::uint64_t{count} + times;
    count = static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, std::numeric_limits<std::uint32_t>::max()));
}

void Histogram::makeRoom(std::uint32_t cell) {
    unpack();
    cover(cell, cell);
}

void Histogram::add(std::uint64_t microseconds, std::uint64_t times) {
    if (times == 0)
        return;
    const std::uint64_t value = std::min(microseconds, maximum);
    addCell(cellOf(value), times);
    m_count += times;
    m_sum += static_cast<double>(value) * static_cast<double>(times);
}

void Histogram::addLive(const Histogram& other) {
    cover(other.m_first, other.m_first + static_cast<std::uint32_t>(other.m_cells.size()) - 1);
    std::uint32_t* to = m_cells.data() + (other.m_first - m_first);
    const std::uint32_t* from = other.m_cells.data();
    for (std::size_t i = 0; i < other.m_cells.size(); ++i) { // without a branch, so that it becomes vector code
        const std::uint32_t sum = to[i] + from[i];
        to[i] = sum < from[i] ? std::numeric_limits<std::uint32_t>::max() : sum;
    }
}

void Histogram::merge(const Histogram& other) {
    if (other.isEmpty())
        return;
    if (&other == this) {
        merge(Histogram(other));
        return;
    }
    unpack();
    if (!other.m_cells.empty())
        addLive(other);
    else
        other.forEachCell([this](std::uint32_t cell, std::uint32_t count) {
            addCell(cell, count);
            return true;
        });
    m_count += other.m_count;
    m_sum += other.m_sum;
}

std::optional<double> Histogram::mean() const {
    return isEmpty() ? std::nullopt : std::optional(m_sum / static_cast<double>(m_count));
}

std::optional<double> Histogram::quantile(double q) const {
    std::uint64_t total = 0;
    forEachCell([&](std::uint32_t, std::uint32_t count) {
        total += count;
        return true;
    });
    if (total == 0 || std::isnan(q))
        return std::nullopt;
    const double wanted = std::ceil(std::clamp(q, 0.0, 1.0) * static_cast<double>(total));
    const auto rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1, total);
    std::uint64_t seen = 0;
    double value = 0;
    forEachCell([&](std::uint32_t cell, std::uint32_t count) {
        seen += count;
        value = middleOf(cell);
        return seen < rank;
    });
    return value;
}

std::uint64_t Histogram::countUpTo(std::uint64_t microseconds) const {
    const std::uint32_t last = cellOf(std::min(microseconds, maximum));
    std::uint64_t total = 0;
    forEachCell([&](std::uint32_t cell, std::uint32_t count) {
        if (cell > last)
            return false;
        total += count;
        return true;
    });
    return total;
}

void Histogram::pack() {
    if (m_cells.empty())
        return;
    std::vector<std::uint8_t> packed;
    std::uint32_t next = 0;
    forEachCell([&](std::uint32_t cell, std::uint32_t count) {
        putNumber(packed, cell - next);
        putNumber(packed, count);
        next = cell + 1;
        return true;
    });
    packed.shrink_to_fit();
    m_packed = std::move(packed);
    m_cells = std::vector<std::uint32_t>(); // "= {}" would keep the memory
    m_first = 0;
}

void Histogram::unpack() {
    if (m_packed.empty())
        return;
    Histogram live;
    forEachCell([&live](std::uint32_t cell, std::uint32_t count) {
        live.addCell(cell, count);
        return true;
    });
    m_first = live.m_first;
    m_cells = std::move(live.m_cells);
    m_packed = std::vector<std::uint8_t>();
}

std::size_t Histogram::bytes() const {
    return m_cells.capacity() * sizeof(std::uint32_t) + m_packed.capacity();
}

bool Histogram::operator==(const Histogram& other) const {
    Histogram a = *this;
    Histogram b = other;
    a.pack();
    b.pack();
    return a.m_count == b.m_count && a.m_sum == b.m_sum && a.m_packed == b.m_packed;
}

} // namespace signalbox::metrics
