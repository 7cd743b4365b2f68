#include "core/protocol/evidence_message.h"

#include "core/protocol/json_parts.h"
#include "core/protocol/reader.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

release::EvidenceView viewOf(const EvidenceMessage& message) {
    release::EvidenceView view{
        .units = message.stepUnits, .minimum = message.stepMinimum, .isWorse = false, .holds = message.holds};
    for (const GuardCard& card : message.guards)
        view.isWorse = view.isWorse || card.explanation.verdict == evidence::Verdict::Worse;
    return view;
}

QJsonObject encode(const EvidenceMessage& message) {
    return {{u"release"_s, text(message.releaseId)},
            {u"action"_s, text(toString(message.action))},
            {u"because"_s, text(message.because)},
            {u"all_clear"_s, message.allClear},
            {u"not_this_version"_s, message.notThisVersion},
            {u"holds"_s, texts(message.holds)},
            {u"step_units"_s, number(message.stepUnits)},
            {u"step_minimum"_s, number(message.stepMinimum)},
            {u"guards"_s, arrayOf(message.guards, [](const GuardCard& card) {
                 QJsonObject object{{u"sentence"_s, text(card.sentence)},
                                    {u"explanation"_s, evidence::explanationToJson(card.explanation)}};
                 if (!card.unpricedModel.empty())
                     object.insert(u"unpriced_model"_s, text(card.unpricedModel));
                 return object;
             })}};
}

Result<EvidenceMessage> evidenceFrom(const QJsonObject& object) {
    std::optional<Error> error;
    Reader from(object, "", error);
    EvidenceMessage message;
    message.releaseId = from.text("release"_L1);
    const auto action = evidence::actionFrom(from.text("action"_L1));
    if (!action)
        from.refuse("action"_L1, "must be none, notify, pause or roll_back");
    message.action = action.value_or(evidence::Action::None);
    message.because = from.textOr("because"_L1);
    message.allClear = from.flag("all_clear"_L1);
    message.notThisVersion = from.flag("not_this_version"_L1);
    message.holds = from.texts("holds"_L1);
    message.stepUnits = from.count("step_units"_L1);
    message.stepMinimum = from.count("step_minimum"_L1);
    message.guards = from.list("guards"_L1, [](Reader& card) {
        return GuardCard{.explanation =
                             card.take("explanation"_L1, evidence::explanationFromJson(card.object("explanation"_L1))),
                         .sentence = card.text("sentence"_L1),
                         .unpricedModel = card.textOr("unpriced_model"_L1)};
    });
    if (error)
        return failure(std::move(*error));
    return message;
}

} // namespace signalbox::protocol
