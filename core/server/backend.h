// A running backend: gateway, control thread, catalogue, metrics, audit, and the control API before them. Owned by the
// program; start() and stop() on its thread (which needs a QCoreApplication). Threads inside: control (releases,
// audit), catalogue (Git), reports (long readings), events, and one I/O thread each for gateway and control API.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "core/answers/answer_desk.h"
#include "core/base/result.h"
#include "core/base/serial_queue.h"
#include "core/base/time.h"
#include "core/gateway/gateway.h"
#include "core/metrics/failure_book.h"
#include "core/metrics/store.h"
#include "core/protocol/endpoint_file.h"
#include "core/server/catalogue.h"
#include "core/server/control_room.h"
#include "core/server/drill_desk.h"
#include "core/server/event_hub.h"
#include "core/server/evidence_desk.h"
#include "core/server/kept_file.h"
#include "core/server/past_metrics.h"
#include "core/server/settings.h"
#include "core/server/state_lock.h"
#include "core/server/tokens.h"
#include "core/shadow/shadow_desk.h"

namespace signalbox::server {

class ControlApi;

class Backend {
public:
    explicit Backend(Settings settings);
    ~Backend(); // stops

    // Serving when it returns. Errors: Conflict "already_served", Refused "not_loopback", Invalid, Io, Corrupt.
    [[nodiscard]] Result<void> start();

    // Tells of everything that guardrails do, on the control thread. Before start().
    void onGuardDeed(std::function<void(const GuardDeed&)> deed) { m_onGuardDeed = std::move(deed); }

    // Accepts no more, lets requests in flight finish for `grace`, then ends.
    void stop(std::chrono::milliseconds grace);

    [[nodiscard]] const protocol::EndpointFile& endpoint() const { return m_endpoint; }

    // `ended` is called once, on the control thread, when the state directory is no longer this backend's; it decides
    // nothing more from then on. Before start().
    void whenSuperseded(std::function<void()> ended) { m_superseded = std::move(ended); }

    // What did not go as it should, while the rest runs: a version that cannot be read.
    [[nodiscard]] std::optional<Error> warning();

    // What people should know about the versions that answer first, by agent.
    [[nodiscard]] std::map<std::string, Error> notices() {
        return m_control.call([this] { return m_room ? m_room->notices() : std::map<std::string, Error>(); });
    }

    // For the control API's handlers. room() on the control thread only.
    [[nodiscard]] const Settings& settings() const { return m_settings; }

    [[nodiscard]] ControlRoom& room() { return *m_room; }

    [[nodiscard]] Catalogue& catalogue() { return *m_catalogue; }

    [[nodiscard]] metrics::Store& metrics() { return m_metrics; }

    [[nodiscard]] const metrics::FailureBook& failures() const { return m_failures; }

    [[nodiscard]] const PastMetrics& pastMetrics() const { return m_past; } // fixed after start()

    // Answers questions to threads that may wait for it: never to the control thread.
    [[nodiscard]] shadow::ShadowDesk& shadow() { return *m_shadow; }

    // Control thread.
    [[nodiscard]] DrillDesk& drills() { return *m_drills; }

    // Control thread.
    [[nodiscard]] gateway::Counters gatewayCounters() const { return m_gateway->counters(); }

    // Any thread.
    [[nodiscard]] std::vector<gateway::WaitCount> gatewayWaits() const { return m_gateway->waits(); }

    [[nodiscard]] std::map<std::string, answers::AnswerCounters> answerCounters() const {
        return m_answers->counters();
    }

    // Fixed after start().
    [[nodiscard]] const agents::Workspace& workspace() const { return m_workspace; }

    [[nodiscard]] EventHub& hub() { return m_hub; }

    [[nodiscard]] Tokens& tokens() { return *m_tokens; }

    [[nodiscard]] SerialQueue& controlQueue() { return m_control; }

    [[nodiscard]] SerialQueue& reportsQueue() { return m_reports; }

    [[nodiscard]] Clock& clock() { return m_clock; }

    // The same for every run on this machine with this state directory, and for no other.
    [[nodiscard]] std::string instance() const;

    [[nodiscard]] bool isSimulated() const { return agents::isSimulated(m_workspace); }

private:
    [[nodiscard]] Result<void> prepareDirectories();
    [[nodiscard]] Result<void> openWorkspace();
    void makeEvidenceDesk();
    [[nodiscard]] Result<void> startGateway();
    [[nodiscard]] Result<void> startControl();
    [[nodiscard]] Result<void> startApi();
    void startTicking();
    void tick();
    void keepMetrics();
    void keepDrill();
    void keepConversations();
    void eachSecond();

    Settings m_settings;
    SystemClock m_clock;
    protocol::EndpointFile m_endpoint;
    protocol::EndpointFile m_lastEndpoint; // of the run before, whose ports are tried first
    std::unique_ptr<StateLock> m_lock;
    std::function<void()> m_superseded;
    std::unique_ptr<Tokens> m_tokens;
    metrics::Store m_metrics;
    metrics::FailureBook m_failures{m_metrics};
    PastMetrics m_past;
    agents::Workspace m_workspace;
    models::ProvidersPtr m_providers; // of that workspace
    EventHub m_hub;
    std::unique_ptr<Catalogue> m_catalogue;
    std::unique_ptr<EvidenceDesk> m_evidence;       // between the gateway and the metrics
    std::unique_ptr<answers::AnswerDesk> m_answers; // gets the gateway's answers, speaks to the evidence desk
    std::unique_ptr<shadow::ShadowDesk> m_shadow;   // gets the gateway's pairs
    std::unique_ptr<gateway::Gateway> m_gateway;
    std::unique_ptr<ControlRoom> m_room; // control thread only
    std::function<void(const GuardDeed&)> m_onGuardDeed;
    std::unique_ptr<DrillDesk> m_drills;
    std::unique_ptr<ControlApi> m_api;
    KeptFile m_keptConversations; // on m_reports
    KeptFile m_keptResponses;     // on m_reports
    SerialQueue m_reports{"reports"};
    SerialQueue m_control{"control"};
    bool m_running = false;
};

} // namespace signalbox::server
