#include "core/answers/answer_worth.h"

#include <array>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/models/answer_reader.h"

namespace signalbox::answers {

namespace {

struct Read {
    models::Answer said;
    std::optional<QJsonValue> whole; // of an answer that is one JSON value
    std::optional<NotJudged> notJudged;
};

QByteArray bytesOf(std::string_view text) {
    return QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size()));
}

bool isPassedThrough(const metrics::AnswerCopy& copy) {
    return copy.snapshot && copy.snapshot->manifest.runtime == agents::RuntimeKind::Http;
}

QJsonValue valueIn(const QJsonDocument& document) {
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
}

// What an agent that is passed through says is judged as a whole, whatever it is.
void readWhole(Read& read, const std::string& body) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytesOf(body), &error);
    if (error.error == QJsonParseError::NoError)
        read.whole = valueIn(document);
    else if (error.error == QJsonParseError::DeepNesting)
        read.notJudged = NotJudged::TooDeep;
}

Read readCopy(const metrics::AnswerCopy& copy, bool passedThrough) {
    Read read;
    if (copy.isTooLong || copy.isPacked) {
        read.notJudged = copy.isPacked ? NotJudged::Packed : NotJudged::TooLong;
        return read;
    }
    const bool events = models::isEventStream(copy.contentType);
    const std::string_view type =
        events ? std::string_view(copy.contentType) : "application/json"; // whatever it says it is
    read.said = models::readAnswer(copy.body, {.contentType = type});
    if (events && !read.said.isEnded)
        read.notJudged = NotJudged::Cut;
    else if (read.said.extent == models::Extent::TooLong)
        read.notJudged = NotJudged::TooLong;
    else if (read.said.extent == models::Extent::TooDeep)
        read.notJudged = NotJudged::TooDeep;
    else if (passedThrough && !events)
        readWhole(read, copy.body);
    if (!read.notJudged && read.said.choices > 1)
        read.notJudged = NotJudged::Several;
    return read;
}

void checkText(AnswerWorth& worth, const std::string& text, const ContractCheck& contract) {
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(bytesOf(text), &error);
    if (error.error == QJsonParseError::DeepNesting) {
        worth.notJudged = NotJudged::TooDeep;
        return;
    }
    worth.keepsContract = contract.accepts(
        error.error == QJsonParseError::NoError ? valueIn(document) : QJsonValue(QString::fromStdString(text)));
    if (!worth.keepsContract)
        worth.notJudged = NotJudged::Unchecked;
}

void checkContract(AnswerWorth& worth, const Read& read, const metrics::AnswerCopy& copy,
                   const ContractCheck& contract) {
    const bool passedThrough = isPassedThrough(copy);
    if (passedThrough && models::isEventStream(copy.contentType)) {
        worth.notJudged = NotJudged::Unchecked; // its form is the agent's own
    } else if (passedThrough && read.whole) {
        worth.keepsContract = contract.accepts(*read.whole);
        if (!worth.keepsContract)
            worth.notJudged = NotJudged::Unchecked;
    } else if (read.said.isBroken || !read.said.isKnown) {
        worth.keepsContract = false; // no caller can read it either
    } else if (!copy.refused.value_or(false) && (read.said.calls.empty() || !read.said.text.empty())) {
        checkText(worth, read.said.text, contract);
    }
}

void checkCalls(AnswerWorth& worth, const models::Answer& said, const ToolCheck& tools) {
    bool open = false;
    bool failed = false;
    for (const models::ToolCall& call : said.calls) {
        if (!call.isFunction)
            continue;
        const auto good = tools.isGood(call);
        open = open || !good;
        failed = failed || !good.value_or(true);
        if (good.value_or(false) && !call.id.empty())
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
    const Read read = readCopy(copy, isPassedThrough(copy));
    if (read.notJudged) {
        worth.notJudged = read.notJudged;
        return worth;
    }
    if (terms.contract != nullptr)
        checkContract(worth, read, copy, *terms.contract);
    if (terms.tools != nullptr && read.said.isKnown && !read.said.isBroken)
        checkCalls(worth, read.said, *terms.tools);
    else if (terms.tools != nullptr && terms.contract == nullptr)
        worth.notJudged = NotJudged::Unchecked; // nothing in it that could be a call
    return worth;
}

} // namespace signalbox::answers
