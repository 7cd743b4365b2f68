// What an answer's text holds: equals, contains and their kin, starts-with, regex.
#include <algorithm>

#include "core/suites/assertion_judges.h"
#include "core/suites/assertion_value.h"
#include "core/suites/script_value.h"

namespace signalbox::suites {

namespace {

using Kind = AssertionKind;

constexpr std::size_t mostCompared = 512 * 1024 * 1024; // bytes of the answer, once for each text that is looked for

Found equals(const Assertion& assertion, const std::string& output) {
    if (!assertion.value.isObject() && !assertion.value.isArray() && !assertion.value.isNull())
        return {.holds = scriptText(assertion.value) == output, .code = "differs"};
    const ReadValue read = readJson(output);
    if (read.isTooDeep)
        return notRun("too_deep");
    return {.holds = read.value && isSame(*read.value, assertion.value), .code = "differs"};
}

bool isBlind(Kind kind) {
    return kind == Kind::IContains || kind == Kind::IContainsAny || kind == Kind::IContainsAll;
}

Found contains(const Assertion& assertion, const std::string& output) {
    const bool blind = isBlind(assertion.kind);
    const QString text = blind ? lowered(scriptString(output)) : scriptString(output);
    const bool isOne = assertion.kind == Kind::Contains || assertion.kind == Kind::IContains;
    std::vector<QString> wanted =
        isOne ? std::vector{scriptString(scriptText(assertion.value))} : textsOf(assertion.value);
    if (wanted.size() * output.size() > mostCompared)
        return notRun("too_long");
    const bool needsAll = assertion.kind == Kind::ContainsAll || assertion.kind == Kind::IContainsAll;
    std::string missing;
    std::size_t found = 0;
    for (const QString& one : wanted) {
        if (text.contains(blind ? lowered(one) : one))
            ++found;
        else if (missing.size() < 200)
            missing += (missing.empty() ? "" : ", ") + one.toStdString();
    }
    return {.holds = needsAll ? found == wanted.size() : found > 0, .code = "missing_text", .detail = missing};
}

Found matches(const Assertion& assertion, const std::string& output) {
    switch (assertion.pattern->in(output)) {
    case Pattern::Match::Yes:
        return {.holds = true};
    case Pattern::Match::No:
        return {.holds = false, .code = "no_match"};
    case Pattern::Match::Open:
        break;
    }
    return notRun("pattern_limit");
}

} // namespace

Found judgeText(const Assertion& assertion, const std::string& output) {
    if (assertion.kind == Kind::Equals)
        return equals(assertion, output);
    if (assertion.kind == Kind::Regex)
        return matches(assertion, output);
    if (assertion.kind == Kind::StartsWith)
        return {.holds = output.starts_with(assertion.value.toString().toStdString()), .code = "another_start"};
    return contains(assertion, output);
}

} // namespace signalbox::suites
