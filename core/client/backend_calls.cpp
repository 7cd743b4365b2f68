// The calls of a BackendSession, one function for each.
#include <algorithm>
#include <array>

#include "core/base/id.h"
#include "core/client/backend_session_private.h"
#include "core/protocol/encode.h"

namespace signalbox::client {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds publishLimit{60}; // every file goes to disk, and the disk decides how long that takes

QString segment(const std::string& text) {
    return QString::fromLatin1(QUrl::toPercentEncoding(QString::fromStdString(text)));
}

QString agentPath(const std::string& agent, const QString& rest) {
    return u"agents/"_s + segment(agent) + rest;
}

bool isOfRelease(const std::string& verb) {
    constexpr std::array ofAgents{"adopt",  "start",    "roll-back",    "undo",   "unquarantine",
                                  "freeze", "unfreeze", "start-queued", "unqueue"};
    return !std::ranges::contains(ofAgents, verb);
}

} // namespace

void BackendSession::fetchBackend(QObject* context, Done<protocol::BackendInfo> done) {
    d->get(u"backend"_s, {}, context, std::move(done));
}

void BackendSession::fetchAgents(QObject* context, Done<protocol::AgentList> done) {
    d->get<protocol::AgentList>(
        u"agents"_s, {}, context,
        [this, guard = QPointer(this), done = std::move(done)](Result<protocol::AgentList> list) {
            if (guard && list)
                for (const auto& status : list->agents)
                    d->note(status.state);
            done(std::move(list));
        });
}

void BackendSession::fetchVersions(const std::string& agent, QObject* context, Done<protocol::VersionList> done) {
    d->get(agentPath(agent, u"/versions"_s), {}, context, std::move(done));
}

void BackendSession::fetchVersion(const std::string& agent, const std::string& version, QObject* context,
                                  Done<protocol::VersionDetail> done) {
    d->get(agentPath(agent, u"/versions/"_s + segment(version)), {}, context, std::move(done));
}

void BackendSession::fetchSnapshot(const std::string& agent, const std::string& version, QObject* context,
                                   Done<protocol::SnapshotMessage> done) {
    d->get(agentPath(agent, u"/versions/"_s + segment(version) + u"/snapshot"_s), {}, context, std::move(done));
}

void BackendSession::fetchPlan(const std::string& agent, QObject* context, Done<release::Plan> done) {
    d->get(agentPath(agent, u"/plan"_s), {}, context, std::move(done));
}

void BackendSession::fetchMetrics(const std::string& agent, WallTime from, WallTime to, std::chrono::seconds step,
                                  QObject* context, Done<protocol::MetricsMessage> done) {
    QUrlQuery query;
    query.addQueryItem(u"from"_s, QString::fromStdString(toIso(from)));
    query.addQueryItem(u"to"_s, QString::fromStdString(toIso(to)));
    query.addQueryItem(u"step"_s, QString::number(step.count()));
    d->get(agentPath(agent, u"/metrics"_s), query, context, std::move(done));
}

void BackendSession::fetchEvidence(const std::string& release, QObject* context, Done<protocol::EvidenceMessage> done) {
    d->get(u"releases/"_s + segment(release) + u"/evidence"_s, {}, context, std::move(done));
}

void BackendSession::fetchFailures(const std::string& agent, QObject* context, Done<protocol::FailureMessage> done) {
    d->get(agentPath(agent, u"/failures"_s), {}, context, std::move(done));
}

void BackendSession::fetchDeployments(const std::string& agent, QObject* context,
                                      Done<std::vector<protocol::Deployment>> done) {
    d->get(agentPath(agent, u"/deployments"_s), {}, context, std::move(done));
}

void BackendSession::fetchPairs(const std::string& agent, const PairListing& listing, QObject* context,
                                Done<protocol::PairPage> done) {
    QUrlQuery query;
    query.addQueryItem(u"show"_s, QString::fromStdString(listing.show));
    query.addQueryItem(u"limit"_s, QString::number(listing.limit));
    if (!listing.release.empty())
        query.addQueryItem(u"release"_s, segment(listing.release));
    if (!listing.after.empty())
        query.addQueryItem(u"after"_s, segment(listing.after));
    d->get(agentPath(agent, u"/pairs"_s), query, context, std::move(done));
}

void BackendSession::fetchPair(const std::string& agent, std::uint64_t id, QObject* context,
                               Done<protocol::PairMessage> done) {
    d->get(agentPath(agent, u"/pairs/"_s + QString::number(id)), {}, context, std::move(done));
}

void BackendSession::judgePair(const std::string& agent, std::uint64_t id, protocol::PairVerdictMessage message,
                               QObject* context, Done<protocol::PairVerdictResult> done) {
    if (message.requestId.empty())
        message.requestId = newId();
    d->post(agentPath(agent, u"/pairs/"_s + QString::number(id) + u"/verdict"_s), protocol::encode(message), context,
            std::move(done));
}

void BackendSession::fetchAudit(std::uint64_t before, int limit, QObject* context, Done<protocol::AuditPage> done) {
    QUrlQuery query;
    if (before > 0)
        query.addQueryItem(u"before"_s, QString::number(before));
    query.addQueryItem(u"limit"_s, QString::number(limit));
    d->get(u"audit"_s, query, context, std::move(done));
}

void BackendSession::fetchAlerts(QObject* context, Done<protocol::AlertList> done) {
    d->get(u"alerts"_s, {}, context, std::move(done));
}

void BackendSession::acknowledge(std::uint64_t alert, const std::string& reason, QObject* context,
                                 Done<protocol::Alert> done) {
    protocol::CommandMessage message;
    message.reason = reason;
    d->post(u"alerts/"_s + QString::number(alert) + u"/acknowledge"_s, protocol::encode(message), context,
            std::move(done));
}

void BackendSession::fetchDrills(QObject* context, Done<protocol::DrillList> done) {
    d->get(u"drills"_s, {}, context, std::move(done));
}

void BackendSession::startDrill(const protocol::DrillMessage& message, QObject* context, Done<release::Drill> done) {
    d->post(u"drills"_s, protocol::encode(message), context, std::move(done));
}

void BackendSession::cancelDrill(const std::string& drill, QObject* context, Done<release::Drill> done) {
    d->post(u"drills/"_s + segment(drill) + u"/cancel"_s, {}, context, std::move(done));
}

void BackendSession::verifyAudit(QObject* context, Done<protocol::AuditVerification> done) {
    d->get(u"audit/verify"_s, {}, context, std::move(done), verifyLimit);
}

void BackendSession::fetchProof(std::uint64_t from, QObject* context, Done<protocol::AuditProof> done) {
    QUrlQuery query;
    query.addQueryItem(u"from"_s, QString::number(from));
    d->get(u"audit/proof"_s, query, context, std::move(done));
}

void BackendSession::publish(const std::string& agent, protocol::PublishMessage message, QObject* context,
                             Done<protocol::PublishResult> done) {
    if (message.requestId.empty())
        message.requestId = newId();
    d->post(agentPath(agent, u"/versions"_s), protocol::encode(message), context, std::move(done), publishLimit);
}

void BackendSession::command(const std::string& agent, const std::string& verb, protocol::CommandMessage message,
                             QObject* context, Done<protocol::CommandResult> done) {
    if (message.requestId.empty())
        message.requestId = newId();
    if (!isOfRelease(verb)) {
        const QString path = verb == "start" ? u"/releases"_s : u"/"_s + segment(verb);
        d->command(agentPath(agent, path), message, context, std::move(done));
        return;
    }
    const auto send = [this, verb, context](const std::string& release, const protocol::CommandMessage& body,
                                            Done<protocol::CommandResult> finished) {
        d->command(u"releases/"_s + segment(release) + u"/"_s + segment(verb), body, context, std::move(finished));
    };
    if (const auto known = d->releases.find(agent); known != d->releases.end() && !known->second.empty()) {
        send(known->second, message, std::move(done));
        return;
    }
    d->get<protocol::AgentStatus>(agentPath(agent, u"/release"_s), {}, context,
                                  [this, guard = QPointer(this), agent, send, message,
                                   done = std::move(done)](Result<protocol::AgentStatus> status) {
                                      if (!guard)
                                          return;
                                      if (!status) {
                                          done(failure(std::move(status.error())));
                                          return;
                                      }
                                      d->note(status->state);
                                      if (!status->state.release) {
                                          done(failure(Errc::Refused, "no_release",
                                                       "No release of " + agent + " is under way.",
                                                       "Start one first, or roll back if traffic is in danger."));
                                          return;
                                      }
                                      send(status->state.release->id, message, done);
                                  });
}

} // namespace signalbox::client
