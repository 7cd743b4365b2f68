#include "core/shadow/pair_answer.h"

#include <format>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/answers/said_answer.h"
#include "core/base/canonical_json.h"

namespace signalbox::shadow {

using namespace Qt::StringLiterals;
using answers::Said;

namespace {

std::string laidOut(const QJsonValue& value) {
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return document.toJson(QJsonDocument::Indented).toStdString();
}

std::vector<evidence::ToolCall> callsOf(const Said& said) {
    std::vector<evidence::ToolCall> calls;
    for (const answers::SaidCall& call : said.calls) {
        const QByteArray bytes = call.arguments.toUtf8();
        QJsonObject read = QJsonDocument::fromJson(bytes).object();
        if (read.isEmpty() && bytes.trimmed() != "{}" && !bytes.trimmed().isEmpty())
            read = {{u"(not JSON)"_s, call.arguments}};
        calls.push_back({.name = call.name.toStdString(), .arguments = std::move(read)});
    }
    return calls;
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
    result.answer.succeeded = side.outcome == metrics::Outcome::Success && side.status >= 200 && side.status < 300;
    if (!result.answer.succeeded)
        result.answer.failure = failureOf(side);
    const bool events = side.contentType.starts_with("text/event-stream");
    const auto body = events ? Result<QJsonObject>(failure(Errc::Invalid, "stream", {})) : parseJsonObject(side.body);
    const Said said = events ? answers::saidInStream(side.body) : body ? answers::saidIn(*body) : Said{};
    if (!said.known) {
        if (body)
            result.answer.json = withoutFrame(*body);
        result.text = body ? laidOut(*body) : side.body;
        result.answer.text = result.text;
        return result;
    }
    result.answer.toolCalls = callsOf(said);
    result.answer.text = said.text.toStdString();
    const QJsonDocument document = QJsonDocument::fromJson(said.text.toUtf8());
    if (document.isObject())
        result.answer.json = document.object();
    else if (document.isArray())
        result.answer.json = document.array();
    result.text = result.answer.json ? laidOut(*result.answer.json) : result.answer.text;
    return result;
}

std::string readRequest(std::string_view body) {
    const auto object = parseJsonObject(body);
    if (!object)
        return std::string(body);
    const QJsonValue input = object->contains("messages"_L1) ? object->value("messages"_L1)
                             : object->contains("input"_L1)  ? object->value("input"_L1)
                                                             : object->value("prompt"_L1);
    if (input.isString())
        return input.toString().toStdString();
    QString text;
    for (const QJsonValue& message : input.toArray()) {
        if (!text.isEmpty())
            text += u"\n\n"_s;
        const Said said = answers::saidInMessage(message.toObject());
        text += message[u"role"].toString() + u": "_s + (message.isString() ? message.toString() : said.text);
        for (const evidence::ToolCall& call : callsOf(said))
            text += u"\n→ "_s + QString::fromStdString(call.name) + u' ' +
                    QString::fromUtf8(QJsonDocument(call.arguments).toJson(QJsonDocument::Compact));
    }
    return text.isEmpty() ? laidOut(*object) : text.toStdString();
}

} // namespace signalbox::shadow
