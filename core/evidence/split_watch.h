// Do the units really fall on the arms by weight? A relative test that is told a wrong weight sees harm where there is
// none. What has come so far cannot say it alone: while a slow canary's requests are in flight, stable's have already
// been counted. So units are counted by the second in which they were assigned, and only when everything of that second
// has been told: what hangs is told after 10 s. Sequential test of the split as in RatioProcess (two-sided), which
// stays valid as the order within a second is not looked at. Pure; one owner; goes on with the same bits after
// toJson/fromJson.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>

#include <QJsonObject>

#include "core/evidence/ratio_process.h"

namespace signalbox::evidence {

class FieldReader;

class SplitWatch {
public:
    static constexpr std::chrono::seconds settledAfter{15}; // 10 s, and time for the telling

    explicit SplitWatch(double alpha);

    // One unit's first request, assigned at `assigned` (as `elapsed` of outcomes) while the canary had `weight`.
    void add(Arm arm, traffic::Weight weight, std::chrono::milliseconds assigned, std::uint64_t times = 1);
    void passTime(std::chrono::milliseconds elapsed);

    // Shown by what is settled. Stays: weights that were wrong once are not trusted again in this release.
    [[nodiscard]] bool isWrong() const { return m_wrong; }

    // Clearly more of the canary than its share have told something so far: a quick canary, whose failures come before
    // stable's, or a wrong split that is not settled yet. Passes by itself, after five times what the canary is quicker
    // at the latest. (Fewer cannot make a healthy canary look worse.)
    [[nodiscard]] bool isAhead() const;

    [[nodiscard]] bool isDoubted() const { return m_wrong || isAhead(); }

    [[nodiscard]] QJsonObject toJson() const;
    void fromJson(FieldReader reader); // spoils it when it cannot be read

private:
    using Pending = std::map<traffic::Weight, Both<std::uint64_t>>;

    void settle(const Pending& second);

    double m_bound; // of ln E
    RatioProcess m_settled{Grid::TwoSided};
    RatioProcess m_told{Grid::TwoSided};
    double m_expected = 0;                     // units of the canary in m_told by their weights
    std::map<std::int64_t, Pending> m_pending; // by the second of assignment
    std::int64_t m_settledTo = 0;              // seconds before this one are settled
    bool m_wrong = false;
};

} // namespace signalbox::evidence
