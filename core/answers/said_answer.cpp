#include "core/answers/said_answer.h"

#include <map>

#include <QJsonArray>

#include "core/base/canonical_json.h"
#include "core/gateway/sse.h"

namespace signalbox::answers {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t mostCalls = 512; // of an answer

void addCall(Said& said, SaidCall call) {
    if (said.calls.size() < mostCalls)
        said.calls.push_back(std::move(call));
}

void addMessage(Said& said, const QJsonObject& message) {
    said.text += textOfContent(message.value("content"_L1)) + message.value("refusal"_L1).toString();
    for (const QJsonValue& call : message.value("tool_calls"_L1).toArray())
        addCall(said, {.id = call[u"id"].toString(),
                       .name = call[u"function"][u"name"].toString(),
                       .arguments = call[u"function"][u"arguments"].toString(),
                       .isFunction = call[u"function"].isObject()});
}

// Puts the pieces of a stream together.
class StreamReader {
public:
    Said read(std::string_view body) {
        gateway::SseReader reader([this](const gateway::SseEvent& event) { take(event); });
        reader.feed(body);
        m_whole.isBroken = m_whole.isBroken || m_said.isBroken;
        if (m_whole.known)
            return std::move(m_whole);
        m_said.choices = static_cast<int>(m_choices.size());
        for (const auto& [index, call] : m_calls)
            addCall(m_said, call);
        return std::move(m_said);
    }

private:
    void take(const gateway::SseEvent& event) {
        if (event.data.starts_with("[DONE]")) {
            m_said.ended = true;
            return;
        }
        const auto object = parseJsonObject(event.data);
        if (!object) {
            m_said.isBroken = true;
            return;
        }
        const QString type = object->value("type"_L1).toString();
        if (object->value("response"_L1).isObject() &&
            (type == u"response.completed" || type == u"response.incomplete"))
            m_whole = saidIn(object->value("response"_L1).toObject());
        if (type == u"response.output_text.delta") {
            m_said.known = true;
            m_said.text += object->value("delta"_L1).toString();
        }
        for (const QJsonValue& choice : object->value("choices"_L1).toArray())
            takeChoice(choice);
    }

    void takeChoice(const QJsonValue& choice) {
        const qint64 index = choice[u"index"].toInteger();
        m_said.known = true;
        m_said.ended = m_said.ended || choice[u"finish_reason"].isString();
        if (m_choices.size() < mostCalls)
            m_choices[index] = true;
        const QJsonValue delta = choice[u"delta"];
        m_said.text += choice[u"text"].toString() + textOfContent(delta[u"content"]) + delta[u"refusal"].toString();
        for (const QJsonValue& call : delta[u"tool_calls"].toArray())
            takeCall(index, call);
    }

    void takeCall(qint64 choice, const QJsonValue& piece) {
        const std::pair key(choice, piece[u"index"].toInteger());
        const bool begins = !m_calls.contains(key);
        if (begins && m_calls.size() >= mostCalls)
            return;
        SaidCall& call = m_calls[key];
        if (begins)
            call.isFunction = piece[u"function"].isObject() || !piece[u"type"].isString();
        if (call.id.isEmpty())
            call.id = piece[u"id"].toString();
        call.name += piece[u"function"][u"name"].toString();
        call.arguments += piece[u"function"][u"arguments"].toString();
    }

    Said m_said;
    Said m_whole;
    std::map<qint64, bool> m_choices;
    std::map<std::pair<qint64, qint64>, SaidCall> m_calls;
};

} // namespace

QString textOfContent(const QJsonValue& content) {
    if (content.isString())
        return content.toString();
    QString text;
    for (const QJsonValue& part : content.toArray())
        text += part[u"text"].toString();
    return text;
}

Said saidInMessage(const QJsonObject& message) {
    Said said;
    addMessage(said, message);
    return said;
}

Said saidIn(const QJsonObject& body) {
    Said said;
    said.ended = true; // it was read as a whole
    for (const QJsonValue& choice : body.value("choices"_L1).toArray()) {
        said.known = true;
        ++said.choices;
        said.text += choice[u"text"].toString();
        addMessage(said, choice[u"message"].toObject());
    }
    for (const QJsonValue& item : body.value("output"_L1).toArray()) {
        said.known = true;
        said.choices = 1;
        if (item[u"type"].toString() == u"function_call")
            addCall(said, {.id = item[u"call_id"].toString(),
                           .name = item[u"name"].toString(),
                           .arguments = item[u"arguments"].toString()});
        else
            said.text += textOfContent(item[u"content"]);
    }
    return said;
}

Said saidInStream(std::string_view body) {
    return StreamReader().read(body);
}

} // namespace signalbox::answers
