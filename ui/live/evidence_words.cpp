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

VerdictStatement verdictOf(const evidence::Explanation& explanation) {
    switch (explanation.verdict) {
    case evidence::Verdict::Worse:
        return {.text = EvidenceWords::tr("▲ worse than stable"), .sentence = {}, .standing = Standing::Bad};
    case evidence::Verdict::NotThisVersion:
        return {.text = EvidenceWords::tr("◆ stable is as bad: not this version"),
                .sentence = {},
                .standing = Standing::Doubtful};
    case evidence::Verdict::NoData:
        return {.text = EvidenceWords::tr("not judged yet"), .sentence = {}, .standing = Standing::Neutral};
    case evidence::Verdict::Clear:
        return {.text = EvidenceWords::tr("✓ shown not worse than %1× stable").arg(explanation.guard.clearMargin),
                .sentence = {},
                .standing = Standing::Good};
    case evidence::Verdict::NotYet:
        break;
    }
    return {.text = EvidenceWords::tr("no sign yet"), .sentence = {}, .standing = Standing::Neutral};
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
            .sentence = EvidenceWords::tr(
                            "signalbox.yaml has no price for %1, so nothing is known of what its answers cost and this "
                            "guardrail stops nothing. Add the price under models and start the backend again.")
                            .arg(model),
            .standing = Standing::Doubtful};
}

VerdictStatement wordsFor(const protocol::GuardCard& card) {
    VerdictStatement statement = verdictOf(card.explanation);
    statement.sentence = plainText(card.sentence, 1000);
    if (!card.unpricedModel.empty() && card.explanation.verdict != evidence::Verdict::Worse)
        return blindStatement(plainLine(card.unpricedModel, 60));
    return statement;
}

VerdictStatement verdictStatement(const std::optional<protocol::EvidenceMessage>& evidence, const std::string& metric) {
    const protocol::GuardCard* worst = nullptr;
    if (evidence)
        for (const protocol::GuardCard& card : evidence->guards)
            if (isOf(card.explanation, metric) &&
                (!worst || rankOf(card.explanation.verdict) < rankOf(worst->explanation.verdict)))
                worst = &card;
    return worst ? wordsFor(*worst) : VerdictStatement{};
}

} // namespace signalbox::ui::live
