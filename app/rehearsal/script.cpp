#include "app/rehearsal/script.h"

#include <algorithm>
#include <optional>

#include <QJsonDocument>
#include <QRegularExpression>
#include <QStringList>

#include "app/rehearsal/judge_script.h"
#include "core/base/digest.h"

namespace signalbox::rehearsal {

using namespace Qt::StringLiterals;

namespace {

struct Conversation {
    QString system;
    QString user;              // the last message of the user
    bool toolAnswered = false; // the last message is a tool's answer
    qsizetype characters = 0;
};

QString textOf(const QJsonValue& content) {
    if (content.isString())
        return content.toString();
    QString text;
    for (const QJsonValue& part : content.toArray())
        text += part.toObject()["text"_L1].toString();
    return text;
}

Conversation conversationOf(const QJsonObject& request) {
    Conversation conversation;
    for (const QJsonValue& value : request["messages"_L1].toArray()) {
        const QJsonObject message = value.toObject();
        const QString role = message["role"_L1].toString();
        const QString text = textOf(message["content"_L1]);
        conversation.characters += text.size();
        conversation.toolAnswered = role == u"tool";
        if (role == u"system" || role == u"developer")
            conversation.system += text + u'\n';
        else if (role == u"user")
            conversation.user = text;
    }
    return conversation;
}

std::optional<double> numberIn(const QString& text, const QString& pattern) {
    const auto match = QRegularExpression(pattern, QRegularExpression::CaseInsensitiveOption).match(text);
    if (!match.hasMatch())
        return std::nullopt;
    return match.captured(1).replace(u',', u'.').toDouble();
}

bool says(const QString& text, QStringView word) {
    return text.contains(word, Qt::CaseInsensitive);
}

QString json(const QJsonObject& object) {
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

struct Decision {
    QString word;
    QString reply;
    int cents = 0;
    int rule = 1;
};

Decision decide(const Conversation& conversation, double limit) {
    const auto days = numberIn(conversation.user, uR"((\d+)\s+days?\s+ago)"_s);
    const auto amount = numberIn(conversation.user, uR"((\d+(?:[.,]\d{1,2})?)\s*(?:EUR|€|euros?))"_s);
    const auto ceiling = numberIn(conversation.system, uR"(above\s+(\d+)\s*EUR)"_s);
    if (!days || !amount)
        return {u"needs_information"_s, u"Please tell me the order number, when it arrived and what it cost."_s, 0, 1};
    if (ceiling && *amount > *ceiling)
        return {u"handed_over"_s,
                u"A colleague will look at this, because the amount is above %1 EUR."_s.arg(*ceiling)};
    if (*days > limit)
        return {
            u"declined"_s,
            u"The order was delivered %1 days ago; refunds are possible within %2 days of delivery."_s.arg(*days).arg(
                limit)};
    const bool damaged = says(conversation.user, u"damaged") || says(conversation.user, u"broken");
    const bool opened = says(conversation.user, u"opened") && !damaged;
    const double share = opened && says(conversation.system, u"80 %") ? 0.8 : 1.0;
    return {
        u"approved"_s,
        u"You get %1 EUR back, because the order was delivered %2 days ago and refunds are possible within %3 days. "
        u"The bank usually takes 3 to 5 working days."_s.arg(*amount * share, 0, 'f', 2)
            .arg(*days)
            .arg(limit),
        static_cast<int>(*amount * share * 100 + 0.5), damaged ? 3 : (opened ? 5 : 4)};
}

QString refundAnswer(const Conversation& conversation, double limit, bool asJson) {
    const Decision decision = decide(conversation, limit);
    if (!asJson)
        return decision.reply;
    return json({{u"reply"_s, decision.reply},
                 {u"decision"_s, decision.word},
                 {u"amount_cents"_s, decision.cents},
                 {u"rule"_s, decision.rule}});
}

QString summary(const Conversation& conversation, bool asJson, std::uint64_t seed) {
    static const QStringList sentences{u"The customer asked about an order that had not arrived."_s,
                                       u"The carrier had lost the parcel between two depots."_s,
                                       u"Support confirmed the address and opened a search."_s,
                                       u"The customer preferred a replacement to a refund."_s,
                                       u"A replacement was sent by express on the same day."_s,
                                       u"The customer was told the new tracking number."_s,
                                       u"Support promised to write once the parcel is delivered."_s};
    const bool brief = says(conversation.system, u"two sentences") || says(conversation.system, u"concise");
    const qsizetype count = brief ? 2 : 6 + static_cast<qsizetype>(drawn(seed, conversation.user.toStdString(), 0) * 2);
    const QString text = sentences.mid(0, count).join(u' ');
    return asJson ? json({{u"summary"_s, text}, {u"state"_s, u"waiting_for_customer"_s}}) : text;
}

QString routed(const Conversation& conversation, bool asJson) {
    const bool money = says(conversation.user, u"invoice") || says(conversation.user, u"charged");
    const QString agent = money ? u"billing"_s : u"refunds"_s;
    const QString note = conversation.user.left(120);
    return asJson ? json({{u"agent"_s, agent}, {u"note"_s, note}, {u"confidence"_s, 0.9}}) : agent + u": "_s + note;
}

// The tool to verify with, when the prompt asks for it and it was not answered yet.
QString verifyingTool(const QJsonObject& request, const Conversation& conversation) {
    if (conversation.toolAnswered || !says(conversation.system, u"verify"))
        return {};
    for (const QJsonValue& tool : request["tools"_L1].toArray()) {
        const QString name = tool["function"_L1]["name"_L1].toString();
        if (says(name, u"verify"))
            return name;
    }
    return {};
}

QString answerText(const Conversation& conversation, std::uint64_t seed) {
    const QString& system = conversation.system;
    const bool asJson = system.contains(u"JSON");
    const auto limit = numberIn(system, uR"(within\s+(\d+)\s+days)"_s);
    if (limit && says(system, u"refund"))
        return refundAnswer(conversation, *limit, asJson);
    if (says(system, u"summar"))
        return summary(conversation, asJson, seed);
    if (says(system, u"hand_over"))
        return routed(conversation, asJson);
    const QString reply = u"Thank you. I understood: "_s + conversation.user.left(200);
    return asJson ? json({{u"reply"_s, reply}}) : reply;
}

} // namespace

double drawn(std::uint64_t seed, const std::string& text, std::uint64_t counter) {
    const Digest digest = sha256(std::to_string(seed) + ":" + std::to_string(counter) + ":" + text);
    return static_cast<double>(std::hash<Digest>{}(digest) >> 11U) / 9007199254740992.0;
}

Reply replyTo(const QJsonObject& request, std::uint64_t seed) {
    const Conversation conversation = conversationOf(request);
    Reply reply;
    if (auto verdict = verdictOn(request)) {
        reply.text = std::move(*verdict);
        reply.inputTokens = conversation.characters / 4 + 1;
        reply.outputTokens = static_cast<qint64>(reply.text.size()) / 4 + 1;
        return reply;
    }
    // A recorded trace says how long its answers were.
    const int tokens = std::min(request["metadata"_L1]["rehearsal_tokens"_L1].toString().toInt(), 100'000);
    const QString tool = tokens > 0 ? QString() : verifyingTool(request, conversation);
    QString produced;
    if (tool.isEmpty()) {
        produced = answerText(conversation, seed);
        if (tokens > 0)
            produced = QString(produced + u' ').repeated(tokens * 4 / (produced.size() + 1) + 1).first(tokens * 4 - 1);
        reply.text = produced.toStdString();
    } else {
        const auto code = numberIn(conversation.user, uR"(\b(\d{5})\b)"_s);
        const auto order = QRegularExpression(uR"(order\s+#?(\w+))"_s, QRegularExpression::CaseInsensitiveOption)
                               .match(conversation.user);
        produced = json({{u"order_id"_s, order.captured(1)},
                         {u"postal_code"_s, QString::number(static_cast<int>(code.value_or(10115)))}});
        const auto id = sha256(std::to_string(seed) + conversation.user.toStdString()).hex().substr(0, 16);
        reply.toolCalls = {QJsonObject{{u"id"_s, QString(u"call_"_s + QString::fromStdString(id))},
                                       {u"type"_s, u"function"_s},
                                       {u"function"_s, QJsonObject{{u"name"_s, tool}, {u"arguments"_s, produced}}}}};
    }
    reply.inputTokens = conversation.characters / 4 + 1;
    reply.outputTokens = produced.size() / 4 + 1;
    return reply;
}

} // namespace signalbox::rehearsal
