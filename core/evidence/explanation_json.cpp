#include "core/evidence/explanation.h"
#include "core/evidence/guard_json.h"
#include "core/evidence/json_fields.h"
#include "core/evidence/limit_window.h"

namespace signalbox::evidence {

using namespace Qt::StringLiterals;

namespace {

QJsonObject armToJson(const ArmCounts& counts) {
    return {{u"units"_s, countOf(counts.units)},
            {u"requests"_s, countOf(counts.requests)},
            {u"events"_s, countOf(counts.events)}};
}

ArmCounts armFrom(FieldReader reader) {
    return {reader.count("units"_L1), reader.count("requests"_L1), reader.count("events"_L1)};
}

QJsonArray levelsToJson(const std::vector<LevelCounts>& levels) {
    QJsonArray array;
    for (const LevelCounts& level : levels) {
        QJsonArray listed;
        for (const double ratio : ratiosOf(level.grid))
            listed.append(ratio);
        QJsonArray stakes; // for those who compute it again elsewhere
        for (const double stake : stakesOf(level.grid, level.promised))
            stakes.append(stake);
        QJsonObject object{{u"name"_s, textOf(level.name)},
                           {u"grid"_s, static_cast<int>(level.grid)},
                           {u"ratios"_s, listed},
                           {u"stakes"_s, stakes},
                           {u"promised"_s, numberOf(level.promised)},
                           {u"weight_canary_stable"_s, countsToJson(level.counts)}};
        if (level.above)
            object.insert(u"above_us"_s, static_cast<qint64>(level.above->count()));
        array.append(object);
    }
    return array;
}

LevelCounts levelFrom(FieldReader reader) {
    LevelCounts level{.name = reader.text("name"_L1), .counts = reader.counts("weight_canary_stable"_L1)};
    const std::uint64_t grid = reader.count("grid"_L1);
    if (grid > static_cast<std::uint64_t>(Grid::CommonEvent))
        reader.spoil();
    else
        level.grid = static_cast<Grid>(grid);
    level.promised = reader.numberOr("promised"_L1).value_or(0); // verdicts before it had even stakes
    if (const auto above = reader.countOr("above_us"_L1))
        level.above = std::chrono::microseconds(static_cast<std::chrono::microseconds::rep>(*above));
    return level;
}

template <class Enum> Enum wordFrom(FieldReader& reader, Key key, Enum last) {
    const std::string text = reader.text(key);
    for (int i = 0; i <= static_cast<int>(last); ++i)
        if (toString(static_cast<Enum>(i)) == text)
            return static_cast<Enum>(i);
    reader.spoil();
    return static_cast<Enum>(0);
}

void insertOptional(QJsonObject& object, const Explanation& explanation) {
    if (explanation.slowerThan)
        object.insert(u"slower_than_us"_s, static_cast<qint64>(explanation.slowerThan->count()));
    if (!explanation.level.empty())
        object.insert(u"level"_s, textOf(explanation.level));
    if (!explanation.failures.empty())
        object.insert(u"failures"_s, failuresToJson(explanation.failures));
    if (explanation.clearValue)
        object.insert(u"clear_value"_s, numberOf(*explanation.clearValue));
    if (explanation.moments)
        object.insert(u"moments_stable_canary"_s, momentsToJson(*explanation.moments));
    if (explanation.window)
        object.insert(u"window"_s, windowToJson(*explanation.window));
    if (explanation.firstEvent)
        object.insert(u"first_event"_s, textOf(toIso(*explanation.firstEvent)));
    if (explanation.lastEvent)
        object.insert(u"last_event"_s, textOf(toIso(*explanation.lastEvent)));
    if (explanation.unitsToWorse)
        object.insert(u"units_to_worse"_s, countOf(*explanation.unitsToWorse));
    if (explanation.unitsToClear)
        object.insert(u"units_to_clear"_s, countOf(*explanation.unitsToClear));
}

// What verdicts of before did not have.
void readOptional(Explanation& explanation, FieldReader& reader) {
    explanation.clearValue = reader.numberOr("clear_value"_L1);
    explanation.firstEvent = reader.wallOr("first_event"_L1);
    explanation.lastEvent = reader.wallOr("last_event"_L1);
    explanation.unitsToWorse = reader.countOr("units_to_worse"_L1);
    explanation.unitsToClear = reader.countOr("units_to_clear"_L1);
    if (reader.has("moments_stable_canary"_L1))
        explanation.moments = reader.moments("moments_stable_canary"_L1);
    if (reader.has("window"_L1))
        explanation.window = windowFrom(reader.inside(reader.object("window"_L1)));
    if (reader.has("level"_L1))
        explanation.level = reader.text("level"_L1);
    if (const auto slower = reader.countOr("slower_than_us"_L1))
        explanation.slowerThan = std::chrono::microseconds(static_cast<std::chrono::microseconds::rep>(*slower));
    if (reader.has("failures"_L1) && !failuresFrom(reader.array("failures"_L1), explanation.failures))
        reader.spoil();
}

} // namespace

QJsonObject explanationToJson(const Explanation& explanation) {
    QJsonArray requests;
    for (const std::string& request : explanation.requests)
        requests.append(textOf(request));
    QJsonArray after;
    for (const BaselineCounts& counts : explanation.after)
        after.append(QJsonObject{{u"name"_s, textOf(counts.name)},
                                 {u"rate"_s, numberOf(counts.rate)},
                                 {u"events"_s, countOf(counts.events)},
                                 {u"units"_s, countOf(counts.units)}});
    QJsonObject object{{u"guard"_s, guardToJson(explanation.guard)},
                       {u"verdict"_s, textOf(toString(explanation.verdict))},
                       {u"method"_s, textOf(toString(explanation.method))},
                       {u"alpha"_s, numberOf(explanation.alpha)},
                       {u"value"_s, numberOf(explanation.value)},
                       {u"bound"_s, numberOf(explanation.bound)},
                       {u"stable"_s, armToJson(explanation.arms.stable)},
                       {u"canary"_s, armToJson(explanation.arms.canary)},
                       {u"levels"_s, levelsToJson(explanation.levels)},
                       {u"after"_s, after},
                       {u"least_units"_s, countOf(explanation.leastUnits)},
                       {u"early_sign"_s, explanation.earlySign},
                       {u"at_ms"_s, timeOf(explanation.at)},
                       {u"requests"_s, requests},
                       {u"reason"_s, textOf(explanation.reason)},
                       {u"sentence"_s, textOf(sentenceOf(explanation))}};
    insertOptional(object, explanation);
    return object;
}

Result<Explanation> explanationFromJson(const QJsonObject& object) {
    bool sound = true;
    FieldReader reader(object, sound);
    Explanation explanation{.guard = guardFrom(reader.object("guard"_L1), sound)};
    explanation.verdict = wordFrom(reader, "verdict"_L1, Verdict::Worse);
    explanation.method = wordFrom(reader, "method"_L1, Method::AfterRelease);
    explanation.alpha = reader.number("alpha"_L1);
    explanation.value = reader.number("value"_L1);
    explanation.bound = reader.number("bound"_L1);
    explanation.arms = {armFrom(reader.inside(reader.object("stable"_L1))),
                        armFrom(reader.inside(reader.object("canary"_L1)))};
    for (const QJsonValue& value : reader.array("levels"_L1))
        explanation.levels.push_back(levelFrom(reader.inside(value)));
    for (const QJsonValue& value : reader.array("after"_L1)) {
        FieldReader each = reader.inside(value);
        explanation.after.push_back(
            {each.text("name"_L1), each.number("rate"_L1), each.count("events"_L1), each.count("units"_L1)});
    }
    explanation.leastUnits = reader.count("least_units"_L1);
    explanation.earlySign = reader.flag("early_sign"_L1);
    explanation.at = reader.time("at_ms"_L1);
    explanation.requests = reader.texts("requests"_L1);
    explanation.reason = reader.text("reason"_L1);
    readOptional(explanation, reader);
    if (!sound)
        return failure(Errc::Corrupt, "bad_evidence", "The explanation of a verdict cannot be read.",
                       "It was written by another version of this program, or changed.");
    return explanation;
}

} // namespace signalbox::evidence
