// One guardrail at work: takes outcomes, knows whether it is worse or clear, explains itself. Inside core/evidence
// only; owned by the judge. A watch never looks at other guardrails and never decides what to do.
#pragma once

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>

#include <QJsonObject>

#include "core/evidence/explanation.h"
#include "core/evidence/guard_set.h"
#include "core/evidence/json_fields.h"
#include "core/evidence/unit_outcome.h"

namespace signalbox::evidence {

class Watch {
public:
    Watch(Guard guard, const GuardSet& set);
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    virtual ~Watch() = default;

    virtual void take(const UnitOutcome& outcome) = 0;
    virtual void passTime(std::chrono::milliseconds elapsed) = 0;
    virtual void observe(std::chrono::milliseconds elapsed) = 0; // stable is gone

    // The method that shows the canary to be worse now; relative methods are left out while the split is doubted.
    [[nodiscard]] virtual std::optional<Method> worseBy(bool splitDoubted) const = 0;
    [[nodiscard]] virtual bool isClear() const = 0;

    [[nodiscard]] virtual bool isEnvironment() const { return false; }

    [[nodiscard]] virtual bool hasData() const = 0;
    // Fills in what the method rests on.
    virtual void describe(Explanation& explanation, Method method) const = 0;
    [[nodiscard]] virtual Method usualMethod() const = 0;

    // Units of both arms that a step at this weight needs to keep the plan's promise; nullopt: not known.
    [[nodiscard]] virtual std::optional<double> minimumUnits(traffic::Weight) const { return {}; }

    [[nodiscard]] virtual QJsonObject toJson() const = 0;
    virtual void fromJson(FieldReader reader) = 0;

    [[nodiscard]] const Guard& guard() const { return m_guard; }

    [[nodiscard]] double alpha() const { return m_alpha; }

protected:
    // When events came, and the requests of the last canary ones.
    struct Trace {
        std::optional<WallTime> first = {};
        std::optional<WallTime> last = {};
        std::deque<std::string> requests = {};

        void add(const UnitOutcome& outcome);
        void describe(Explanation& explanation) const;
        [[nodiscard]] QJsonObject toJson() const;
        void fromJson(FieldReader reader);
    };

    [[nodiscard]] const GuardSet& set() const { return m_set; }

private:
    Guard m_guard;
    const GuardSet& m_set; // of the judge, which outlives its watches
    double m_alpha;
};

[[nodiscard]] std::unique_ptr<Watch> makeWatch(const Guard& guard, const GuardSet& set);

} // namespace signalbox::evidence
