// What a release intends: its steps, holds and guardrails, frozen when it starts. Values; any thread.
// File form: agents/<name>/release.yaml; wire and log form: planToJson.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonObject>

#include "core/base/result.h"
#include "core/release/comparison.h"
#include "core/release/freeze_window.h"
#include "core/traffic/weight.h"

namespace signalbox::release {

enum class Approval { NotNeeded, Needed };
enum class OwnApproval { Refused, Allowed };      // of a step, by the person who started the release
enum class MinimumEvidence { NotNeeded, Needed }; // of every step, from the forecast
enum class Advance { Manual, Automatic };
enum class GuardAction { Notify, Pause, RollBack, StepBack };
// What becomes of conversations that began on a version when it is rolled back or its release is ended: they move to
// stable at once, finish where they are, or have some minutes for that.
enum class ConversationPolicy { Move, Finish, Drain };
// What happens when another candidate is started while a release runs: the start is refused, the release ends first, or
// the candidate waits until it has completed.
enum class WhenRunning { Refuse, Supersede, Queue };

struct Step {
    traffic::Weight weight;
    std::chrono::milliseconds minimumTime{0};
    Approval approval = Approval::NotNeeded;

    bool operator==(const Step&) const = default;
};

struct Guardrail {
    std::string metric; // "error_rate", "latency_p95", "cost", "signal:approved"; guarded_metrics.h has all
    double limit = 0;   // share, seconds, USD, tokens or calls; 0: none, compared with stable alone
    GuardAction action = GuardAction::Pause;

    bool operator==(const Guardrail&) const = default;
};

inline constexpr double leastPromise = 1.25; // the smallest ratio that the evidence looks for
inline constexpr double mostPromise = 16;

struct Plan {
    std::vector<Step> steps; // weights rise; the last is 100 %
    Advance advance = Advance::Manual;
    OwnApproval ownApproval = OwnApproval::Refused;
    std::chrono::milliseconds shadowTime{0};
    traffic::Weight shadowShare;
    std::chrono::milliseconds observeTime = std::chrono::hours{24};
    std::vector<Guardrail> guardrails;
    MinimumEvidence evidence = MinimumEvidence::NotNeeded;
    double promise = 6; // the smallest rise, in times stable's rate, that the plan promises to catch
    ConversationPolicy conversations = ConversationPolicy::Move;
    std::chrono::milliseconds drainTime = std::chrono::minutes{10};
    std::vector<std::string> gates = {}; // names of what must be reported as passed before the candidate gets traffic
    Calendar freeze = {};
    WhenRunning whenRunning = WhenRunning::Refuse;
    std::string runbook;
    Comparison comparison = {}; // of a shadow's answers with stable's

    bool operator==(const Plan&) const = default;
};

[[nodiscard]] std::string_view conversationWord(ConversationPolicy policy); // "move", "finish", "drain"
[[nodiscard]] std::optional<ConversationPolicy> conversationPolicyFrom(std::string_view text);

// 5 → 10 → 25 → 50 → 100 %, one hour and the minimum evidence each, error rate > 2 %, latency p95 > 10 s, cost > $0.50.
[[nodiscard]] Plan defaultPlan();
// release.yaml; an error holds every mistake of the file as a finding, which names it as `file`.
[[nodiscard]] Result<Plan> readPlan(std::string_view yaml, std::string_view file = "release.yaml");
[[nodiscard]] Result<void> checkPlan(const Plan& plan); // refuses unknown metrics, falling weights, no steps
[[nodiscard]] QJsonObject planToJson(const Plan& plan);
[[nodiscard]] Result<Plan> planFromJson(const QJsonObject& object);
// Of a request: members that no plan has are refused, Invalid "unknown_field".
[[nodiscard]] Result<Plan> askedPlanFromJson(const QJsonObject& object);

} // namespace signalbox::release
