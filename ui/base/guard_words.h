// What a guardrail watches, and who acted, in people's words. UI thread (translated). Names that are not known, of a
// newer backend, are shown as they are written, without underscores.
#pragma once

#include <string_view>

#include <QString>

namespace signalbox::ui {

// "error_rate" → "errors", "latency_p95" → "latency (p95)", "signal:refund" → "signal refund".
[[nodiscard]] QString guardText(std::string_view guard);
// The actor of an audit entry: a person, Signalbox by itself, or "The guardrail on errors".
[[nodiscard]] QString actorText(std::string_view actor);

} // namespace signalbox::ui
