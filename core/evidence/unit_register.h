// Which units were seen, in bounded memory. When it is full, every second unit leaves the sample for good, chosen by a
// hash that has nothing to do with the assignment; so each unit of the sample is still seen exactly once.
// One owner, one thread. Units are hashes already; they are mixed again.
#pragma once

#include <cstdint>
#include <vector>

#include <QJsonObject>

namespace signalbox::evidence {

enum class Sighting : std::uint8_t { First, Again, OutOfSample };

class UnitRegister {
public:
    explicit UnitRegister(std::size_t limit) : m_limit(limit) {}

    Sighting see(std::uint64_t unit);
    [[nodiscard]] bool holds(std::uint64_t unit) const;
    void clear(); // begins again with the whole sample

    [[nodiscard]] std::size_t size() const { return m_size; }

    // One of 2^level units is in the sample.
    [[nodiscard]] unsigned level() const { return m_level; }

    // Leaves out what another register of the same units has left out.
    void thinTo(unsigned level);

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] bool fromJson(const QJsonObject& object); // false: not written by toJson()

private:
    [[nodiscard]] bool inSample(std::uint64_t mixed) const;
    [[nodiscard]] std::size_t slotOf(std::uint64_t mixed) const;
    [[nodiscard]] std::vector<std::uint64_t> held() const;
    void rebuild(std::size_t slots, const std::vector<std::uint64_t>& held);

    std::size_t m_limit;
    std::size_t m_size = 0;
    unsigned m_level = 0;
    std::vector<std::uint64_t> m_slots; // open addressing, 0 = free; the size is a power of two
};

} // namespace signalbox::evidence
