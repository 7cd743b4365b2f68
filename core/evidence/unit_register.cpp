#include "core/evidence/unit_register.h"

#include <algorithm>
#include <bit>
#include <limits>

#include <QByteArray>
#include <QtEndian>

namespace signalbox::evidence {

namespace {

// The finalizer of SplitMix64: a bijection, so that different units stay different. 0 marks a free slot.
std::uint64_t mix(std::uint64_t unit) {
    unit += 0x9e3779b97f4a7c15U;
    unit = (unit ^ (unit >> 30U)) * 0xbf58476d1ce4e5b9U;
    unit = (unit ^ (unit >> 27U)) * 0x94d049bb133111ebU;
    unit ^= unit >> 31U;
    return unit == 0 ? 1 : unit;
}

constexpr unsigned deepest = 63;
constexpr std::size_t fewestSlots = 16;

} // namespace

bool UnitRegister::inSample(std::uint64_t mixed) const {
    return m_level == 0 || mixed >> (64U - m_level) == 0;
}

std::size_t UnitRegister::slotOf(std::uint64_t mixed) const {
    const std::size_t mask = m_slots.size() - 1;
    std::size_t slot = mixed & mask;
    while (m_slots[slot] != 0 && m_slots[slot] != mixed)
        slot = (slot + 1) & mask;
    return slot;
}

Sighting UnitRegister::see(std::uint64_t unit) {
    const std::uint64_t mixed = mix(unit);
    if (!inSample(mixed))
        return Sighting::OutOfSample;
    if ((m_size + 1) * 2 > m_slots.size())
        rebuild(std::max(fewestSlots, m_slots.size() * 2), held());
    const std::size_t slot = slotOf(mixed);
    if (m_slots[slot] == mixed)
        return Sighting::Again;
    m_slots[slot] = mixed;
    ++m_size;
    while (m_size > m_limit && m_level < deepest)
        thinTo(m_level + 1);
    return inSample(mixed) ? Sighting::First : Sighting::OutOfSample;
}

bool UnitRegister::holds(std::uint64_t unit) const {
    if (m_slots.empty())
        return false;
    const std::uint64_t mixed = mix(unit);
    return m_slots[slotOf(mixed)] == mixed;
}

void UnitRegister::clear() {
    m_slots.clear();
    m_size = 0;
    m_level = 0;
}

void UnitRegister::thinTo(unsigned level) {
    if (level <= m_level)
        return;
    m_level = std::min(level, deepest);
    std::vector<std::uint64_t> kept = held();
    std::erase_if(kept, [this](std::uint64_t mixed) { return !inSample(mixed); });
    rebuild(m_slots.size(), kept);
}

std::vector<std::uint64_t> UnitRegister::held() const {
    std::vector<std::uint64_t> units;
    units.reserve(m_size);
    std::ranges::copy_if(m_slots, std::back_inserter(units), [](std::uint64_t mixed) { return mixed != 0; });
    return units;
}

void UnitRegister::rebuild(std::size_t slots, const std::vector<std::uint64_t>& held) {
    m_slots.assign(slots, 0);
    m_size = held.size();
    for (const std::uint64_t mixed : held)
        m_slots[slotOf(mixed)] = mixed;
}

// Sorted, so that the same register has the same text.
QJsonObject UnitRegister::toJson() const {
    std::vector<std::uint64_t> units = held();
    std::ranges::sort(units);
    QByteArray bytes(static_cast<qsizetype>(units.size() * sizeof(std::uint64_t)), Qt::Uninitialized);
    for (std::size_t i = 0; i < units.size(); ++i)
        qToBigEndian<quint64>(units[i], bytes.data() + i * sizeof(std::uint64_t));
    return {{QStringLiteral("level"), static_cast<qint64>(m_level)},
            {QStringLiteral("units"), QString::fromLatin1(bytes.toBase64())}};
}

bool UnitRegister::fromJson(const QJsonObject& object) {
    const qint64 level = object.value(QLatin1StringView("level")).toInteger(-1);
    const auto result = QByteArray::fromBase64Encoding(object.value(QLatin1StringView("units")).toString().toLatin1(),
                                                       QByteArray::AbortOnBase64DecodingErrors);
    const QByteArray& decoded = result.decoded;
    if (level < 0 || level > deepest || !result || decoded.size() % sizeof(std::uint64_t) != 0)
        return false;
    std::vector<std::uint64_t> units(static_cast<std::size_t>(decoded.size()) / sizeof(std::uint64_t));
    if (units.size() > m_limit)
        return false;
    for (std::size_t i = 0; i < units.size(); ++i)
        units[i] = qFromBigEndian<quint64>(decoded.constData() + i * sizeof(std::uint64_t));
    m_level = static_cast<unsigned>(level);
    // Strictly rising, of the sample, none 0: what toJson() writes.
    for (std::size_t i = 0; i < units.size(); ++i)
        if (!inSample(units[i]) || units[i] <= (i == 0 ? 0 : units[i - 1]))
            return false;
    rebuild(std::max(fewestSlots, std::bit_ceil(units.size() * 2 + 2)), units);
    return true;
}

} // namespace signalbox::evidence
