#include "core/protocol/drill_message.h"

#include <algorithm>

#include "core/protocol/decode.h"
#include "core/protocol/json_parts.h"
#include "core/protocol/reader.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

namespace {

using release::Drill;
using release::DrillCounts;
using release::DrillFigures;
using release::DrillOrder;

constexpr std::uint64_t mostMilliseconds = 366ULL * 24 * 3600 * 1000;

QJsonValue milliseconds(std::chrono::milliseconds time) {
    return QJsonValue(static_cast<qint64>(time.count()));
}

void insert(QJsonObject& object, const QString& key, const std::optional<double>& value) {
    if (value)
        object.insert(key, *value);
}

QJsonObject encode(const DrillOrder& order) {
    QJsonObject object{{u"agent"_s, text(order.agent)},
                       {u"kind"_s, text(release::toString(order.kind))},
                       {u"share"_s, order.share},
                       {u"per_second"_s, order.perSecond},
                       {u"limit_ms"_s, milliseconds(order.limit)},
                       {u"delay_ms"_s, milliseconds(order.delay)}};
    if (order.weight)
        object.insert(u"weight"_s, order.weight->thousandths());
    return object;
}

QJsonObject encode(const DrillCounts& counts) {
    return {{u"requests"_s, number(counts.requests)},
            {u"candidate"_s, number(counts.candidate)},
            {u"bad"_s, number(counts.bad)}};
}

QJsonObject encode(const DrillFigures& figures) {
    QJsonObject object{{u"guard"_s, text(figures.guard)},
                       {u"sentence"_s, text(figures.sentence)},
                       {u"until_detected"_s, encode(figures.untilDetected)},
                       {u"late"_s, number(figures.late)}};
    insert(object, u"detect_s"_s, figures.detectSeconds);
    insert(object, u"detect_from_ramp_s"_s, figures.detectFromRampSeconds);
    insert(object, u"switch_ms"_s, figures.switchMs);
    insert(object, u"last_bad_ms"_s, figures.lastBadMs);
    return object;
}

std::chrono::milliseconds timeIn(Reader& from, QLatin1StringView key, std::chrono::milliseconds otherwise) {
    const auto found = from.countOr(key);
    if (found && *found > mostMilliseconds)
        from.refuse(key, "is too long a time");
    return found ? std::chrono::milliseconds(std::min(*found, mostMilliseconds)) : otherwise;
}

// The enum that a word stands for.
template <class Enum>
Enum wordIn(Reader& from, QLatin1StringView key, std::optional<Enum> (*find)(std::string_view), Enum otherwise) {
    const auto found = find(from.text(key));
    if (!found)
        from.refuse(key, "is a word that is not known here");
    return found.value_or(otherwise);
}

DrillOrder orderIn(Reader& from) {
    DrillOrder order;
    order.agent = from.textOr("agent"_L1);
    if (from.has("kind"_L1))
        order.kind = wordIn(from, "kind"_L1, &release::drillKindFrom, order.kind);
    order.share = from.numberOr("share"_L1).value_or(order.share);
    order.perSecond = from.numberOr("per_second"_L1).value_or(order.perSecond);
    order.limit = timeIn(from, "limit_ms"_L1, order.limit);
    order.delay = timeIn(from, "delay_ms"_L1, order.delay);
    if (from.has("weight"_L1))
        order.weight = from.weight("weight"_L1);
    return order;
}

DrillCounts countsIn(Reader from) {
    return {
        .requests = from.count("requests"_L1), .candidate = from.count("candidate"_L1), .bad = from.count("bad"_L1)};
}

DrillFigures figuresIn(Reader from) {
    return {.guard = from.textOr("guard"_L1),
            .sentence = from.textOr("sentence"_L1),
            .detectSeconds = from.numberOr("detect_s"_L1),
            .detectFromRampSeconds = from.numberOr("detect_from_ramp_s"_L1),
            .untilDetected = countsIn(from.inside("until_detected"_L1)),
            .switchMs = from.numberOr("switch_ms"_L1),
            .lastBadMs = from.numberOr("last_bad_ms"_L1),
            .late = from.count("late"_L1)};
}

release::Guardrail guardrailIn(Reader& from) {
    release::Guardrail guardrail{.metric = from.text("metric"_L1), .limit = from.number("limit"_L1)};
    guardrail.action = wordIn(from, "action"_L1, &release::guardActionFrom, guardrail.action);
    return guardrail;
}

Drill drillIn(Reader& from) {
    Drill drill;
    drill.id = from.text("id"_L1);
    Reader order = from.inside("order"_L1);
    drill.order = orderIn(order);
    drill.actor = from.text("actor"_L1);
    drill.reason = from.text("reason"_L1);
    drill.started = from.time("started"_L1);
    drill.ended = from.timeOr("ended"_L1);
    drill.outcome = wordIn(from, "outcome"_L1, &release::drillOutcomeFrom, release::DrillOutcome::Failed);
    drill.phase = wordIn(from, "phase"_L1, &release::drillPhaseFrom, release::DrillPhase::Over);
    drill.weight = from.weight("weight"_L1);
    drill.guardrails = from.list("guardrails"_L1, guardrailIn);
    drill.inPhase = from.duration("in_phase_ms"_L1);
    drill.counts = countsIn(from.inside("counts"_L1));
    drill.figures = figuresIn(from.inside("figures"_L1));
    drill.problem = from.text("problem"_L1);
    return drill;
}

} // namespace

QJsonObject encode(const Drill& drill) {
    QJsonObject object{{u"id"_s, text(drill.id)},
                       {u"order"_s, encode(drill.order)},
                       {u"actor"_s, text(drill.actor)},
                       {u"reason"_s, text(drill.reason)},
                       {u"started"_s, isoText(drill.started)},
                       {u"outcome"_s, text(release::toString(drill.outcome))},
                       {u"phase"_s, text(release::toString(drill.phase))},
                       {u"weight"_s, drill.weight.thousandths()},
                       {u"guardrails"_s,
                        arrayOf(drill.guardrails,
                                [](const release::Guardrail& guardrail) {
                                    return QJsonObject{{u"metric"_s, text(guardrail.metric)},
                                                       {u"limit"_s, guardrail.limit},
                                                       {u"action"_s, text(release::guardActionWord(guardrail.action))}};
                                })},
                       {u"in_phase_ms"_s, milliseconds(drill.inPhase)},
                       {u"counts"_s, encode(drill.counts)},
                       {u"figures"_s, encode(drill.figures)},
                       {u"problem"_s, text(drill.problem)}};
    if (drill.ended)
        object.insert(u"ended"_s, isoText(*drill.ended));
    return object;
}

QJsonObject encode(const DrillMessage& message) {
    QJsonObject object = encode(message.order);
    object.insert(u"reason"_s, text(message.reason));
    return object;
}

QJsonObject encode(const DrillList& list) {
    return {{u"drills"_s, arrayOf(list.drills, [](const Drill& drill) { return encode(drill); })}};
}

Result<Drill> drillFrom(const QJsonObject& object) {
    return readMessage(object, drillIn);
}

Result<DrillMessage> drillMessageFrom(const QJsonObject& object) {
    return readRequest(object, [](Reader& from) { return DrillMessage{orderIn(from), from.textOr("reason"_L1)}; });
}

Result<DrillList> drillsFrom(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) { return DrillList{from.list("drills"_L1, drillIn)}; });
}

template <> Result<Drill> decode(const QJsonObject& object) {
    return drillFrom(object);
}

template <> Result<DrillMessage> decode(const QJsonObject& object) {
    return drillMessageFrom(object);
}

template <> Result<DrillList> decode(const QJsonObject& object) {
    return drillsFrom(object);
}

} // namespace signalbox::protocol
