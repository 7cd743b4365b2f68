#include "core/protocol/error_body.h"

#include <algorithm>
#include <array>
#include <format>

#include <QJsonArray>

#include "core/base/canonical_json.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

namespace {

struct ErrorKind {
    Errc kind;
    int status;
    std::string_view name;
};

// 507 (insufficient storage) is what a full or failing disk is to a client; 499 is the usual word for "you went away".
constexpr std::array kinds{ErrorKind{Errc::Invalid, 400, "invalid"},
                           ErrorKind{Errc::NotFound, 404, "not_found"},
                           ErrorKind{Errc::Conflict, 409, "conflict"},
                           ErrorKind{Errc::Refused, 422, "refused"},
                           ErrorKind{Errc::Unauthorized, 401, "unauthorized"},
                           ErrorKind{Errc::Forbidden, 403, "forbidden"},
                           ErrorKind{Errc::Limit, 429, "limit"},
                           ErrorKind{Errc::Io, 507, "io"},
                           ErrorKind{Errc::Unavailable, 503, "unavailable"},
                           ErrorKind{Errc::Timeout, 504, "timeout"},
                           ErrorKind{Errc::Cancelled, 499, "cancelled"},
                           ErrorKind{Errc::Internal, 500, "internal"},
                           ErrorKind{Errc::Corrupt, 500, "corrupt"}}; // after Internal, which is what 500 is read as

QString qt(const std::string& text) {
    return QString::fromStdString(text);
}

Finding findingFrom(const QJsonObject& object) {
    const auto text = [&](QLatin1StringView key) { return object.value(key).toString().toStdString(); };
    const bool warning = object.value("severity"_L1).toString() == "warning"_L1;
    return {.severity = warning ? Finding::Severity::Warning : Finding::Severity::Error,
            .code = text("code"_L1),
            .message = text("message"_L1),
            .hint = text("hint"_L1),
            .write = text("write"_L1),
            .place = {.file = text("file"_L1),
                      .line = object.value("line"_L1).toInt(),
                      .column = object.value("column"_L1).toInt(),
                      .field = text("field"_L1)}};
}

QJsonObject words(const Error& error) {
    QJsonObject object{{u"code"_s, QString::fromStdString(error.code)},
                       {u"message"_s, QString::fromStdString(error.message)},
                       {u"hint"_s, QString::fromStdString(error.hint)}};
    if (!error.field.empty())
        object.insert(u"field"_s, QString::fromStdString(error.field));
    if (!error.findings.empty()) {
        QJsonArray findings;
        for (const Finding& finding : error.findings)
            findings.append(encodeFinding(finding));
        object.insert(u"findings"_s, findings);
    }
    return object;
}

Error fromWords(const QJsonObject& object, Errc kind) {
    const auto text = [&](QLatin1StringView key) { return object.value(key).toString().toStdString(); };
    Error error{kind, text("code"_L1), text("message"_L1), text("hint"_L1), text("field"_L1)};
    const QJsonArray findings = object.value("findings"_L1).toArray();
    for (const QJsonValue& finding : findings)
        error.findings.push_back(findingFrom(finding.toObject()));
    return error;
}

} // namespace

int httpStatusOf(Errc kind) {
    const auto found = std::ranges::find(kinds, kind, &ErrorKind::kind);
    return found == kinds.end() ? 500 : found->status;
}

Errc kindOf(int httpStatus) {
    switch (httpStatus) {
    case 408:
        return Errc::Timeout;
    case 413:
    case 431:
        return Errc::Limit;
    case 502:
        return Errc::Unavailable;
    default:
        break;
    }
    const auto found = std::ranges::find(kinds, httpStatus, &ErrorKind::status);
    if (found != kinds.end())
        return found->kind;
    return httpStatus >= 400 && httpStatus < 500 ? Errc::Invalid : Errc::Internal;
}

QJsonObject encodeFinding(const Finding& finding) {
    QJsonObject object{{u"code"_s, qt(finding.code)}, {u"message"_s, qt(finding.message)}};
    const auto add = [&](const QString& key, const std::string& text) {
        if (!text.empty())
            object.insert(key, qt(text));
    };
    if (finding.severity == Finding::Severity::Warning)
        object.insert(u"severity"_s, u"warning"_s);
    add(u"hint"_s, finding.hint);
    add(u"write"_s, finding.write);
    add(u"file"_s, finding.place.file);
    add(u"field"_s, finding.place.field);
    if (finding.place.line > 0)
        object.insert(u"line"_s, finding.place.line);
    if (finding.place.column > 0)
        object.insert(u"column"_s, finding.place.column);
    return object;
}

QJsonObject encodeError(const Error& error) {
    return {{u"error"_s, words(error)}};
}

Error decodeError(std::string_view body, int httpStatus) {
    const auto object = parseJsonObject(body);
    Error error = object ? fromWords(object->value("error"_L1).toObject(), kindOf(httpStatus)) : Error{};
    error.kind = kindOf(httpStatus);
    if (error.code.empty())
        error.code = std::format("http_{}", httpStatus);
    if (error.message.empty()) {
        error.message = std::format("The backend answered with status {} and no explanation.", httpStatus);
        error.hint = "Check that the address is that of a Signalbox backend.";
    }
    return error;
}

QJsonObject encodeWarning(const Error& error) {
    QJsonObject object = words(error);
    const auto found = std::ranges::find(kinds, error.kind, &ErrorKind::kind);
    if (found != kinds.end())
        object.insert(u"kind"_s, QString::fromUtf8(found->name.data(), static_cast<qsizetype>(found->name.size())));
    return object;
}

Error decodeWarning(const QJsonObject& object) {
    const std::string name = object.value("kind"_L1).toString().toStdString();
    const auto found = std::ranges::find(kinds, std::string_view(name), &ErrorKind::name);
    return fromWords(object, found == kinds.end() ? Errc::Internal : found->kind);
}

} // namespace signalbox::protocol
