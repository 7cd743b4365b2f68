#include <bit>
#include <cmath>
#include <limits>

#include "core/metrics/histogram.h"

namespace signalbox::metrics {

namespace {

constexpr std::size_t sumBytes = 8;
constexpr std::uint32_t mostCells = 64 * 36; // more than maximum needs

// False: the bytes end in the middle of a number, or it is too large.
bool takeNumber(std::string_view& bytes, std::uint32_t& value) {
    std::uint64_t read = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        if (bytes.empty())
            return false;
        const auto byte = static_cast<std::uint8_t>(bytes.front());
        bytes.remove_prefix(1);
        read |= std::uint64_t{byte & 0x7fU} << shift;
        if (byte < 0x80U) {
            value = static_cast<std::uint32_t>(read);
            return read <= std::numeric_limits<std::uint32_t>::max();
        }
    }
    return false;
}

} // namespace

std::string Histogram::toBytes() const {
    if (isEmpty())
        return {};
    Histogram copy = *this;
    copy.pack();
    std::string bytes;
    const auto sum = std::bit_cast<std::uint64_t>(m_sum);
    for (unsigned shift = 0; shift < 64; shift += 8)
        bytes += static_cast<char>(sum >> shift);
    bytes.append(copy.m_packed.begin(), copy.m_packed.end());
    return bytes;
}

Result<Histogram> Histogram::fromBytes(std::string_view bytes) {
    const auto bad = [] { return failure(Errc::Invalid, "bad_histogram", "These bytes are not a histogram."); };
    Histogram read;
    if (bytes.empty())
        return read;
    if (bytes.size() <= sumBytes)
        return bad();
    std::uint64_t sum = 0;
    for (unsigned i = 0; i < sumBytes; ++i)
        sum |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
    read.m_sum = std::bit_cast<double>(sum);
    bytes.remove_prefix(sumBytes);
    read.m_packed.assign(bytes.begin(), bytes.end());
    for (std::uint64_t cell = 0; !bytes.empty(); ++cell) {
        std::uint32_t skipped = 0;
        std::uint32_t count = 0;
        if (!takeNumber(bytes, skipped) || !takeNumber(bytes, count) || count == 0)
            return bad();
        cell += skipped;
        read.m_count += count;
        if (cell >= mostCells)
            return bad();
    }
    if (!std::isfinite(read.m_sum) || read.m_sum < 0)
        return bad();
    return read;
}

} // namespace signalbox::metrics
