// What a guardrail watches, and who acted, in people's words: the titles of core/evidence, translated. UI thread. Names
// that are not known, of a newer backend, are shown as they are written, without underscores.
#pragma once

#include <string_view>

#include <QString>

namespace signalbox::ui {

// "error_rate" → "Errors", "latency_p95" → "Latency p95", "signal:refund" → "Signal "refund"".
[[nodiscard]] QString guardTitle(std::string_view guard);
// The same inside a sentence: "errors".
[[nodiscard]] QString guardText(std::string_view guard);
// The actor of an audit entry inside a sentence: a person, Signalbox by itself, or "the guardrail on errors".
[[nodiscard]] QString actorText(std::string_view actor);
// The same at its beginning.
[[nodiscard]] QString actorTitle(std::string_view actor);

} // namespace signalbox::ui
