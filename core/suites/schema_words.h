// Keywords of a JSON Schema (draft 7, as promptfoo's checker reads it in its strict mode). Pure; any thread. Private to
// core/suites.
#pragma once

#include <string>

#include <QJsonValue>

namespace signalbox::suites {

// What makes a schema none, in a sentence: a keyword that is not known, a format that is not checked, another draft.
// Empty: nothing.
[[nodiscard]] std::string whyNoSchema(const QJsonValue& schema);

} // namespace signalbox::suites
