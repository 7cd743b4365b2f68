// is-json and contains-json, with a schema or without.
#include "core/base/canonical_json.h"
#include "core/suites/assertion_judges.h"
#include "core/suites/json_in_text.h"
#include "core/suites/script_value.h"

namespace signalbox::suites {

namespace {

std::optional<bool> fits(const Assertion& assertion, const QJsonValue& value) {
    if (!assertion.schema)
        return true;
    const auto text = canonicalJson(value);
    return text ? assertion.schema->accepts(*text) : std::nullopt;
}

Found containsJson(const Assertion& assertion, const std::string& output) {
    const FoundObjects found = objectsIn(output);
    bool isOpen = !found.isWhole;
    for (const QJsonValue& object : found.objects) {
        const auto fit = fits(assertion, object);
        if (fit == true)
            return {.holds = true};
        isOpen = isOpen || !fit;
    }
    if (isOpen)
        return notRun("too_long");
    return {.holds = false, .code = found.objects.empty() ? "no_json" : "schema"};
}

} // namespace

Found judgeJson(const Assertion& assertion, const std::string& output) {
    if (assertion.kind == AssertionKind::ContainsJson)
        return containsJson(assertion, output);
    const ReadValue read = readJson(output);
    if (read.isTooDeep)
        return notRun("too_deep");
    if (!read.value)
        return {.holds = false, .code = "no_json"};
    const auto fit = fits(assertion, *read.value);
    return fit ? Found{.holds = *fit, .code = "schema"} : notRun("too_long");
}

} // namespace signalbox::suites
