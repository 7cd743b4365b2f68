// One backend as the console and signalboxctl see it: typed calls, and a live event stream with reconnecting.
// A QObject of the thread it was made in (with an event loop). Calls are asynchronous: `done` runs once, later, on that
// thread, and not at all after `context` is destroyed. Every call has a time limit; failures are Errors whose code is
// the server's, or "unreachable".
#pragma once

#include <functional>
#include <memory>

#include <QObject>
#include <QString>
#include <QUrl>

#include "core/client/link.h"
#include "core/protocol/alert_message.h"
#include "core/protocol/failure_message.h"
#include "core/protocol/messages.h"

class QNetworkAccessManager;

namespace signalbox::protocol { // pair_message.h
struct PairMessage;
struct PairPage;
struct PairVerdictMessage;
struct PairVerdictResult;
} // namespace signalbox::protocol

namespace signalbox::protocol { // drill_message.h
struct DrillMessage;
struct DrillList;
} // namespace signalbox::protocol

namespace signalbox::release { // drill.h
struct Drill;
} // namespace signalbox::release

namespace signalbox::client {

// Which pairs of answers to list; words as in the API.
struct PairListing {
    std::string show = "all";
    std::string release = {}; // empty: the newest with a shadow
    std::string after = {};   // `next` of the page before
    int limit = 50;           // 0: only the summary
};

class BackendSession : public QObject {
    Q_OBJECT

public:
    template <class T> using Done = std::function<void(Result<T>)>;

    BackendSession(QUrl control, std::string token, QObject* parent = nullptr);
    ~BackendSession() override;

    [[nodiscard]] QUrl url() const;
    [[nodiscard]] const Link& link() const;

    // Opens the event stream and keeps it open: resumes by last event id, backs off 0.25 s … 10 s with jitter. Without
    // a byte for 5 s (the server sends a heartbeat each second) the link is stale.
    void start();
    void stop();
    // While stale: tries to connect at once instead of waiting.
    void retryNow();
    // From now on, another token or another place of the same backend; connects anew.
    void setToken(std::string token);
    void setEndpoint(QUrl control, std::string token);

    void fetchBackend(QObject* context, Done<protocol::BackendInfo> done);
    void fetchAgents(QObject* context, Done<protocol::AgentList> done);
    void fetchVersions(const std::string& agent, QObject* context, Done<protocol::VersionList> done);
    void fetchVersion(const std::string& agent, const std::string& version, QObject* context,
                      Done<protocol::VersionDetail> done);
    void fetchSnapshot(const std::string& agent, const std::string& version, QObject* context,
                       Done<protocol::SnapshotMessage> done);
    void fetchPlan(const std::string& agent, QObject* context, Done<release::Plan> done); // default plan of the agent
    void fetchMetrics(const std::string& agent, WallTime from, WallTime to, std::chrono::seconds step, QObject* context,
                      Done<protocol::MetricsMessage> done);
    // Of a release, while it runs and after it ended. NotFound "no_evidence".
    void fetchEvidence(const std::string& release, QObject* context, Done<protocol::EvidenceMessage> done);
    // Why requests of the agent failed lately.
    void fetchFailures(const std::string& agent, QObject* context, Done<protocol::FailureMessage> done);
    void fetchDeployments(const std::string& agent, QObject* context, Done<std::vector<protocol::Deployment>> done);
    void fetchPairs(const std::string& agent, const PairListing& listing, QObject* context,
                    Done<protocol::PairPage> done);
    void fetchPair(const std::string& agent, std::uint64_t id, QObject* context, Done<protocol::PairMessage> done);
    // Errors: Conflict "judged_meanwhile". A request id is filled in when the message has none.
    void judgePair(const std::string& agent, std::uint64_t id, protocol::PairVerdictMessage message, QObject* context,
                   Done<protocol::PairVerdictResult> done);
    // Entries with sequence <= `before` (0: the newest), newest first.
    void fetchAudit(std::uint64_t before, int limit, QObject* context, Done<protocol::AuditPage> done);
    void fetchAlerts(QObject* context, Done<protocol::AlertList> done); // newest first
    void acknowledge(std::uint64_t alert, const std::string& reason, QObject* context, Done<protocol::Alert> done);
    // Drills: newest first; the one that runs, if any, is the first.
    void fetchDrills(QObject* context, Done<protocol::DrillList> done);
    // Errors: Conflict "drill_running".
    void startDrill(const protocol::DrillMessage& message, QObject* context, Done<release::Drill> done);
    void cancelDrill(const std::string& drill, QObject* context, Done<release::Drill> done);
    void verifyAudit(QObject* context, Done<protocol::AuditVerification> done);
    // That the first `from` entries are a prefix of what the newest checkpoint signs. Invalid "bad_range": there are
    // fewer.
    void fetchProof(std::uint64_t from, QObject* context, Done<protocol::AuditProof> done);

    // A new version. Errors as of versions::Store::publish, and Refused with the code of what must not be published.
    void publish(const std::string& agent, protocol::PublishMessage message, QObject* context,
                 Done<protocol::PublishResult> done);

    // `verb` is one of start, gate, advance, approve, pause, resume, step-back, promote, abort, roll-back, undo,
    // unquarantine, freeze, unfreeze, start-queued, unqueue. A request id is filled in when the message has none.
    void command(const std::string& agent, const std::string& verb, protocol::CommandMessage message, QObject* context,
                 Done<protocol::CommandResult> done);

Q_SIGNALS:
    void linkChanged(const signalbox::client::Link& link);
    void eventReceived(const signalbox::protocol::EventMessage& event);
    void backendHeard(const signalbox::protocol::BackendInfo& info); // every few seconds while connected

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::client
