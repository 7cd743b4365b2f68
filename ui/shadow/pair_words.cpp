#include "ui/shadow/pair_words.h"

#include <algorithm>

#include <QCoreApplication>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui::shadow {

using namespace Qt::StringLiterals;
using evidence::Better;
using evidence::PairLayer;

namespace {

struct PairWords {
    Q_DECLARE_TR_FUNCTIONS(PairWords)
};

QString layerText(PairLayer layer) {
    switch (layer) {
    case PairLayer::Success:
        return PairWords::tr("success");
    case PairLayer::Contract:
        return PairWords::tr("contract");
    case PairLayer::Tools:
        return PairWords::tr("tools");
    case PairLayer::Fields:
        return PairWords::tr("fields");
    case PairLayer::Text:
        return PairWords::tr("text");
    case PairLayer::Embeddings:
        return PairWords::tr("embeddings");
    }
    return {};
}

QString betterText(Better better) {
    if (better == Better::Stable)
        return PairWords::tr("Stable's answer is better.");
    if (better == Better::Candidate)
        return PairWords::tr("The candidate's answer is better.");
    return PairWords::tr("Only a person can say which is better.");
}

QString differenceText(const protocol::PairMessage& pair) {
    switch (pair.layer) {
    case PairLayer::Success:
        return pair.better == Better::Undecided || pair.better == Better::Neither
                   ? PairWords::tr("Both failed, in different ways.")
                   : PairWords::tr("Only one of the two succeeded.");
    case PairLayer::Contract:
        return PairWords::tr("Only one of the two keeps the output contract.");
    case PairLayer::Tools:
        return PairWords::tr("They call different tools, or with different arguments.");
    case PairLayer::Fields:
        return PairWords::tr("Fields of the answer differ.");
    case PairLayer::Text:
    case PairLayer::Embeddings:
        return PairWords::tr("The texts differ.");
    }
    return {};
}

QString opinionText(const protocol::PairOpinion& said) {
    if (said.says == "no_verdict")
        return PairWords::tr("no verdict, because %1").arg(plainLine(said.why, 80));
    if (said.says == "stable")
        return PairWords::tr("stable's answer is better, in both orders");
    if (said.says == "candidate")
        return PairWords::tr("the candidate's answer is better, in both orders");
    if (said.says == "tie")
        return said.why == "orders" ? PairWords::tr("a tie, because its two orders disagreed") : PairWords::tr("a tie");
    return PairWords::tr("%1 alike, %2 is enough").arg(percentText(said.likeness, 0), percentText(said.least, 0));
}

} // namespace

QString resultText(const protocol::PairMessage& pair) {
    if (pair.agree)
        return u"= "_s + PairWords::tr("agree");
    if (pair.layer == PairLayer::Success || pair.layer == PairLayer::Contract)
        return u"≠ "_s + layerText(pair.layer);
    return u"≠ "_s + PairWords::tr("%1, %2 alike").arg(layerText(pair.layer), percentText(pair.likeness, 0));
}

QString resultReason(const protocol::PairMessage& pair) {
    if (pair.agree && pair.layer == PairLayer::Embeddings)
        return PairWords::tr("The two answers agree: other words, but much the same by their embeddings.");
    if (pair.agree)
        return PairWords::tr("The two answers agree.");
    const bool asked = std::ranges::any_of(
        pair.said, [](const protocol::PairOpinion& said) { return said.by == "judge" && said.says == "tie"; });
    if (asked && pair.better == Better::Neither)
        return differenceText(pair) + u' ' + PairWords::tr("The judge calls it a tie.");
    return differenceText(pair) + u' ' + betterText(pair.better);
}

QString saidText(const protocol::PairMessage& pair) {
    QStringList parts;
    const bool measured =
        pair.layer == PairLayer::Fields || pair.layer == PairLayer::Text || pair.layer == PairLayer::Tools;
    if (measured)
        parts << PairWords::tr("%1: %2 alike").arg(layerText(pair.layer), percentText(pair.likeness, 0));
    for (const protocol::PairOpinion& said : pair.said)
        parts << (said.by == "judge" ? PairWords::tr("judge: %1") : PairWords::tr("embeddings: %1"))
                     .arg(opinionText(said));
    return parts.join(u"  ·  "_s);
}

QString noiseText(const protocol::PairSummary& summary) {
    if (summary.noiseCompared == 0)
        return PairWords::tr("noise floor: not known yet");
    const double share = static_cast<double>(summary.noiseAgreeing) / static_cast<double>(summary.noiseCompared);
    return PairWords::tr("noise floor: stable agrees with itself in %1 of %2 pairs")
        .arg(percentText(share, 1), countText(summary.noiseCompared));
}

QString askingText(const protocol::AskingMessage& asking) {
    QStringList parts;
    if (asking.embedded > 0)
        parts
            << PairWords::tr("embeddings: %1 pairs, %2 alike").arg(countText(asking.embedded), countText(asking.alike));
    if (asking.judged > 0)
        parts << PairWords::tr(
                     "judge: %1 pairs, %2 for the candidate, %3 for stable, %4 ties (in %5 its two orders disagreed)")
                     .arg(countText(asking.judged), countText(asking.candidate), countText(asking.stable),
                          countText(asking.ties), countText(asking.split));
    if (asking.failed > 0)
        parts << PairWords::tr("%1 without a verdict").arg(countText(asking.failed));
    std::uint64_t skipped = 0;
    for (const auto& [reason, count] : asking.skipped)
        skipped += count;
    if (skipped > 0)
        parts << PairWords::tr("%1 pairs not asked about").arg(countText(skipped));
    if (parts.isEmpty())
        return PairWords::tr("Models: nothing was asked yet");
    parts << (asking.costUnknown ? PairWords::tr("cost not known")
                                 : PairWords::tr("%1 spent").arg(usdText(asking.spentUsd)));
    return PairWords::tr("Models: %1").arg(parts.join(u"  ·  "_s));
}

QString exhaustedText(const protocol::AskingMessage& asking) {
    if (asking.exhausted.empty() || !asking.exhaustedUntil)
        return {};
    return (asking.exhausted == "money"
                ? PairWords::tr("This hour's money for models is spent; they are asked again at %1.")
                : PairWords::tr("This hour's requests to models are used up; they are asked again at %1."))
        .arg(timeOfDayText(*asking.exhaustedUntil));
}

QString verdictText(const std::string& verdict) {
    if (verdict == "better")
        return PairWords::tr("better");
    if (verdict == "same")
        return PairWords::tr("same");
    if (verdict == "worse")
        return PairWords::tr("worse");
    return {};
}

QString outcomeText(const protocol::PairSideMessage& side) {
    if (side.outcome == "success")
        return PairWords::tr("answered");
    if (side.outcome == "timeout")
        return PairWords::tr("timed out");
    if (side.outcome == "upstream_lost")
        return PairWords::tr("no answer");
    if (side.outcome == "not_an_answer")
        return PairWords::tr("not an answer");
    if (side.outcome == "error_in_answer")
        return PairWords::tr("an error in place of an answer");
    if (side.outcome == "cut_stream")
        return PairWords::tr("broke off");
    if (side.outcome == "filtered")
        return PairWords::tr("stopped by a filter");
    if (side.outcome == "empty")
        return PairWords::tr("said nothing");
    if (side.outcome == "unclear")
        return PairWords::tr("not what was asked for");
    if (side.status != 0)
        return PairWords::tr("failed with %1").arg(side.status);
    return plainLine(side.outcome, 40);
}

QString dropReasonText(const std::string& reason) {
    if (reason == "full")
        return PairWords::tr("queue full");
    if (reason == "late")
        return PairWords::tr("too late");
    if (reason == "rate")
        return PairWords::tr("over the rate");
    if (reason == "budget")
        return PairWords::tr("over the budget");
    if (reason == "unavailable")
        return PairWords::tr("version cannot be asked");
    if (reason == "withdrawn")
        return PairWords::tr("shadow ended");
    if (reason == "unreachable")
        return PairWords::tr("provider unreachable");
    if (reason == "behind")
        return PairWords::tr("comparison behind");
    return plainLine(reason, 40);
}

QString droppedText(const protocol::PairSummary& summary) {
    QStringList parts;
    for (const auto& [reason, count] : summary.dropped)
        parts << countText(count) + u' ' + dropReasonText(reason);
    if (summary.failed > 0)
        parts << PairWords::tr("%1 without an answer").arg(countText(summary.failed));
    if (summary.unreadable > 0)
        parts << PairWords::tr("%1 too long to compare").arg(countText(summary.unreadable));
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
