#include <cmath>

#include "core/evidence/guard_json.h"
#include "core/evidence/guard_set.h"
#include "core/evidence/json_fields.h"

namespace signalbox::evidence {

using namespace Qt::StringLiterals;

namespace {

QJsonObject ratesToJson(const std::map<std::string, double>& rates) {
    QJsonObject object;
    for (const auto& [name, rate] : rates)
        object.insert(textOf(name), numberOf(rate));
    return object;
}

std::map<std::string, double> ratesFrom(const QJsonObject& object, bool& sound) {
    std::map<std::string, double> rates;
    for (auto entry = object.begin(); entry != object.end(); ++entry) {
        const auto rate = readNumber(entry.value());
        sound = sound && rate && *rate >= 0 && std::isfinite(*rate);
        rates.emplace(entry.key().toStdString(), rate.value_or(0));
    }
    return rates;
}

QJsonObject baselineToJson(const Baseline& baseline) {
    QJsonObject object{{u"rates"_s, ratesToJson(baseline.rates)}, {u"tops"_s, ratesToJson(baseline.tops)}};
    if (baseline.latency)
        object.insert(u"latency"_s, QJsonObject{{u"p50_us"_s, static_cast<qint64>(baseline.latency->p50.count())},
                                                {u"p90_us"_s, static_cast<qint64>(baseline.latency->p90.count())},
                                                {u"p99_us"_s, static_cast<qint64>(baseline.latency->p99.count())},
                                                {u"samples"_s, countOf(baseline.latency->samples)}});
    return object;
}

Baseline baselineFrom(FieldReader reader, bool& sound) {
    Baseline baseline;
    baseline.rates = ratesFrom(reader.object("rates"_L1), sound);
    baseline.tops = ratesFrom(reader.object("tops"_L1), sound);
    if (reader.has("latency"_L1)) {
        FieldReader latency(reader.object("latency"_L1), sound);
        const auto microseconds = [&](Key key) {
            return std::chrono::microseconds(static_cast<std::chrono::microseconds::rep>(latency.count(key)));
        };
        baseline.latency = Baseline::Latency{microseconds("p50_us"_L1), microseconds("p90_us"_L1),
                                             microseconds("p99_us"_L1), latency.count("samples"_L1)};
    }
    return baseline;
}

bool isProbability(double value) {
    return value > 0 && value < 1;
}

bool isSound(const GuardSet& set) {
    for (const Guard& guard : set.guards)
        if (!(guard.margin >= 1) || !(guard.clearMargin > 1) || !isProbability(guard.quantile) ||
            (guard.limit && !(*guard.limit > 0)))
            return false;
    return isProbability(set.rollBackAlpha) && set.rollBackAlpha < 0.5 && isProbability(set.pauseAlpha) &&
           set.pauseAlpha < 0.5 && isProbability(set.splitAlpha) && isProbability(set.limitConfidence) &&
           set.promisedRatio > 1 && set.afterMargin >= 1;
}

} // namespace

QJsonObject guardToJson(const Guard& guard) {
    QJsonObject object{{u"name"_s, textOf(guard.name)},
                       {u"metric"_s, textOf(toString(guard.metric))},
                       {u"action"_s, textOf(toString(guard.action))},
                       {u"quantile"_s, numberOf(guard.quantile)},
                       {u"margin"_s, numberOf(guard.margin)},
                       {u"clear_margin"_s, numberOf(guard.clearMargin)}};
    if (guard.limit)
        object.insert(u"limit"_s, numberOf(*guard.limit));
    return object;
}

Guard guardFrom(const QJsonObject& object, bool& sound) {
    FieldReader reader(object, sound);
    Guard guard{.name = reader.text("name"_L1), .limit = reader.numberOr("limit"_L1)};
    const auto metric = metricFrom(reader.text("metric"_L1));
    const auto action = actionFrom(reader.text("action"_L1));
    sound = sound && metric && action;
    guard.metric = metric.value_or(Metric::Errors);
    guard.action = action.value_or(Action::Pause);
    guard.quantile = reader.number("quantile"_L1);
    guard.margin = reader.number("margin"_L1);
    guard.clearMargin = reader.number("clear_margin"_L1);
    return guard;
}

QJsonObject guardSetToJson(const GuardSet& set) {
    QJsonArray guards;
    for (const Guard& guard : set.guards)
        guards.append(guardToJson(guard));
    return {{u"guards"_s, guards},
            {u"baseline"_s, baselineToJson(set.baseline)},
            {u"roll_back_alpha"_s, numberOf(set.rollBackAlpha)},
            {u"pause_alpha"_s, numberOf(set.pauseAlpha)},
            {u"split_alpha"_s, numberOf(set.splitAlpha)},
            {u"limit_confidence"_s, numberOf(set.limitConfidence)},
            {u"least_canary_events"_s, countOf(set.leastCanaryEvents)},
            {u"least_limit_units"_s, countOf(set.leastLimitUnits)},
            {u"promised_ratio"_s, numberOf(set.promisedRatio)},
            {u"quality_bar"_s, numberOf(set.qualityBar)},
            {u"after_margin"_s, numberOf(set.afterMargin)},
            {u"limit_window_ms"_s, timeOf(set.limitWindow)},
            {u"conversation_time_ms"_s, timeOf(set.conversationTime)},
            {u"stale_after_ms"_s, timeOf(set.staleAfter)}};
}

Result<GuardSet> guardSetFromJson(const QJsonObject& object) {
    bool sound = true;
    FieldReader reader(object, sound);
    GuardSet set;
    for (const QJsonValue& value : reader.array("guards"_L1))
        set.guards.push_back(guardFrom(value.toObject(), sound));
    set.baseline = baselineFrom(FieldReader(reader.object("baseline"_L1), sound), sound);
    set.rollBackAlpha = reader.number("roll_back_alpha"_L1);
    set.pauseAlpha = reader.number("pause_alpha"_L1);
    set.splitAlpha = reader.number("split_alpha"_L1);
    set.limitConfidence = reader.number("limit_confidence"_L1);
    set.leastCanaryEvents = reader.count("least_canary_events"_L1);
    set.leastLimitUnits = reader.count("least_limit_units"_L1);
    set.promisedRatio = reader.number("promised_ratio"_L1);
    set.qualityBar = reader.number("quality_bar"_L1);
    set.afterMargin = reader.number("after_margin"_L1);
    set.limitWindow = reader.time("limit_window_ms"_L1);
    set.conversationTime = reader.time("conversation_time_ms"_L1);
    set.staleAfter = reader.time("stale_after_ms"_L1);
    if (!sound || !isSound(set))
        return failure(Errc::Invalid, "bad_guards", "The guardrails cannot be read or hold impossible numbers.",
                       "Check alpha, margins, limits and names.");
    return set;
}

} // namespace signalbox::evidence
