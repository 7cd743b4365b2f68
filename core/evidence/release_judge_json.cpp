#include "core/evidence/json_fields.h"
#include "core/evidence/release_judge_private.h"

namespace signalbox::evidence {

using namespace Qt::StringLiterals;

namespace {

constexpr auto schema = "signalbox.evidence/3"_L1;

QJsonValue digestToJson(const Digest& digest) {
    return digest.isNull() ? QJsonValue() : QJsonValue(textOf(digest.toString()));
}

Digest digestFrom(FieldReader& reader, Key key) {
    if (!reader.has(key))
        return {};
    const auto digest = Digest::parse(reader.text(key));
    if (!digest)
        reader.spoil();
    return digest.value_or(Digest{});
}

std::unexpected<Error> corrupt() {
    return failure(Errc::Corrupt, "bad_evidence", "The stored evidence of the release cannot be read.",
                   "It was written by another version of this program, or changed; a new release starts from nothing.");
}

} // namespace

QJsonObject ReleaseJudge::toJson() const {
    QJsonArray watches;
    QJsonArray latched;
    for (std::size_t i = 0; i < d->watches.size(); ++i) {
        watches.append(d->watches[i]->toJson());
        latched.append(d->latched[i] ? QJsonValue(explanationToJson(*d->latched[i])) : QJsonValue());
    }
    QJsonArray last;
    for (const Arm arm : {Arm::Stable, Arm::Canary})
        last.append(d->last.of(arm) ? timeOf(*d->last.of(arm)) : QJsonValue());
    return {{u"schema"_s, schema},
            {u"candidate"_s, digestToJson(d->opening.candidate)},
            {u"baseline"_s, digestToJson(d->opening.baseline)},
            {u"guards"_s, guardSetToJson(d->opening.guards)},
            {u"watches"_s, watches},
            {u"latched"_s, latched},
            {u"split"_s, d->split.toJson()},
            {u"observing"_s, d->observing},
            {u"units"_s, d->answered.stable.toJson()},
            {u"canary_units"_s, d->answered.canary.toJson()},
            {u"unit_counts"_s, pairToJson(d->unitCounts)},
            {u"arm_counts"_s, pairToJson(d->armCounts)},
            {u"requests"_s, pairToJson(d->requests)},
            {u"last_ms"_s, last},
            {u"elapsed_ms"_s, timeOf(d->elapsed)},
            {u"step_began_ms"_s, timeOf(d->stepBegan)},
            {u"step_seen"_s, d->stepSeen.toJson()},
            {u"step_units"_s, countOf(d->stepUnits)},
            {u"step_need"_s, d->stepNeed ? QJsonValue(countOf(*d->stepNeed)) : QJsonValue()},
            {u"need_weight"_s, d->needWeight.thousandths()},
            {u"weight"_s, d->weight.thousandths()},
            {u"action"_s, textOf(toString(d->action))},
            {u"because"_s, textOf(d->because)},
            {u"revision"_s, countOf(d->revision)}};
}

Result<ReleaseJudge> ReleaseJudge::fromJson(const QJsonObject& object) {
    bool sound = object.value("schema"_L1).toString() == schema;
    FieldReader reader(object, sound);
    auto guards = guardSetFromJson(reader.object("guards"_L1));
    if (!guards || !sound)
        return corrupt();
    const Digest candidate = digestFrom(reader, "candidate"_L1);
    ReleaseJudge judge({candidate, digestFrom(reader, "baseline"_L1), std::move(*guards)});
    Private& d = *judge.d;
    const QJsonArray watches = reader.array("watches"_L1);
    const QJsonArray latched = reader.array("latched"_L1);
    const QJsonArray last = reader.array("last_ms"_L1);
    if (static_cast<std::size_t>(watches.size()) != d.watches.size() || watches.size() != latched.size())
        return corrupt();
    for (std::size_t i = 0; i < d.watches.size(); ++i) {
        const auto at = static_cast<qsizetype>(i);
        d.watches[i]->fromJson(reader.inside(watches.at(at)));
        if (latched.at(at).isNull())
            continue;
        auto explanation = explanationFromJson(latched.at(at).toObject());
        if (!explanation)
            return corrupt();
        d.latched[i] = std::move(*explanation);
    }
    for (const Arm arm : {Arm::Stable, Arm::Canary})
        if (const auto time = readCount(last.at(arm == Arm::Canary ? 1 : 0)))
            d.last.of(arm) = std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(*time));
    d.split.fromJson(reader.inside(reader.object("split"_L1)));
    d.observing = reader.flag("observing"_L1);
    // An older record holds all units in one: none of them is counted anew.
    const QJsonObject canary = reader.object(reader.has("canary_units"_L1) ? "canary_units"_L1 : "units"_L1);
    sound = d.answered.stable.fromJson(reader.object("units"_L1)) && d.answered.canary.fromJson(canary) && sound;
    d.unitCounts = reader.pair("unit_counts"_L1);
    d.armCounts = reader.has("arm_counts"_L1) ? reader.pair("arm_counts"_L1) : d.unitCounts; // an older record
    d.requests = reader.pair("requests"_L1);
    d.elapsed = reader.time("elapsed_ms"_L1);
    d.stepBegan = reader.time("step_began_ms"_L1);
    sound = d.stepSeen.fromJson(reader.object("step_seen"_L1)) && sound;
    d.stepUnits = reader.count("step_units"_L1);
    d.weight = traffic::Weight::thousandths(static_cast<std::uint32_t>(reader.count("weight"_L1)));
    if (reader.has("step_need"_L1)) { // evidence of an older backend has none: it is found again
        d.stepNeed = reader.count("step_need"_L1);
        d.needWeight = traffic::Weight::thousandths(static_cast<std::uint32_t>(reader.count("need_weight"_L1)));
    }
    const auto action = actionFrom(reader.text("action"_L1));
    d.action = action.value_or(Action::None);
    d.because = reader.text("because"_L1);
    d.refresh();
    d.revision = reader.count("revision"_L1);
    if (!sound || !action)
        return corrupt();
    return judge;
}

} // namespace signalbox::evidence
