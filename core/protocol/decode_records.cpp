#include <algorithm>

#include "core/protocol/decode.h"
#include "core/protocol/error_body.h"
#include "core/protocol/reader.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

namespace {

constexpr std::uint64_t longestBucket = 366ULL * 86'400'000; // milliseconds

std::optional<double> readQuantile(Reader& from, QLatin1StringView key) {
    const auto milliseconds = from.numberOr(key);
    return milliseconds ? std::optional(*milliseconds / 1000.0) : std::nullopt;
}

metrics::Histogram readHistogram(Reader& from, QLatin1StringView key) {
    const std::string text = from.textOr(key);
    const auto bytes =
        QByteArray::fromBase64Encoding(QByteArray::fromStdString(text), QByteArray::AbortOnBase64DecodingErrors);
    auto histogram = metrics::Histogram::fromBytes(bytes.decoded.toStdString());
    if (bytes && histogram)
        return std::move(*histogram);
    from.refuse(key, "must be a histogram in base64");
    return {};
}

MetricPoint readPoint(Reader& from) {
    MetricPoint value;
    value.time = from.time("time"_L1);
    const auto length = from.countOr("length_ms"_L1);
    value.length = std::chrono::milliseconds(std::clamp<std::uint64_t>(length.value_or(1000), 1, longestBucket));
    for (const metrics::Counter& counter : metrics::counters) {
        const QLatin1StringView key(counter.name.data(), static_cast<qsizetype>(counter.name.size()));
        value.*counter.member =
            counter.known != nullptr || counter.isNewer ? from.countOr(key).value_or(0) : from.count(key);
    }
    if (!from.has("answers"_L1))
        value.assumeAnswers();
    value.costUsd = from.number("cost_usd"_L1);
    value.latency = readHistogram(from, "latency_histogram"_L1);
    value.firstToken = readHistogram(from, "first_token_histogram"_L1);
    value.latencyP50 = readQuantile(from, "latency_p50_ms"_L1);
    value.latencyP95 = readQuantile(from, "latency_p95_ms"_L1);
    value.latencyP99 = readQuantile(from, "latency_p99_ms"_L1);
    value.firstTokenP50 = readQuantile(from, "first_token_p50_ms"_L1);
    value.firstTokenP95 = readQuantile(from, "first_token_p95_ms"_L1);
    return value;
}

MetricPoint readPointAt(Reader& from, QLatin1StringView key) {
    Reader point = from.inside(key);
    return readPoint(point);
}

MetricSeries readSeries(Reader& from) {
    MetricSeries value;
    value.agent = from.text("agent"_L1);
    value.version = from.text("version"_L1);
    value.role = from.role("role"_L1);
    value.points = from.list("points"_L1, readPoint);
    value.total = readPointAt(from, "total"_L1);
    value.unpricedModel = from.textOr("unpriced_model"_L1);
    return value;
}

MetricTick readTick(Reader& from) {
    MetricTick value;
    value.agent = from.text("agent"_L1);
    value.version = from.text("version"_L1);
    value.role = from.role("role"_L1);
    value.point = readPointAt(from, "point"_L1);
    return value;
}

Deployment readDeployment(Reader& from) {
    Deployment value;
    value.agent = from.text("agent"_L1);
    value.version = from.text("version"_L1);
    value.role = from.role("role"_L1);
    value.weight = from.weight("weight"_L1);
    value.from = from.time("from"_L1);
    value.until = from.timeOr("until"_L1);
    value.actor = from.text("actor"_L1);
    value.reason = from.text("reason"_L1);
    value.action = from.text("action"_L1);
    value.sequence = from.count("sequence"_L1);
    return value;
}

AuditRow readRow(Reader& from) {
    AuditRow value;
    value.sequence = from.count("sequence"_L1);
    value.time = from.time("time"_L1);
    value.actor = from.text("actor"_L1);
    value.action = from.text("action"_L1);
    value.agent = from.text("agent"_L1);
    value.summary = from.text("summary"_L1);
    value.entry = from.object("entry"_L1);
    return value;
}

} // namespace

template <> Result<EvidenceMessage> decode(const QJsonObject& object) {
    return evidenceFrom(object);
}

template <> Result<FailureMessage> decode(const QJsonObject& object) {
    return failuresFrom(object);
}

template <> Result<Alert> decode(const QJsonObject& object) {
    return alertFrom(object);
}

template <> Result<AlertList> decode(const QJsonObject& object) {
    return alertsFrom(object);
}

template <> Result<MetricsMessage> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        MetricsMessage value;
        value.step = std::chrono::duration_cast<std::chrono::seconds>(from.duration("step_ms"_L1));
        value.series = from.list("series"_L1, readSeries);
        value.countedFrom = from.timeOr("counted_from"_L1);
        return value;
    });
}

template <> Result<std::vector<MetricTick>> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) { return from.list("ticks"_L1, readTick); });
}

template <> Result<std::vector<Deployment>> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) { return from.list("deployments"_L1, readDeployment); });
}

template <> Result<AuditPage> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        AuditPage value;
        value.rows = from.list("rows"_L1, readRow);
        value.size = from.count("size"_L1);
        value.checkpoint = from.text("checkpoint"_L1);
        return value;
    });
}

template <> Result<AuditVerification> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        AuditVerification value;
        value.good = from.flag("good"_L1);
        value.size = from.count("size"_L1);
        value.firstBad = from.countOr("first_bad"_L1);
        value.message = from.text("message"_L1);
        value.anchored = from.countOr("anchored"_L1).value_or(0);
        value.key = from.textOr("key"_L1);
        return value;
    });
}

template <> Result<AuditProof> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        AuditProof value;
        value.from = from.count("from"_L1);
        value.to = from.count("to"_L1);
        for (const std::string& node : from.texts("nodes"_L1))
            value.nodes.push_back(from.take("nodes"_L1, Digest::parse(node)));
        value.checkpoint = from.text("checkpoint"_L1);
        value.publicKey = from.text("public_key"_L1);
        return value;
    });
}

template <> Result<CommandMessage> decode(const QJsonObject& object) {
    return readRequest(object, [](Reader& from) {
        CommandMessage value;
        value.reason = from.textOr("reason"_L1);
        value.revision = from.countOr("revision"_L1);
        value.requestId = from.textOr("request_id"_L1);
        value.version = from.textOr("version"_L1);
        if (from.has("digest"_L1))
            value.digest = from.take("digest"_L1, Digest::parse(from.text("digest"_L1)));
        if (from.has("plan"_L1))
            value.plan = from.take("plan"_L1, release::askedPlanFromJson(from.object("plan"_L1)));
        value.gate = from.textOr("gate"_L1);
        value.passed = from.has("passed"_L1) && from.flag("passed"_L1);
        value.breakGlass = from.has("break_glass"_L1) && from.flag("break_glass"_L1);
        if (from.has("conversations"_L1)) {
            value.conversations = release::conversationPolicyFrom(from.text("conversations"_L1));
            if (!value.conversations)
                from.refuse("conversations"_L1, "must be move, finish or drain");
        }
        return value;
    });
}

template <> Result<CommandResult> decode(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        CommandResult value;
        value.before = from.take("before"_L1, release::stateFromJson(from.object("before"_L1)));
        value.after = from.take("after"_L1, release::stateFromJson(from.object("after"_L1)));
        value.revision = from.count("revision"_L1);
        value.sequence = from.count("sequence"_L1);
        value.effectiveAfterMs = from.number("effective_after_ms"_L1);
        if (from.has("warning"_L1))
            value.warning = decodeWarning(from.object("warning"_L1));
        if (from.has("notices"_L1))
            value.notices = from.list("notices"_L1, [](Reader& notice) {
                return PublishFinding{.code = notice.text("code"_L1),
                                      .message = notice.text("message"_L1),
                                      .field = notice.textOr("field"_L1)};
            });
        if (from.has("status"_L1))
            value.status = from.take("status"_L1, decode<AgentStatus>(from.object("status"_L1)));
        return value;
    });
}

} // namespace signalbox::protocol
