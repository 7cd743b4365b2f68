// The way through the tools: trajectory:tool-used, trajectory:tool-args-match, trajectory:tool-sequence.
#include <algorithm>
#include <vector>

#include <QJsonObject>

#include "core/suites/assertion_judges.h"
#include "core/suites/script_value.h"

namespace signalbox::suites {

namespace {

using namespace Qt::StringLiterals;

struct Step {
    QString name;
    std::optional<QJsonValue> arguments; // nullopt: none were written
};

// Arguments that are no JSON count as the text that they are.
std::vector<Step> stepsOf(const Said& said) {
    std::vector<Step> steps;
    for (const models::ToolCall& call : said.called) {
        const QString text = scriptTrimmed(scriptString(call.arguments));
        Step step{scriptTrimmed(scriptString(call.name)), std::nullopt};
        if (!text.isEmpty())
            step.arguments = readJson(text.toStdString()).value.value_or(QJsonValue(text));
        if (!step.name.isEmpty())
            steps.push_back(std::move(step));
    }
    return steps;
}

QString patternOf(const QJsonValue& matcher) {
    if (matcher.isString())
        return matcher.toString();
    const QString pattern = matcher[u"pattern"].toString();
    return pattern.isEmpty() ? matcher[u"name"].toString() : pattern;
}

bool isStep(const Step& step, const QJsonValue& matcher) {
    return matchesName(step.name, patternOf(matcher));
}

bool isUsed(const std::vector<Step>& steps, const QJsonValue& matcher) {
    return std::ranges::any_of(steps, [&](const Step& step) { return isStep(step, matcher); });
}

Found toolUsed(const Assertion& assertion, const std::vector<Step>& steps) {
    const QJsonValue& value = assertion.value;
    if (value.isObject()) {
        const auto count =
            static_cast<double>(std::ranges::count_if(steps, [&](const Step& step) { return isStep(step, value); }));
        const bool holds =
            count >= value[u"min"].toDouble(1) && (value[u"max"].isUndefined() || count <= value[u"max"].toDouble());
        return {.holds = holds, .code = "other_tools", .detail = std::to_string(static_cast<int>(count))};
    }
    const std::vector<QJsonValue> wanted = value.isArray() ? itemsOf(value) : std::vector{value};
    const auto isThere = [&](const QJsonValue& one) { return isUsed(steps, one); };
    // Not all of them is no pass of "not-": none of them is.
    if (assertion.isInverse)
        return {.holds = std::ranges::any_of(wanted, isThere), .code = "other_tools"};
    return {.holds = std::ranges::all_of(wanted, isThere), .code = "other_tools"};
}

bool isIgnored(const QString& key, const std::vector<QJsonValue>& ignore) {
    return std::ranges::any_of(ignore, [&](const QJsonValue& one) {
        const QString entry = one.toString();
        return entry == key || ((entry.contains(u'*') || entry.contains(u'?')) && matchesName(key, entry));
    });
}

QJsonValue without(const QJsonValue& value, const std::vector<QJsonValue>& ignore, const QJsonObject& defaults) {
    if (!value.isObject())
        return value;
    QJsonObject kept;
    const QJsonObject all = value.toObject();
    for (auto at = all.begin(); at != all.end(); ++at)
        if (!isIgnored(at.key(), ignore) &&
            !(defaults.contains(at.key()) && isSame(at.value(), defaults.value(at.key()))))
            kept.insert(at.key(), at.value());
    return kept;
}

Found argumentsMatch(const Assertion& assertion, const std::vector<Step>& steps) {
    const QJsonObject value = assertion.value.toObject();
    const QJsonValue written = value.value("ignore"_L1);
    const std::vector<QJsonValue> ignore = written.isString() ? std::vector{written} : itemsOf(written);
    const QJsonObject defaults = value.value("defaults"_L1).toObject();
    const bool exact = value.value("mode"_L1).toString() == u"exact";
    const QLatin1StringView key = value.contains("args"_L1) ? "args"_L1 : "arguments"_L1;
    const QJsonValue expected = without(value.value(key), ignore, {});
    const bool holdsOne = std::ranges::any_of(steps, [&](const Step& step) {
        if (!step.arguments || !isStep(step, value))
            return false;
        const QJsonValue actual = without(*step.arguments, ignore, defaults);
        return exact ? isSame(actual, expected) : holds(actual, expected);
    });
    return {.holds = holdsOne, .code = isUsed(steps, value) ? "other_arguments" : "other_tools"};
}

Found inSequence(const Assertion& assertion, const std::vector<Step>& steps) {
    const std::vector<QJsonValue> wanted =
        itemsOf(assertion.value.isArray() ? assertion.value : assertion.value[u"steps"]);
    if (assertion.value[u"mode"].toString() == u"exact")
        return {.holds = std::ranges::equal(steps, wanted, isStep), .code = "other_tools"};
    std::size_t next = 0;
    for (const Step& step : steps)
        if (next < wanted.size() && isStep(step, wanted[next]))
            ++next;
    return {.holds = next == wanted.size(), .code = "other_tools"};
}

} // namespace

Found judgeTrajectory(const Assertion& assertion, const Said& said) {
    const std::vector<Step> steps = stepsOf(said);
    if (assertion.kind == AssertionKind::ToolUsed)
        return toolUsed(assertion, steps);
    return assertion.kind == AssertionKind::ToolArgsMatch ? argumentsMatch(assertion, steps)
                                                          : inSequence(assertion, steps);
}

} // namespace signalbox::suites
