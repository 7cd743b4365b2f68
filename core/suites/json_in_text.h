// The JSON objects that stand somewhere in a text, as promptfoo finds them: from an opening brace to the one that
// closes it, read as YAML is (so single quotes, bare keys, comments and trailing commas are forgiven), and closed where
// the text ends too early. Pure; any thread; bounded work. Private to core/suites.
#pragma once

#include <string>
#include <vector>

#include <QJsonValue>

namespace signalbox::suites {

struct FoundObjects {
    std::vector<QJsonValue> objects = {};
    bool isWhole = true; // false: looking on would take too long
};

[[nodiscard]] FoundObjects objectsIn(const std::string& text);

} // namespace signalbox::suites
