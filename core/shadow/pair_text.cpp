#include "core/shadow/pair_text.h"

#include <format>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/base/canonical_json.h"
#include "core/models/answer_reader.h"
#include "core/models/conversation.h"

namespace signalbox::shadow {

using namespace Qt::StringLiterals;

namespace {

std::string laidOut(const QJsonValue& value) {
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return document.toJson(QJsonDocument::Indented).toStdString();
}

evidence::ToolCall callOf(const models::ToolCall& call) {
    const QByteArray bytes = QByteArray::fromStdString(call.arguments);
    QJsonObject read = QJsonDocument::fromJson(bytes).object();
    if (read.isEmpty() && bytes.trimmed() != "{}" && !bytes.trimmed().isEmpty())
        read = {{u"(not JSON)"_s, QString::fromStdString(call.arguments)}};
    return {.name = call.name, .arguments = std::move(read)};
}

std::string failureOf(const metrics::PairSide& side) {
    std::string words(toString(side.outcome));
    if (side.status != 0)
        words += std::format(" {}", side.status);
    return words;
}

// What is left of an answer of unknown form when everything that differs each time is taken away.
QJsonObject withoutFrame(QJsonObject body) {
    for (const QLatin1StringView key :
         {"id"_L1, "created"_L1, "created_at"_L1, "model"_L1, "object"_L1, "usage"_L1, "system_fingerprint"_L1})
        body.remove(key);
    return body;
}

} // namespace

ReadAnswer readAnswer(const metrics::PairSide& side) {
    ReadAnswer result;
    result.answer.succeeded = isAnswered(side.outcome) && side.status >= 200 && side.status < 300;
    if (!result.answer.succeeded)
        result.answer.failure = failureOf(side);
    const std::string_view type =
        models::isEventStream(side.contentType) ? std::string_view(side.contentType) : "application/json";
    const models::Answer said = models::readAnswer(side.body, {.status = side.status, .contentType = type});
    if (!said.isKnown) {
        const auto body = parseJsonObject(side.body);
        if (body)
            result.answer.json = withoutFrame(*body);
        result.text = body ? laidOut(*body) : side.body;
        result.answer.text = result.text;
        return result;
    }
    for (const models::ToolCall& call : said.calls)
        result.answer.toolCalls.push_back(callOf(call));
    result.answer.text = said.text;
    const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(said.text));
    if (document.isObject())
        result.answer.json = document.object();
    else if (document.isArray())
        result.answer.json = document.array();
    result.text = result.answer.json ? laidOut(*result.answer.json) : result.answer.text;
    return result;
}

std::string readRequest(std::string_view body) {
    std::string text;
    for (const models::Turn& turn : models::conversationIn(body)) {
        if (!text.empty())
            text += "\n\n";
        text += turn.role.empty() ? turn.text : turn.role + ": " + turn.text;
        for (const models::ToolCall& call : turn.calls) {
            const QJsonDocument arguments(callOf(call).arguments);
            text += "\n→ " + call.name + " " + arguments.toJson(QJsonDocument::Compact).toStdString();
        }
    }
    if (!text.empty())
        return text;
    const auto object = parseJsonObject(body);
    return object ? laidOut(*object) : std::string(body);
}

} // namespace signalbox::shadow
