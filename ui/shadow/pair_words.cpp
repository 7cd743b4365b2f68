#include "ui/shadow/pair_words.h"

#include <QCoreApplication>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui::shadow {

using namespace Qt::StringLiterals;
using evidence::Better;
using evidence::PairLayer;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PairWords)
};

QString layerText(PairLayer layer) {
    switch (layer) {
    case PairLayer::Success:
        return Words::tr("success");
    case PairLayer::Contract:
        return Words::tr("contract");
    case PairLayer::Tools:
        return Words::tr("tools");
    case PairLayer::Fields:
        return Words::tr("fields");
    case PairLayer::Text:
        return Words::tr("text");
    }
    return {};
}

QString betterText(Better better) {
    if (better == Better::Stable)
        return Words::tr("Stable's answer is better.");
    if (better == Better::Candidate)
        return Words::tr("The candidate's answer is better.");
    return Words::tr("Only a person can say which is better.");
}

QString differenceText(const protocol::PairMessage& pair) {
    switch (pair.layer) {
    case PairLayer::Success:
        return pair.better == Better::Undecided || pair.better == Better::Neither
                   ? Words::tr("Both failed, in different ways.")
                   : Words::tr("Only one of the two succeeded.");
    case PairLayer::Contract:
        return Words::tr("Only one of the two keeps the output contract.");
    case PairLayer::Tools:
        return Words::tr("They call different tools, or with different arguments.");
    case PairLayer::Fields:
        return Words::tr("Fields of the answer differ.");
    case PairLayer::Text:
        return Words::tr("The texts differ.");
    }
    return {};
}

} // namespace

QString resultText(const protocol::PairMessage& pair) {
    if (pair.agree)
        return u"= "_s + Words::tr("agree");
    if (pair.layer == PairLayer::Success || pair.layer == PairLayer::Contract)
        return u"≠ "_s + layerText(pair.layer);
    return u"≠ "_s + Words::tr("%1, %2 alike").arg(layerText(pair.layer), percentText(pair.likeness, 0));
}

QString resultReason(const protocol::PairMessage& pair) {
    if (pair.agree)
        return Words::tr("The two answers agree.");
    return differenceText(pair) + u' ' + betterText(pair.better);
}

QString verdictText(const std::string& verdict) {
    if (verdict == "better")
        return Words::tr("better");
    if (verdict == "same")
        return Words::tr("same");
    if (verdict == "worse")
        return Words::tr("worse");
    return {};
}

QString outcomeText(const protocol::PairSideMessage& side) {
    if (side.outcome == "success")
        return Words::tr("answered");
    if (side.outcome == "timeout")
        return Words::tr("timed out");
    if (side.outcome == "upstream_lost")
        return Words::tr("no answer");
    if (side.status != 0)
        return Words::tr("failed with %1").arg(side.status);
    return plainLine(side.outcome, 40);
}

QString dropReasonText(const std::string& reason) {
    if (reason == "full")
        return Words::tr("queue full");
    if (reason == "late")
        return Words::tr("too late");
    if (reason == "rate")
        return Words::tr("over the rate");
    if (reason == "budget")
        return Words::tr("over the budget");
    if (reason == "unavailable")
        return Words::tr("version cannot be asked");
    if (reason == "withdrawn")
        return Words::tr("shadow ended");
    if (reason == "behind")
        return Words::tr("comparison behind");
    return plainLine(reason, 40);
}

QString droppedText(const protocol::PairSummary& summary) {
    QStringList parts;
    for (const auto& [reason, count] : summary.dropped)
        parts << countText(count) + u' ' + dropReasonText(reason);
    if (summary.failed > 0)
        parts << Words::tr("%1 without an answer").arg(countText(summary.failed));
    if (summary.unreadable > 0)
        parts << Words::tr("%1 too long to compare").arg(countText(summary.unreadable));
    return parts.join(u", "_s);
}

std::string answerText(const protocol::PairSideMessage& side) {
    std::string text = side.text.value_or(std::string());
    if (text.empty() && side.calls.empty())
        text = side.body.value_or(std::string());
    for (const protocol::PairCall& call : side.calls) {
        if (!text.empty() && !text.ends_with('\n'))
            text += '\n';
        text += "→ " + call.name + " " + call.arguments + "\n";
    }
    return text;
}

bool isJson(const protocol::PairSideMessage& side) {
    return side.text && (side.text->starts_with("{\n") || side.text->starts_with("[\n"));
}

} // namespace signalbox::ui::shadow
