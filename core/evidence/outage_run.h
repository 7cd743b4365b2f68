// The fast path beside the tests: so many different units in a row that fail, or hang, without one success between
// them. How many depends on how often stable fails now, which in a provider's bad hour is more than it usually does: a
// canary that fails as often reaches it about once in 10⁹ requests. And stable must be seen to do better meanwhile:
// that both fail at one common rate must be as good as impossible. When most of stable's requests fail too, it is the
// environment. Inside core/evidence only; one owner.
#pragma once

#include <cstdint>
#include <vector>

#include <QJsonObject>

#include "core/evidence/arm.h"
#include "core/evidence/json_fields.h"

namespace signalbox::evidence {

class OutageRun {
public:
    enum class State : std::uint8_t { None, Outage, OutageOfBoth };

    // `rate`: share of stable's requests that usually fail.
    explicit OutageRun(double rate);

    void take(Arm arm, std::uint64_t unit, bool failed);

    void judgeAlone() { m_alone = true; }

    [[nodiscard]] bool isAlone() const { return m_alone; }

    [[nodiscard]] State state() const;

    [[nodiscard]] std::uint64_t length() const { return m_units.size(); }

    [[nodiscard]] std::uint64_t needed() const; // 3 to 64

    [[nodiscard]] QJsonObject toJson() const;
    void fromJson(FieldReader reader);

private:
    double m_usualRate;
    double m_recentRate; // of stable, over some hundred requests; the newest weigh most
    bool m_alone = false;
    std::vector<std::uint64_t> m_units;  // different ones, at most 64
    std::uint64_t m_stableSuccesses = 0; // since the run began
    std::uint64_t m_stableFailures = 0;
};

} // namespace signalbox::evidence
