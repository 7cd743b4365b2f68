// What the rehearsal's models say when they are asked about a pair of answers: vectors that are as alike as the words
// of two texts, and a judge who prefers the clearly shorter of two answers. Always the same for the same question.
// Pure; any thread.
#pragma once

#include <optional>
#include <string>

#include <QJsonArray>
#include <QJsonObject>

namespace signalbox::rehearsal {

// nullopt: this request does not ask a judge.
[[nodiscard]] std::optional<std::string> verdictOn(const QJsonObject& request);
// The answer to POST /v1/embeddings: one vector for each text of "input".
[[nodiscard]] QJsonObject embeddingsFor(const QJsonObject& request);

} // namespace signalbox::rehearsal
