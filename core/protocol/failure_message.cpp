#include "core/protocol/failure_message.h"

#include <algorithm>
#include <array>

#include "core/protocol/json_parts.h"
#include "core/protocol/reader.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;
using metrics::FailureCause;
using metrics::FailureReason;
using metrics::FailureRow;
using metrics::FailureSample;
using metrics::VersionFailures;

namespace {

void add(QJsonObject& object, const FailureReason& reason) {
    object.insert(u"kind"_s, text(metrics::toString(reason.kind)));
    object.insert(u"status"_s, reason.status);
    object.insert(u"token"_s, text(reason.token));
    object.insert(u"code"_s, text(metrics::codeOf(reason)));
}

QJsonObject encodeFailureRow(const FailureRow& row) {
    QJsonObject object{
        {u"count"_s, number(row.count)}, {u"last"_s, isoText(row.last)}, {u"provider"_s, text(row.provider)}};
    add(object, row.reason);
    if (row.sample)
        object.insert(u"sample"_s, QJsonObject{{u"request_id"_s, text(row.sample->requestId)},
                                               {u"at"_s, isoText(row.sample->at)},
                                               {u"status"_s, row.sample->status},
                                               {u"message"_s, text(row.sample->message)}});
    return object;
}

QJsonObject encodeVersionFailures(const VersionFailures& version) {
    QJsonObject object{{u"version"_s, text(version.version)},
                       {u"role"_s, text(traffic::toString(version.role))},
                       {u"requests"_s, number(version.requests)},
                       {u"failures"_s, number(version.failures)},
                       {u"reasons"_s, arrayOf(version.rows, encodeFailureRow)}};
    if (version.failingSince) {
        object.insert(u"failing_since"_s, isoText(*version.failingSince));
        object.insert(u"run_requests"_s, number(version.runRequests));
        object.insert(u"run_failures"_s, number(version.runFailures));
    }
    if (version.waitingSince) {
        object.insert(u"waiting"_s, number(version.waiting));
        object.insert(u"waiting_since"_s, isoText(*version.waitingSince));
    }
    return object;
}

QJsonObject encodeFailureCause(const FailureCause& cause) {
    QJsonObject object{{u"kind"_s, text(metrics::toString(cause.kind))}};
    if (cause.since)
        object.insert(u"since"_s, isoText(*cause.since));
    if (cause.kind == FailureCause::Kind::None)
        return object;
    QJsonObject reason;
    add(reason, cause.reason);
    object.insert(u"reason"_s, reason);
    object.insert(u"provider"_s, text(cause.provider));
    object.insert(u"version"_s, text(cause.version));
    return object;
}

FailureReason readFailureReason(Reader& from) {
    FailureReason reason{.status = static_cast<int>(std::min<std::uint64_t>(from.count("status"_L1), 999)),
                         .token = from.textOr("token"_L1)};
    const auto kind = metrics::failureKindFrom(from.text("kind"_L1));
    reason.kind = kind.value_or(metrics::FailureKind::Other); // a newer backend knows more of them
    return reason;
}

FailureRow readFailureRow(Reader& from) {
    FailureRow row{.reason = readFailureReason(from),
                   .count = from.count("count"_L1),
                   .last = from.time("last"_L1),
                   .provider = from.textOr("provider"_L1)};
    if (!from.has("sample"_L1))
        return row;
    Reader sample = from.inside("sample"_L1);
    row.sample = FailureSample{.requestId = sample.textOr("request_id"_L1),
                               .at = sample.time("at"_L1),
                               .status = static_cast<int>(std::min<std::uint64_t>(sample.count("status"_L1), 999)),
                               .message = sample.textOr("message"_L1)};
    return row;
}

VersionFailures readVersionFailures(Reader& from) {
    VersionFailures version{.version = from.text("version"_L1),
                            .role = from.role("role"_L1),
                            .requests = from.count("requests"_L1),
                            .failures = from.count("failures"_L1),
                            .failingSince = from.timeOr("failing_since"_L1),
                            .runRequests = from.countOr("run_requests"_L1).value_or(0),
                            .runFailures = from.countOr("run_failures"_L1).value_or(0),
                            .rows = from.list("reasons"_L1, readFailureRow),
                            .waiting = from.countOr("waiting"_L1).value_or(0),
                            .waitingSince = from.timeOr("waiting_since"_L1)};
    return version;
}

FailureCause readFailureCause(Reader& from) {
    using Kind = FailureCause::Kind;
    FailureCause cause{
        .since = from.timeOr("since"_L1), .provider = from.textOr("provider"_L1), .version = from.textOr("version"_L1)};
    const std::string word = from.text("kind"_L1);
    const std::array known{Kind::None, Kind::ThisVersion, Kind::NotThisVersion, Kind::CannotTell};
    const auto* const found = std::ranges::find(known, word, [](Kind kind) { return metrics::toString(kind); });
    cause.kind = found == known.end() ? Kind::CannotTell : *found;
    if (from.has("reason"_L1)) {
        Reader reason = from.inside("reason"_L1);
        cause.reason = readFailureReason(reason);
    }
    return cause;
}

} // namespace

QJsonObject encode(const FailureMessage& message) {
    return {{u"agent"_s, text(message.report.agent)},
            {u"at"_s, isoText(message.report.at)},
            {u"versions"_s, arrayOf(message.report.versions, encodeVersionFailures)},
            {u"cause"_s, encodeFailureCause(message.cause)}};
}

Result<FailureMessage> failuresFrom(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) {
        FailureMessage message;
        message.report.agent = from.text("agent"_L1);
        message.report.at = from.time("at"_L1);
        message.report.versions = from.list("versions"_L1, readVersionFailures);
        Reader cause = from.inside("cause"_L1);
        message.cause = readFailureCause(cause);
        return message;
    });
}

} // namespace signalbox::protocol
