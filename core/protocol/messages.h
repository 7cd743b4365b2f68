// The messages of the control API (/api/v1, resources/api/openapi.yaml) as values: what the server sends, the console
// and signalboxctl read. Numbers and words only; no looks, no translations. Any thread.
// Encoding lives in encode.h, decoding in decode.h; unknown fields are ignored when reading.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <QJsonObject>

#include "core/agents/version.h"
#include "core/base/result.h"
#include "core/base/time.h"
#include "core/metrics/counts.h"
#include "core/metrics/histogram.h"
#include "core/protocol/evidence_message.h"
#include "core/release/controller.h"
#include "core/traffic/route_table.h"
#include "core/traffic/unit_shares.h"

namespace signalbox::protocol {

enum class AccessRole { Viewer, Engineer, Responder, ReleaseManager, Admin };

struct BackendInfo {
    std::string name;                     // of the workspace
    std::string version;                  // of signalboxd
    std::string gatewayUrl;               // where callers send requests
    AccessRole role = AccessRole::Viewer; // of the token that asked
    bool simulated = false;               // some provider is the rehearsal server
    std::uint64_t auditSize = 0;
    bool auditDegraded = false;
    std::string instance = {}; // names this backend on whatever port it answers; empty when it does not say
    std::optional<Error> workspaceProblem = {}; // why what is committed there now cannot be read
    std::optional<Error> auditProblem = {};     // what is wrong with the audit log, or with its anchors
    std::uint64_t unrecorded = 0;               // safer actions in effect that the audit log could not take yet

    bool operator==(const BackendInfo&) const = default;
};

struct TeamInfo {
    std::string name;
    std::string title;
    std::vector<std::string> agents;
};

// One agent at one moment: intended (state), acknowledged and observed weights are three values.
struct AgentStatus {
    std::string agent;
    std::string description;
    release::AgentState state;
    std::vector<release::Hold> holds;
    std::optional<agents::VersionRef> rollBackTarget;
    release::Routing observed; // what the data path uses now
    bool observedMatches = true;
    std::optional<EvidenceMessage> evidence = {}; // while a release runs
    // Sticky units that the canary has answered in the last ten minutes: a roll back moves them, or lets them finish.
    std::optional<std::uint64_t> conversations = {};
    std::optional<traffic::AgentUnits> units = {}; // how its requests spread over conversations lately
    std::uint64_t unrecorded = 0;                  // safer actions on it that are in effect and wait for the audit log
};

// An agent that is there but answers nobody, and why: its folder was never committed, no version of it was published,
// its versions cannot be read, or nothing says which of them is stable.
enum class UnservedReason { NotCommitted, NotPublished, Unreadable, Undecided, Mistakes };
[[nodiscard]] std::string_view toString(UnservedReason reason); // "not_committed", "not_published", "unreadable", …
[[nodiscard]] std::optional<UnservedReason> unservedReasonFrom(std::string_view text);

struct UnservedAgent {
    std::string agent;
    UnservedReason reason = UnservedReason::NotPublished;
    std::string message;
    std::string hint;
    std::string command = {}; // for a shell on the backend's machine; empty: none does it alone
    std::string version = {}; // Undecided: what a release manager may adopt; else empty

    bool operator==(const UnservedAgent&) const = default;
};

struct AgentList {
    std::vector<AgentStatus> agents;
    std::vector<TeamInfo> teams;
    std::vector<UnservedAgent> unserved = {};
};

struct Problem { // a tag or agent that could not be read; the rest is still listed
    std::string agent;
    std::string subject; // tag or file
    std::string code;
    std::string message;
    std::string hint = {};
};

// What the checks of publishing say of a version, however it was made.
struct VersionCheck {
    std::string version;
    bool readable = true;             // false: there is nothing to serve
    std::vector<Finding> errors = {}; // each forbids a release, unless the glass is broken
    std::uint64_t warnings = 0;       // the version's detail has them

    bool operator==(const VersionCheck&) const = default;
};

struct VersionList {
    std::vector<agents::Version> versions; // newest first
    std::vector<Problem> problems;
    std::vector<VersionCheck> checks = {}; // of those that something was found in, newest first
    std::uint64_t unchecked = 0;           // how many were not looked at yet; the newest come first
};

struct VersionDetail {
    agents::Version version;
    QJsonObject manifest;                        // resolved
    std::vector<std::string> files;              // paths; contents come from …/snapshot
    std::vector<std::string> fromWorkspace = {}; // of an adopted version: the manifest's keys that its tree lacks
    std::vector<std::string> actingTools = {};   // tools that may change something when they are called
    std::string unpricedModel = {}; // its model, when signalbox.yaml has no price for it: a limit of cost sees nothing
    std::vector<Finding> findings = {}; // of the checks of publishing, errors first
};

struct FileContent {
    std::string path;
    std::string content;
};

struct SnapshotMessage {
    Digest digest;
    QJsonObject manifest;
    std::vector<FileContent> files;
};

// One point of a series; counts, so that ratios can be formed over any span. Absent quantiles mean no data.
struct MetricPoint : metrics::Counts {
    WallTime time{}; // start of the bucket
    // How long the bucket is: points of one series may differ, as those from before a restart do.
    std::chrono::milliseconds length{1000};
    double costUsd = 0; // sum over costKnown
    // Microseconds; their sum is exact, which that of quantiles is not. Empty from a backend that does not say them.
    metrics::Histogram latency;
    metrics::Histogram firstToken;
    std::optional<double> latencyP50; // seconds
    std::optional<double> latencyP95;
    std::optional<double> latencyP99;
    std::optional<double> firstTokenP50;
    std::optional<double> firstTokenP95;
};

struct MetricSeries {
    std::string agent;
    std::string version;
    traffic::Role role = traffic::Role::Stable;
    std::vector<MetricPoint> points; // rising time, apart from each other; buckets without requests are left out
    MetricPoint total;               // over the whole span asked for
    std::string unpricedModel = {};  // the version's model, when signalbox.yaml has no price for it: costs are unknown
};

struct MetricsMessage {
    std::chrono::seconds step{1};
    std::vector<MetricSeries> series;
    // Since when this backend counts: from here on a bucket without a point had no requests, before it nobody knows.
    std::optional<WallTime> countedFrom = {};
};

struct Deployment { // a row of the deployment history
    std::string agent;
    std::string version;
    traffic::Role role = traffic::Role::Stable;
    traffic::Weight weight;
    WallTime from{};
    std::optional<WallTime> until; // absent: still so
    std::string actor;
    std::string reason;
    std::string action;
    std::uint64_t sequence = 0; // audit entry
};

struct AuditRow {
    std::uint64_t sequence = 0;
    WallTime time{};
    std::string actor;
    std::string action;
    std::string agent;
    std::string summary; // one line in words, made from the entry
    QJsonObject entry;   // the recorded bytes, read back
};

struct AuditPage {
    std::vector<AuditRow> rows; // newest first
    std::uint64_t size = 0;
    std::string checkpoint; // the newest signed checkpoint, as text
};

struct AuditVerification {
    bool good = false;
    std::uint64_t size = 0;
    std::optional<std::uint64_t> firstBad; // sequence
    std::string message;
    std::uint64_t anchored = 0; // entries that something outside the log vouches for
    std::string key = {};       // fingerprint of the key that signed it; empty when nobody could say
};

// That the log of `from` entries is a prefix of the one that `checkpoint` signs (RFC 6962).
struct AuditProof {
    std::uint64_t from = 0;
    std::uint64_t to = 0; // size of the checkpoint, when no other was asked for
    std::vector<Digest> nodes;
    std::string checkpoint; // signed note; empty: nothing was signed yet
    std::string publicKey;  // base64
};

// A new version of an agent, and what came of it.
struct PublishMessage {
    std::string version;
    std::vector<FileContent> files; // paths relative to the agent's folder
    std::string changelog;
    std::string ticket = {};
    std::string parent = {}; // commit or tag; empty: HEAD
    std::string reason = {};
    std::string requestId = {};
};

struct PublishFinding { // something to think about; what must not be published is an error instead
    std::string code;
    std::string message;
    std::string field;
};

struct PublishResult {
    agents::Version version;
    std::vector<PublishFinding> findings;
    std::uint64_t sequence = 0; // audit entry; 0: it could not be recorded
};

// Body of the mutating calls.
struct CommandMessage {
    std::string reason;
    std::optional<std::uint64_t> revision; // the one the console showed
    std::string requestId;                 // idempotency key; made by the client
    std::string version;                   // start: candidate; roll-back: target (optional); unquarantine
    Digest digest = {};                    // start: of the content that was looked at; null: whatever is listed
    std::optional<release::Plan> plan;     // start
    std::string gate = {};                 // gate: its name
    bool passed = false;                   // gate
    bool breakGlass = false;               // against holds and freeze; needs a reason
    std::optional<release::ConversationPolicy> conversations = {}; // roll-back; absent: as the plan says
};

struct CommandResult {
    release::AgentState before;
    release::AgentState after;
    std::uint64_t revision = 0;
    std::uint64_t sequence = 0; // audit entry
    double effectiveAfterMs = 0;
    std::optional<Error> warning;             // took effect, but could not be recorded
    std::vector<PublishFinding> notices = {}; // something to think about; nothing is wrong
    std::optional<AgentStatus> status = {};   // as the backend knows the agent now; older backends do not say
};

// Events of GET /api/v1/events (SSE). id = rising number; "reset" tells a client to read everything again.
struct MetricTick { // once a second per agent, version and role that had requests, while somebody listens
    std::string agent;
    std::string version;
    traffic::Role role = traffic::Role::Stable;
    MetricPoint point;
};

struct EventMessage {
    enum class Kind { Reset, Agent, Versions, Metrics, Audit } kind = Kind::Reset;
    std::uint64_t id = 0;
    std::optional<AgentStatus> agent; // Agent
    std::string agentName;            // Versions: whose catalogue changed
    std::vector<MetricTick> metrics;  // Metrics
    std::uint64_t auditSize = 0;      // Audit
    std::string checkpoint;           // Audit
};

} // namespace signalbox::protocol
