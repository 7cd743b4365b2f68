#include "core/answers/answer_worth.h"

#include <array>

#include <QJsonDocument>

#include "core/answers/said_answer.h"

namespace signalbox::answers {

namespace {

struct Read {
    Said said;
    std::optional<QJsonValue> whole; // of an answer that is one JSON value
    std::optional<NotJudged> notJudged;
};

QByteArray bytesOf(std::string_view text) {
    return QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
}

QJsonValue valueIn(const QJsonDocument& document) {
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

Read readCopy(const metrics::AnswerCopy& copy) {
    Read read;
    if (copy.isTooLong || copy.isPacked) {
        read.notJudged = copy.isPacked ? NotJudged::Packed : NotJudged::TooLong;
        return read;
    }
    if (copy.contentType.starts_with("text/event-stream")) {
        read.said = saidInStream(copy.body);
        if (!read.said.ended)
            read.notJudged = NotJudged::Cut;
    } else {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(bytesOf(copy.body), &error);
        if (error.error == QJsonParseError::DeepNesting)
            read.notJudged = NotJudged::TooDeep;
        read.said.isBroken = error.error != QJsonParseError::NoError;
        if (!read.said.isBroken)
            read.whole = valueIn(document);
        if (document.isObject())
            read.said = saidIn(document.object());
    }
    if (!read.notJudged && read.said.choices > 1)
        read.notJudged = NotJudged::Several;
    return read;
}

void checkText(AnswerWorth& worth, const QString& text, const ContractCheck& contract) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text.toUtf8(), &error);
    if (error.error == QJsonParseError::DeepNesting) {
        worth.notJudged = NotJudged::TooDeep;
        return;
    }
    worth.keepsContract =
        contract.accepts(error.error == QJsonParseError::NoError ? valueIn(document) : QJsonValue(text));
    if (!worth.keepsContract)
        worth.notJudged = NotJudged::Unchecked;
}

void checkContract(AnswerWorth& worth, const Read& read, const metrics::AnswerCopy& copy,
                   const ContractCheck& contract) {
    const bool passedThrough = copy.snapshot->manifest.runtime == agents::RuntimeKind::Http;
    if (passedThrough && copy.contentType.starts_with("text/event-stream")) {
        worth.notJudged = NotJudged::Unchecked; // its form is the agent's own
    } else if (passedThrough && read.whole) {
        worth.keepsContract = contract.accepts(*read.whole);
        if (!worth.keepsContract)
            worth.notJudged = NotJudged::Unchecked;
    } else if (read.said.isBroken || !read.said.known) {
        worth.keepsContract = false; // no caller can read it either
    } else if (!copy.refused.value_or(false) && (read.said.calls.empty() || !read.said.text.isEmpty())) {
        checkText(worth, read.said.text, contract);
    }
}

void checkCalls(AnswerWorth& worth, const Said& said, const ToolCheck& tools) {
    bool open = false;
    bool failed = false;
    for (const SaidCall& call : said.calls) {
        if (!call.isFunction)
            continue;
        const auto good = tools.isGood(call);
        open = open || !good;
        failed = failed || !good.value_or(true);
        if (good.value_or(false) && !call.id.isEmpty())
            worth.calls.push_back(call.id);
    }
    if (failed || !open)
        worth.toolFailure = failed;
    else
        worth.notJudged = NotJudged::Unchecked;
}

} // namespace

std::string_view toString(NotJudged reason) {
    static constexpr std::array<std::string_view, notJudgedKinds> words{"behind", "too_long", "too_deep", "packed",
                                                                        "cut",    "several",  "unchecked"};
    return words.at(static_cast<std::size_t>(reason));
}

AnswerWorth worthOf(const metrics::AnswerCopy& copy, const WorthTerms& terms) {
    AnswerWorth worth;
    if (terms.contract == nullptr && terms.tools == nullptr)
        return worth;
    const Read read = readCopy(copy);
    if (read.notJudged) {
        worth.notJudged = read.notJudged;
        return worth;
    }
    if (terms.contract != nullptr)
        checkContract(worth, read, copy, *terms.contract);
    if (terms.tools != nullptr && read.said.known && !read.said.isBroken)
        checkCalls(worth, read.said, *terms.tools);
    else if (terms.tools != nullptr && terms.contract == nullptr)
        worth.notJudged = NotJudged::Unchecked; // nothing in it that could be a call
    return worth;
}

} // namespace signalbox::answers
