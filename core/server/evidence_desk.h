// Judges the running releases by everything the gateway observes, on a thread of its own, and says at once when a
// guardrail has seen enough. Stands between the gateway and the metrics store: take() from the gateway's I/O thread
// only passes on what belongs to a running release. follow() tells it of every change of an agent; messageOf() answers
// at any moment, from any thread. Alarms and records to keep are called on its own thread; each guard raises one alarm
// per release and action, whatever happens later, so that automation never argues with a person who has overruled it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <QJsonObject>

#include "core/base/serial_queue.h"
#include "core/evidence/unit_outcome.h"
#include "core/metrics/store.h"
#include "core/protocol/evidence_message.h"
#include "core/release/state.h"

namespace signalbox::server {

struct GuardAlarm {
    std::string agent;
    std::string releaseId;
    evidence::Explanation explanation;                  // of the guard, at the moment of the alarm
    evidence::Action action = evidence::Action::Notify; // to be done; after 100 % less than the plan's
    Monotonic decided{};                                // when the evidence was enough
};

struct EvidenceParts {
    metrics::ObservationSink& next; // gets every observation
    Clock& clock;
    // Series of an agent over the time that stands for stable's past. Called on the desk's thread.
    std::function<std::vector<metrics::Series>(const std::string& agent)> past;
    std::function<void(GuardAlarm)> alarm;
    std::function<void(const std::string& releaseId, const QJsonObject& evidence)> keep;
};

class EvidenceDesk final : public metrics::ObservationSink {
public:
    explicit EvidenceDesk(EvidenceParts parts);
    ~EvidenceDesk() override;

    void take(std::vector<metrics::Observation> batch) override;
    void takeHanging(std::vector<metrics::Observation> batch) override;
    void takeLabels(std::vector<metrics::Label> batch) override;
    // `kept`: what keep() was given for this release before a restart, or nothing.
    void follow(const release::AgentState& state, std::optional<QJsonObject> kept = {});
    void passTime(); // several times a second
    void keepAll();  // waits until it is done

    [[nodiscard]] bool follows(const std::string& agent, const std::string& releaseId) const;
    [[nodiscard]] std::optional<protocol::EvidenceMessage> messageOf(const std::string& agent) const;
    // For the controller; nullopt until this release's evidence is there.
    [[nodiscard]] std::optional<release::EvidenceView> viewOf(const std::string& agent,
                                                              const std::string& releaseId) const;

private:
    struct Case;

    void open(const release::AgentState& state, const std::optional<QJsonObject>& kept);
    using Batch = std::vector<metrics::Observation>;
    using OutcomeOf = evidence::UnitOutcome (*)(const metrics::Observation& seen, std::chrono::milliseconds elapsed);
    [[nodiscard]] Batch judged(const Batch& batch) const; // what of it belongs to a running release
    void judge(const Batch& batch, OutcomeOf outcomeOf);
    void judgeLabels(const std::vector<metrics::Label>& batch);
    void sayAlarms(Case& one);
    void publish(const Case& one);
    void keep(Case& one);

    EvidenceParts m_parts;
    mutable std::mutex m_mutex;
    std::map<std::string, std::string> m_followed;               // agent → release; guarded
    std::map<std::string, protocol::EvidenceMessage> m_messages; // by agent; guarded
    std::map<std::string, std::unique_ptr<Case>> m_cases;        // by agent; of the desk's thread
    SerialQueue m_queue{"evidence"};                             // last: ends before what it uses
};

// Evidence that was kept, as a message: what a release that has ended was judged by.
[[nodiscard]] Result<protocol::EvidenceMessage> messageFromKept(const std::string& releaseId, const QJsonObject& kept);

} // namespace signalbox::server
