#include "core/server/pair_answer.h"

#include <format>
#include <map>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/base/canonical_json.h"
#include "core/gateway/sse.h"

namespace signalbox::server {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostCalls = 512; // of an answer

struct Said {
    QString text;
    std::vector<evidence::ToolCall> calls;
    bool known = false; // its form is one of those that are known
};

std::string laidOut(const QJsonValue& value) {
    const QJsonDocument document = value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
    return document.toJson(QJsonDocument::Indented).toStdString();
}

// Text, or a list of parts with text.
QString textOf(const QJsonValue& content) {
    if (content.isString())
        return content.toString();
    QString text;
    for (const QJsonValue& part : content.toArray())
        text += part[u"text"].toString();
    return text;
}

void addCall(Said& said, const QString& name, const QString& arguments) {
    if (said.calls.size() >= mostCalls)
        return;
    const QByteArray bytes = arguments.toUtf8();
    QJsonObject read = QJsonDocument::fromJson(bytes).object();
    if (read.isEmpty() && bytes.trimmed() != "{}" && !bytes.trimmed().isEmpty())
        read = {{u"(not JSON)"_s, arguments}};
    said.calls.push_back({.name = name.toStdString(), .arguments = std::move(read)});
}

void addMessage(Said& said, const QJsonObject& message) {
    said.text += textOf(message.value("content"_L1)) + message.value("refusal"_L1).toString();
    for (const QJsonValue& call : message.value("tool_calls"_L1).toArray())
        addCall(said, call[u"function"][u"name"].toString(), call[u"function"][u"arguments"].toString());
}

Said saidIn(const QJsonObject& body) {
    Said said;
    for (const QJsonValue& choice : body.value("choices"_L1).toArray()) {
        said.known = true;
        said.text += choice[u"text"].toString();
        addMessage(said, choice[u"message"].toObject());
    }
    for (const QJsonValue& item : body.value("output"_L1).toArray()) {
        said.known = true;
        if (item[u"type"].toString() == u"function_call"_s)
            addCall(said, item[u"name"].toString(), item[u"arguments"].toString());
        else
            said.text += textOf(item[u"content"]);
    }
    return said;
}

// Puts the pieces of a stream together.
class StreamReader {
public:
    Said read(std::string_view body) {
        gateway::SseReader reader([this](const gateway::SseEvent& event) { take(event); });
        reader.feed(body);
        if (m_whole.known)
            return std::move(m_whole);
        for (const auto& [index, call] : m_calls)
            addCall(m_said, call.first, call.second);
        return std::move(m_said);
    }

private:
    void take(const gateway::SseEvent& event) {
        const auto object = parseJsonObject(event.data);
        if (!object)
            return;
        if (object->value("response"_L1).isObject() && object->value("type"_L1).toString() == u"response.completed"_s)
            m_whole = saidIn(object->value("response"_L1).toObject());
        if (object->value("type"_L1).toString() == u"response.output_text.delta"_s) {
            m_said.known = true;
            m_said.text += object->value("delta"_L1).toString();
        }
        for (const QJsonValue& choice : object->value("choices"_L1).toArray()) {
            m_said.known = true;
            const QJsonValue delta = choice[u"delta"];
            m_said.text += choice[u"text"].toString() + textOf(delta[u"content"]) + delta[u"refusal"].toString();
            for (const QJsonValue& call : delta[u"tool_calls"].toArray())
                takeCall(call);
        }
    }

    void takeCall(const QJsonValue& piece) {
        const qint64 index = piece[u"index"].toInteger();
        if (m_calls.size() >= mostCalls && !m_calls.contains(index))
            return;
        auto& [name, arguments] = m_calls[index];
        name += piece[u"function"][u"name"].toString();
        arguments += piece[u"function"][u"arguments"].toString();
    }

    Said m_said;
    Said m_whole;
    std::map<qint64, std::pair<QString, QString>> m_calls;
};

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
    Said said = events ? StreamReader().read(side.body) : body ? saidIn(*body) : Said{};
    if (!said.known) {
        if (body)
            result.answer.json = withoutFrame(*body);
        result.text = body ? laidOut(*body) : side.body;
        result.answer.text = result.text;
        return result;
    }
    result.answer.toolCalls = std::move(said.calls);
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
        Said said;
        addMessage(said, message.toObject());
        text += message[u"role"].toString() + u": "_s + (message.isString() ? message.toString() : said.text);
        for (const evidence::ToolCall& call : said.calls)
            text += u"\n→ "_s + QString::fromStdString(call.name) + u' ' +
                    QString::fromUtf8(QJsonDocument(call.arguments).toJson(QJsonDocument::Compact));
    }
    return text.isEmpty() ? laidOut(*object) : text.toStdString();
}

} // namespace signalbox::server
