// What the release bar says about gates, freezes, the queue and conversations that still end, and what it asks before a
// verb that needs a reason. Made from confirmed values, ready to show. Pure; UI thread (translated).
#pragma once

#include <string>
#include <vector>

#include <QStringList>

#include "core/protocol/messages.h"
#include "ui/releases/verb.h"

namespace signalbox::ui::releases {

// One way of doing what is asked about.
struct Way {
    Verb verb = Verb::Advance;
    QString name;   // "Next step: 2.2.0 at 10 %"
    QString button; // "Ramp to 10 %"
};

// Asked before a verb that needs a reason.
struct Question {
    Verb verb = Verb::BreakGlass; // whose offer must be enabled while it is asked
    QString title;
    QString what;           // in a sentence or two
    QStringList effects;    // what will happen or is skipped, one line each
    std::vector<Way> ways;  // at least one
    bool dangerous = false; // asks twice
    bool breakGlass = false;
    std::string gate = {};    // that is reported as failed
    std::string version = {}; // whose quarantine is lifted
};

[[nodiscard]] Question breakGlassQuestion(const protocol::AgentStatus& status);
[[nodiscard]] Question freezeQuestion(const protocol::AgentStatus& status);
[[nodiscard]] Question unfreezeQuestion(const protocol::AgentStatus& status);
[[nodiscard]] Question failedGateQuestion(const protocol::AgentStatus& status, const std::string& gate);
[[nodiscard]] Question unquarantineQuestion(const release::Quarantined& held);
// Of a verb that the backend takes only with a reason; `why` says why.
[[nodiscard]] Question reasonQuestion(const Offer& offer, const QString& why);

// The freeze window that is open now; empty when none is.
[[nodiscard]] QString openWindow(const protocol::AgentStatus& status);
// The holds that stand in the way of the next step, in words.
[[nodiscard]] QStringList openHolds(const protocol::AgentStatus& status);

struct GateState {
    enum class Answer { Open, Passed, Failed } answer = Answer::Open;
    QString name;
    QString said; // "waits for a release manager since 14:02:11"
};

// Of a release that stands in front of its gates; empty otherwise.
[[nodiscard]] std::vector<GateState> gatesOf(const protocol::AgentStatus& status);
[[nodiscard]] QString frozenText(const protocol::AgentStatus& status);
[[nodiscard]] QString queuedText(const protocol::AgentStatus& status);
[[nodiscard]] QString queuedHint(const protocol::AgentStatus& status);
// `sinceHeard`: age of the status.
[[nodiscard]] QString leavingText(const protocol::AgentStatus& status,
                                  std::chrono::milliseconds sinceHeard = std::chrono::milliseconds{0});

// "1 conversation", "1,204 conversations"
[[nodiscard]] QString conversationsText(std::uint64_t count);

} // namespace signalbox::ui::releases
