#include "app/rehearsal/judge_script.h"

#include <algorithm>
#include <array>

#include <QJsonDocument>
#include <QRegularExpression>
#include <QStringList>

#include "core/base/digest.h"

namespace signalbox::rehearsal {

using namespace Qt::StringLiterals;

namespace {

constexpr std::size_t dimensions = 256;

QStringList wordsOf(const QString& text) {
    static const QRegularExpression gap(u"[^\\p{L}\\p{N}]+"_s);
    return text.toLower().split(gap, Qt::SkipEmptyParts);
}

// Each word adds to the place that its hash names, so texts with the same words have the same direction.
QJsonArray vectorOf(const QString& text) {
    std::array<double, dimensions> sums{};
    for (const QString& word : wordsOf(text))
        sums.at(std::hash<Digest>{}(sha256(word.toStdString())) % dimensions) += 1;
    sums.at(0) += 0.001; // an empty text has a direction too
    QJsonArray vector;
    for (const double sum : sums)
        vector.append(sum);
    return vector;
}

} // namespace

std::optional<std::string> verdictOn(const QJsonObject& request) {
    const QJsonArray messages = request["messages"_L1].toArray();
    const QJsonObject material = QJsonDocument::fromJson(messages.last()[u"content"].toString().toUtf8()).object();
    if (messages.size() != 2 || !material.contains("nonce"_L1) || !material.contains("answer_1"_L1))
        return std::nullopt;
    const auto first = static_cast<double>(wordsOf(material["answer_1"_L1].toString()).size());
    const auto second = static_cast<double>(wordsOf(material["answer_2"_L1].toString()).size());
    const bool alike = std::max(first, second) <= std::min(first, second) * 1.2;
    const QJsonObject verdict{{u"nonce"_s, material["nonce"_L1]},
                              {u"verdict"_s, alike            ? u"tie"_s
                                             : first < second ? u"1"_s
                                                              : u"2"_s}};
    return QJsonDocument(verdict).toJson(QJsonDocument::Compact).toStdString();
}

QJsonObject embeddingsFor(const QJsonObject& request) {
    const QJsonValue input = request["input"_L1];
    const QJsonArray texts = input.isArray() ? input.toArray() : QJsonArray{input};
    QJsonArray data;
    qint64 characters = 0;
    for (qsizetype i = 0; i < texts.size(); ++i) {
        characters += texts[i].toString().size();
        data.append(QJsonObject{
            {u"object"_s, u"embedding"_s}, {u"index"_s, i}, {u"embedding"_s, vectorOf(texts[i].toString())}});
    }
    const qint64 tokens = characters / 4 + 1;
    return {{u"object"_s, u"list"_s},
            {u"data"_s, data},
            {u"model"_s, request["model"_L1].toString()},
            {u"usage"_s, QJsonObject{{u"prompt_tokens"_s, tokens}, {u"total_tokens"_s, tokens}}}};
}

} // namespace signalbox::rehearsal
