#include "ui/live/evidence_words.h"

#include <QCoreApplication>

#include "ui/base/plain_text.h"

namespace signalbox::ui::live {

using namespace Qt::StringLiterals;

namespace {

struct EvidenceWords {
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::live::Evidence)
};

bool isOf(const evidence::Explanation& explanation, const std::string& metric) {
    const std::string& name = explanation.guard.name;
    return name == metric || name.starts_with(metric + "/");
}

struct VerdictWord {
    QString text;
    Standing standing = Standing::Neutral;
};

VerdictWord verdictOf(const evidence::Explanation& explanation, const QString& stable) {
    switch (explanation.verdict) {
    case evidence::Verdict::Worse:
        return {EvidenceWords::tr("▲ worse than %1").arg(stable), Standing::Bad};
    case evidence::Verdict::NotThisVersion:
        return {EvidenceWords::tr("◆ %1 is as bad: not this version").arg(stable), Standing::Doubtful};
    case evidence::Verdict::NoData:
        return {EvidenceWords::tr("not judged yet")};
    case evidence::Verdict::Clear:
        return {EvidenceWords::tr("✓ shown not to be worse than %1").arg(stable), Standing::Good};
    case evidence::Verdict::NotYet:
        break;
    }
    return {evidence::looksWorse(explanation) ? EvidenceWords::tr("looks worse, not proven yet")
                                              : EvidenceWords::tr("no sign of harm so far")};
}

// Above a chart: how far it can tell, and what the guardrail does.
QString lineOf(const evidence::Explanation& explanation, const evidence::ArmNames& names, const QString& verdict) {
    const bool open = explanation.verdict == evidence::Verdict::NotYet;
    const QString said = open ? plainLine(evidence::soFarOf(explanation, names), 160) : verdict;
    const QString deed = plainLine(evidence::deedOf(explanation.guard), 120);
    return deed.isEmpty() ? said : QString(said % u" · "_s % deed);
}

} // namespace

int rankOf(evidence::Verdict verdict) {
    switch (verdict) {
    case evidence::Verdict::Worse:
        return 0;
    case evidence::Verdict::NotThisVersion:
        return 1;
    case evidence::Verdict::NoData:
        return 2;
    case evidence::Verdict::NotYet:
        return 3;
    case evidence::Verdict::Clear:
        return 4;
    }
    return 5;
}

VerdictStatement blindStatement(const QString& model) {
    return {.text = EvidenceWords::tr("▲ blind: no price for %1").arg(model),
            .line = {},
            .sentence = EvidenceWords::tr(
                            "signalbox.yaml has no price for %1, so nothing is known of what its answers cost and this "
                            "guardrail stops nothing. Add the price under models and start the backend again.")
                            .arg(model),
            .standing = Standing::Doubtful};
}

VerdictStatement wordsFor(const protocol::GuardCard& card, const evidence::ArmNames& names) {
    if (!card.unpricedModel.empty() && card.explanation.verdict != evidence::Verdict::Worse)
        return blindStatement(plainLine(card.unpricedModel, 60));
    VerdictWord word = verdictOf(card.explanation, plainLine(names.stable, 60));
    return {.text = word.text,
            .line = lineOf(card.explanation, names, word.text),
            .sentence = plainText(card.sentence, 1000),
            .standing = word.standing};
}

VerdictStatement verdictStatement(const std::optional<protocol::EvidenceMessage>& evidence, const std::string& metric,
                                  const evidence::ArmNames& names) {
    const protocol::GuardCard* worst = nullptr;
    if (evidence)
        for (const protocol::GuardCard& card : evidence->guards)
            if (isOf(card.explanation, metric) &&
                (!worst || rankOf(card.explanation.verdict) < rankOf(worst->explanation.verdict)))
                worst = &card;
    return worst ? wordsFor(*worst, names) : VerdictStatement{};
}

} // namespace signalbox::ui::live
