// Errors on the wire: {"error": {"code", "message", "hint", "field", "findings"}} under an HTTP status that stands for
// the kind; findings are the mistakes of a file, each with its place. Pure; any thread. Reading never fails: what is
// not an error body becomes an error that says so.
#pragma once

#include <string_view>

#include <QJsonObject>

#include "core/base/result.h"

namespace signalbox::protocol {

[[nodiscard]] int httpStatusOf(Errc kind);
[[nodiscard]] Errc kindOf(int httpStatus); // Corrupt comes back as Internal: both are 500

[[nodiscard]] QJsonObject encodeError(const Error& error);
// `body` as received; `httpStatus` of the answer it came with.
[[nodiscard]] Error decodeError(std::string_view body, int httpStatus);

// A mistake with its place, as it stands in errors and in checks; "severity" only of a warning. What is empty is left
// out.
[[nodiscard]] QJsonObject encodeFinding(const Finding& finding);

// The same words without the envelope, with the kind by name; for errors inside other messages.
[[nodiscard]] QJsonObject encodeWarning(const Error& error);
[[nodiscard]] Error decodeWarning(const QJsonObject& object);

} // namespace signalbox::protocol
