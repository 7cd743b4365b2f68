#include <cmath>

#include "core/protocol/encode.h"
#include "core/protocol/error_body.h"
#include "core/protocol/json_parts.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

namespace {

// Seconds in the message, milliseconds on the wire; what is not finite is no data.
void insertQuantile(QJsonObject& object, const QString& key, const std::optional<double>& seconds) {
    if (seconds && std::isfinite(*seconds))
        object.insert(key, *seconds * 1000.0);
}

void insertHistogram(QJsonObject& object, const QString& key, const metrics::Histogram& histogram) {
    if (!histogram.isEmpty())
        object.insert(key, QString::fromLatin1(QByteArray::fromStdString(histogram.toBytes()).toBase64()));
}

QJsonObject encodeSeries(const MetricSeries& series) {
    QJsonObject object{{u"agent"_s, text(series.agent)},
                       {u"version"_s, text(series.version)},
                       {u"role"_s, text(traffic::toString(series.role))},
                       {u"points"_s, arrayOf(series.points, [](const auto& point) { return encode(point); })},
                       {u"total"_s, encode(series.total)}};
    if (!series.unpricedModel.empty())
        object.insert(u"unpriced_model"_s, text(series.unpricedModel));
    return object;
}

QJsonObject encodeDeployment(const Deployment& row) {
    QJsonObject object{{u"agent"_s, text(row.agent)},
                       {u"version"_s, text(row.version)},
                       {u"role"_s, text(traffic::toString(row.role))},
                       {u"weight"_s, row.weight.thousandths()},
                       {u"from"_s, isoText(row.from)},
                       {u"actor"_s, text(row.actor)},
                       {u"reason"_s, text(row.reason)},
                       {u"action"_s, text(row.action)},
                       {u"sequence"_s, number(row.sequence)}};
    if (row.until)
        object.insert(u"until"_s, isoText(*row.until));
    return object;
}

QJsonObject encodeRow(const AuditRow& row) {
    return {{u"sequence"_s, number(row.sequence)},
            {u"time"_s, isoText(row.time)},
            {u"actor"_s, text(row.actor)},
            {u"action"_s, text(row.action)},
            {u"agent"_s, text(row.agent)},
            {u"summary"_s, text(row.summary)},
            {u"entry"_s, row.entry}};
}

} // namespace

QJsonObject encode(const MetricPoint& point) {
    QJsonObject object{{u"time"_s, isoText(point.time)},
                       {u"length_ms"_s, static_cast<qint64>(point.length.count())},
                       {u"cost_usd"_s, std::isfinite(point.costUsd) ? point.costUsd : 0.0}};
    for (const metrics::Counter& counter : metrics::counters)
        if (counter.known == nullptr || point.*counter.known > 0) // most agents have no contract
            object.insert(text(counter.name), number(point.*counter.member));
    insertHistogram(object, u"latency_histogram"_s, point.latency);
    insertHistogram(object, u"first_token_histogram"_s, point.firstToken);
    insertQuantile(object, u"latency_p50_ms"_s, point.latencyP50);
    insertQuantile(object, u"latency_p95_ms"_s, point.latencyP95);
    insertQuantile(object, u"latency_p99_ms"_s, point.latencyP99);
    insertQuantile(object, u"first_token_p50_ms"_s, point.firstTokenP50);
    insertQuantile(object, u"first_token_p95_ms"_s, point.firstTokenP95);
    return object;
}

QJsonObject encode(const MetricsMessage& message) {
    QJsonObject object{{u"step_ms"_s, static_cast<qint64>(std::chrono::milliseconds(message.step).count())},
                       {u"series"_s, arrayOf(message.series, encodeSeries)}};
    if (message.countedFrom)
        object.insert(u"counted_from"_s, isoText(*message.countedFrom));
    return object;
}

QJsonObject encode(const MetricTick& tick) {
    return {{u"agent"_s, text(tick.agent)},
            {u"version"_s, text(tick.version)},
            {u"role"_s, text(traffic::toString(tick.role))},
            {u"point"_s, encode(tick.point)}};
}

QJsonObject encode(const std::vector<Deployment>& deployments) {
    return {{u"deployments"_s, arrayOf(deployments, encodeDeployment)}};
}

QJsonObject encode(const AuditPage& message) {
    return {{u"rows"_s, arrayOf(message.rows, encodeRow)},
            {u"size"_s, number(message.size)},
            {u"checkpoint"_s, text(message.checkpoint)}};
}

QJsonObject encode(const AuditVerification& message) {
    QJsonObject object{{u"good"_s, message.good},
                       {u"size"_s, number(message.size)},
                       {u"message"_s, text(message.message)},
                       {u"anchored"_s, number(message.anchored)},
                       {u"key"_s, text(message.key)}};
    if (message.firstBad)
        object.insert(u"first_bad"_s, number(*message.firstBad));
    return object;
}

QJsonObject encode(const AuditProof& message) {
    return {{u"from"_s, number(message.from)},
            {u"to"_s, number(message.to)},
            {u"nodes"_s, arrayOf(message.nodes, [](const Digest& node) { return text(node.toString()); })},
            {u"checkpoint"_s, text(message.checkpoint)},
            {u"public_key"_s, text(message.publicKey)}};
}

QJsonObject encode(const CommandMessage& message) {
    QJsonObject object{{u"reason"_s, text(message.reason)}, {u"request_id"_s, text(message.requestId)}};
    if (message.revision)
        object.insert(u"revision"_s, number(*message.revision));
    if (!message.version.empty())
        object.insert(u"version"_s, text(message.version));
    if (!message.digest.isNull())
        object.insert(u"digest"_s, text(message.digest.toString()));
    if (message.plan)
        object.insert(u"plan"_s, release::planToJson(*message.plan));
    if (!message.gate.empty()) {
        object.insert(u"gate"_s, text(message.gate));
        object.insert(u"passed"_s, message.passed);
    }
    if (message.breakGlass)
        object.insert(u"break_glass"_s, true);
    if (message.conversations)
        object.insert(u"conversations"_s, text(release::conversationWord(*message.conversations)));
    return object;
}

QJsonObject encode(const CommandResult& message) {
    QJsonObject object{{u"before"_s, release::stateToJson(message.before)},
                       {u"after"_s, release::stateToJson(message.after)},
                       {u"revision"_s, number(message.revision)},
                       {u"sequence"_s, number(message.sequence)},
                       {u"effective_after_ms"_s, message.effectiveAfterMs}};
    if (message.warning)
        object.insert(u"warning"_s, encodeWarning(*message.warning));
    if (!message.notices.empty())
        object.insert(u"notices"_s, arrayOf(message.notices, [](const PublishFinding& notice) {
                          return QJsonObject{{u"code"_s, text(notice.code)},
                                             {u"message"_s, text(notice.message)},
                                             {u"field"_s, text(notice.field)}};
                      }));
    if (message.status)
        object.insert(u"status"_s, encode(*message.status));
    return object;
}

} // namespace signalbox::protocol
