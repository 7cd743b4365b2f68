#include "core/suites/said.h"

#include <format>

#include <QJsonArray>
#include <QJsonDocument>

#include "core/suites/script_value.h"

namespace signalbox::suites {

namespace {

// A text as JSON.stringify writes it.
std::string quoted(const std::string& text) {
    const QJsonArray one{scriptString(text)};
    const QByteArray list = QJsonDocument(one).toJson(QJsonDocument::Compact);
    return list.sliced(1, list.size() - 2).toStdString();
}

} // namespace

std::string outputOf(const Said& said) {
    if (said.calls.empty())
        return said.text;
    std::string calls;
    for (const models::ToolCall& call : said.calls)
        calls += std::format("{}{{\"id\":{},\"type\":\"function\",\"function\":{{\"name\":{},\"arguments\":{}}}}}",
                             calls.empty() ? "" : ",", quoted(call.id), quoted(call.name), quoted(call.arguments));
    if (said.text.empty())
        return "[" + calls + "]";
    return std::format("{{\"role\":\"assistant\",\"content\":{},\"tool_calls\":[{}]}}", quoted(said.text), calls);
}

} // namespace signalbox::suites
