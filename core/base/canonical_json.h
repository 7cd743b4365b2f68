// Canonical JSON (RFC 8785, JCS): one exact byte sequence for a JSON value, so that it can be hashed and signed.
// UTF-8, no white space, keys sorted by UTF-16 code units, numbers as ECMAScript prints doubles. Pure; any thread.
// NaN and infinities cannot be written; lone surrogates are an error ("bad_text").
#pragma once

#include <string>
#include <string_view>

#include <QJsonObject>
#include <QJsonValue>

#include "core/base/result.h"

namespace signalbox {

[[nodiscard]] Result<std::string> canonicalJson(const QJsonValue& value);

// ECMAScript's Number::toString for a finite double.
[[nodiscard]] std::string canonicalNumber(double value);

// Reads one JSON object from UTF-8 bytes; the error names the byte offset.
[[nodiscard]] Result<QJsonObject> parseJsonObject(std::string_view bytes);

} // namespace signalbox
