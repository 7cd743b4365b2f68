// What the rehearsal's model says: it reads limits, rules and verbosity from the system prompt it is given and answers
// accordingly, always the same for the same request and seed. Metadata "rehearsal_tokens" asks for an answer of so many
// tokens. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>

#include <QJsonArray>
#include <QJsonObject>

namespace signalbox::rehearsal {

struct Reply {
    std::string text;     // empty when tools are called
    QJsonArray toolCalls; // as the wire wants them
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
};

[[nodiscard]] Reply replyTo(const QJsonObject& request, std::uint64_t seed);

// A number in 0 … 1 from seed, text and counter; spread evenly.
[[nodiscard]] double drawn(std::uint64_t seed, const std::string& text, std::uint64_t counter);

} // namespace signalbox::rehearsal
