// Watches an amount of a conversation: cost, tokens, tool calls. A unit's conversation is what it asks in its first
// minutes (GuardSet::conversationTime); its sum is counted once, cut at the frozen baseline's p99. Amounts that are
// unknown are left out, never 0. Inside core/evidence only; owned by the judge. At most 4,096 conversations are open;
// the oldest is counted early when there are more.
#pragma once

#include <deque>
#include <optional>
#include <unordered_map>

#include "core/evidence/mean_sequence.h"
#include "core/evidence/unit_register.h"
#include "core/evidence/watch.h"

namespace signalbox::evidence {

class MeanWatch final : public Watch {
public:
    MeanWatch(const Guard& guard, const GuardSet& set);

    void take(const UnitOutcome& outcome) override;
    void passTime(std::chrono::milliseconds elapsed) override;
    void observe(std::chrono::milliseconds elapsed) override;
    [[nodiscard]] std::optional<Method> worseBy(bool splitDoubted) const override;
    [[nodiscard]] bool isClear() const override;
    [[nodiscard]] bool isEnvironment() const override;
    [[nodiscard]] bool hasData() const override;
    void describe(Explanation& explanation, Method method) const override;
    [[nodiscard]] Method usualMethod() const override;
    [[nodiscard]] QJsonObject toJson() const override;
    void fromJson(FieldReader reader) override;

private:
    struct Conversation {
        Arm arm = Arm::Stable;
        std::chrono::milliseconds began{0};
        double sum = 0;
        std::uint64_t requests = 0;
    };

    [[nodiscard]] std::optional<double> amountOf(const UnitOutcome& outcome) const;
    void count(const Conversation& conversation);
    void closeOldest();
    void evaluate();
    [[nodiscard]] Sides sides() const;

    std::optional<double> m_top;
    UnitRegister m_seen;
    std::unordered_map<std::uint64_t, Conversation> m_open;
    std::deque<std::uint64_t> m_order; // of m_open, oldest first
    Both<Moments> m_sums;              // of conversations, cut at the top
    Both<Moments> m_logs;              // of conversations that cost something
    Both<Moments> m_requests;          // mean of a conversation's requests; for the hard limit
    bool m_alone = false;
    Trace m_trace;
    std::optional<double> m_excess; // difference less half width, at the last look; > 0 is worse
    std::optional<double> m_room;   // > 0 is clear
    bool m_earlySign = false;
    bool m_limitPassed = false;
    bool m_limitPassedByBoth = false;
};

} // namespace signalbox::evidence
