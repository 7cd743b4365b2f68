// What was called: is-valid-openai-tools-call, tool-call-f1.
#include <algorithm>
#include <format>
#include <set>

#include <QJsonArray>

#include "core/base/canonical_json.h"
#include "core/suites/assertion_judges.h"
#include "core/suites/assertion_value.h"
#include "core/suites/script_value.h"

namespace signalbox::suites {

namespace {

using Names = std::set<QString>;

// Unlike what the gateway forgives, a call without arguments or of a tool without parameters is none.
Found validCalls(const Said& said, const answers::ToolCheck* tools) {
    const std::string output = outputOf(said);
    const auto turned = [](Found found) { // "not-" does not turn this one round, in promptfoo neither
        found.ignoresInverse = true;
        return found;
    };
    if (output.contains("MCP Tool Error"))
        return turned({.holds = false, .code = "tool_failed"});
    if (output.contains("MCP Tool Result"))
        return turned({.holds = true});
    if (said.called.empty())
        return turned({.holds = false, .code = "no_call"});
    if (tools == nullptr)
        return turned({.holds = false, .code = "no_tools"});
    for (const models::ToolCall& call : said.called) {
        const answers::DeclaredTool* declared = tools->find(call.name);
        if (declared == nullptr || !declared->hasParameters)
            return turned({.holds = false, .code = "unknown_tool", .detail = call.name});
        const ReadValue arguments = readJson(call.arguments);
        if (arguments.isTooDeep)
            return notRun("too_deep");
        const auto text = arguments.value ? canonicalJson(*arguments.value) : Result<std::string>(std::string());
        const auto fit = !arguments.value   ? std::optional(false)
                         : !text            ? std::nullopt
                         : declared->schema ? declared->schema->accepts(*text)
                                            : std::optional(true);
        if (!fit)
            return notRun("too_long");
        if (!*fit)
            return turned({.holds = false, .code = "bad_arguments", .detail = call.name});
    }
    return turned({.holds = true});
}

void addName(const QJsonValue& value, Names& names) {
    if (value.isString())
        names.insert(value.toString());
}

void addCallsOf(const QJsonArray& calls, Names& names) {
    for (const QJsonValue& call : calls) {
        addName(call[u"function"][u"name"], names);
        addName(call[u"name"], names);
    }
}

void addBlock(const QJsonValue& block, Names& names) {
    if (block[u"functionCall"].isObject())
        addName(block[u"functionCall"][u"name"], names);
    else if (block[u"function"].isObject())
        addName(block[u"function"][u"name"], names);
    else
        addName(block[u"name"], names);
}

// The shapes in which models of several makers write calls into their text.
void addNames(const QJsonValue& value, Names& names) {
    if (value.isArray()) {
        for (const QJsonValue& block : value.toArray())
            addBlock(block, names);
    } else if (value[u"tool_calls"].isArray()) {
        addCallsOf(value[u"tool_calls"].toArray(), names);
    } else if (value[u"type"].toString() == u"tool_use" && value[u"name"].isString()) {
        addName(value[u"name"], names);
    } else if (value[u"functionCall"].isObject()) {
        addName(value[u"functionCall"][u"name"], names);
    } else {
        for (const QJsonValue& call : value[u"toolCall"][u"functionCalls"].toArray())
            addName(call[u"name"], names);
    }
}

Names namesIn(const std::string& text) {
    Names names;
    const ReadValue whole = readJson(text);
    if (whole.value && whole.value->isString())
        return namesIn(whole.value->toString().toStdString());
    if (whole.value) {
        addNames(*whole.value, names);
        return names;
    }
    for (const QString& line : scriptString(text).split(u'\n')) {
        const QString trimmed = scriptTrimmed(line);
        if (!trimmed.startsWith(u'{') && !trimmed.startsWith(u'['))
            continue;
        if (const auto value = readJson(trimmed.toStdString()).value)
            addNames(*value, names);
    }
    return names;
}

Found callsF1(const Assertion& assertion, const Said& said) {
    const std::vector<QString> list = toolNamesOf(assertion.value);
    const Names expected(list.begin(), list.end());
    Names called;
    for (const models::ToolCall& call : said.called)
        called.insert(scriptString(call.name));
    if (called.empty())
        called = namesIn(said.text);
    const auto both =
        static_cast<double>(std::ranges::count_if(expected, [&](const QString& one) { return called.contains(one); }));
    const double precision = called.empty() ? 0 : both / static_cast<double>(called.size());
    const double recall = both / static_cast<double>(expected.size());
    const double f1 = precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
    return {.holds = f1 >= assertion.threshold.value_or(1),
            .score = f1,
            .code = "other_tools",
            .detail = std::format("{:.3f}", f1)};
}

} // namespace

Found judgeTools(const Assertion& assertion, const Said& said, const answers::ToolCheck* tools) {
    return assertion.kind == AssertionKind::IsValidToolsCall ? validCalls(said, tools) : callsF1(assertion, said);
}

} // namespace signalbox::suites
