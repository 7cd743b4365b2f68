// A hard limit on the share of requests with an event, over a window of both arms that is at least so long and holds at
// least so many canary units. One request of a unit counts in a window: its first. Passed only when the exact lower
// bound of the canary lies above the limit and it is as good as impossible that both arms have one common share, or
// that the canary alone has one within the limit: a release is looked at after every request of a day, and chance must
// not find a healthy canary. When stable is above the limit too, it is the environment, and stays so into the next
// window until that one knows better. Inside core/evidence only; one owner.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include <QJsonObject>

#include "core/evidence/arm.h"
#include "core/evidence/explanation.h"
#include "core/evidence/guard_set.h"
#include "core/evidence/json_fields.h"
#include "core/evidence/unit_register.h"

namespace signalbox::evidence {

class LimitWindow {
public:
    enum class State : std::uint8_t { Within, Passed, PassedByBoth };

    LimitWindow(double share, const GuardSet& set);

    void take(Arm arm, std::uint64_t unit, bool event, std::chrono::milliseconds elapsed);
    void passTime(std::chrono::milliseconds elapsed);
    // Stable answers no longer: the canary is judged alone.
    void judgeAlone();

    [[nodiscard]] State state() const { return m_state; }

    [[nodiscard]] double lowerBound() const;
    [[nodiscard]] WindowCounts counts() const; // that the state was found from

    [[nodiscard]] QJsonObject toJson() const;
    void fromJson(FieldReader reader);

private:
    struct Sample {
        UnitRegister seen;
        UnitRegister events;
    };

    [[nodiscard]] State evaluate() const;

    [[nodiscard]] bool isEnough() const { return m_canary.seen.size() >= m_leastUnits; }

    [[nodiscard]] WindowCounts current() const;
    void begin(std::chrono::milliseconds elapsed);

    double m_share;
    double m_confidence;
    std::uint64_t m_leastUnits;
    std::uint64_t m_leastEvents;
    std::chrono::milliseconds m_length;
    bool m_alone = false;
    Sample m_stable;
    Sample m_canary;
    std::chrono::milliseconds m_from{0};
    std::chrono::milliseconds m_to{0};
    State m_state = State::Within;
    WindowCounts m_before; // of the window before, when both passed the limit in it
};

[[nodiscard]] QJsonObject windowToJson(const WindowCounts& window);
[[nodiscard]] WindowCounts windowFrom(FieldReader reader);

} // namespace signalbox::evidence
