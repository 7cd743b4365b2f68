#include "core/protocol/error_body.h"

#include <algorithm>
#include <array>
#include <format>

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

QJsonObject words(const Error& error) {
    QJsonObject object{{u"code"_s, QString::fromStdString(error.code)},
                       {u"message"_s, QString::fromStdString(error.message)},
                       {u"hint"_s, QString::fromStdString(error.hint)}};
    if (!error.field.empty())
        object.insert(u"field"_s, QString::fromStdString(error.field));
    return object;
}

Error fromWords(const QJsonObject& object, Errc kind) {
    const auto text = [&](QLatin1StringView key) { return object.value(key).toString().toStdString(); };
    return {kind, text("code"_L1), text("message"_L1), text("hint"_L1), text("field"_L1)};
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
