#include "core/shadow/shadow_case.h"

#include <algorithm>

#include <QJsonArray>

namespace signalbox::shadow {

using namespace Qt::StringLiterals;
using evidence::Better;

namespace {

QJsonValue count(std::uint64_t value) {
    return static_cast<qint64>(value);
}

std::uint64_t countIn(const QJsonObject& object, QLatin1StringView key) {
    return static_cast<std::uint64_t>(std::max<qint64>(0, object.value(key).toInteger()));
}

std::string textIn(const QJsonObject& object, QLatin1StringView key) {
    return object.value(key).toString().toStdString();
}

Better preferenceOf(const std::string& verdict, Better compared) {
    if (verdict.empty())
        return compared;
    return verdict == "better" ? Better::Candidate : verdict == "worse" ? Better::Stable : Better::Neither;
}

} // namespace

void ShadowCase::countVerdict(const std::string& before, const std::string& now, Better compared) {
    const auto counter = [this](const std::string& verdict) -> std::uint64_t& {
        return verdict == "better" ? better : verdict == "worse" ? worse : same;
    };
    if (!before.empty() && counter(before) > 0)
        --counter(before);
    if (!now.empty())
        ++counter(now);
    judge.changePreference(preferenceOf(before, compared), preferenceOf(now, compared));
}

QJsonObject toJson(const ShadowCase& shadow) {
    QJsonArray dropped;
    for (const std::uint64_t drops : shadow.copies.dropped)
        dropped.append(count(drops));
    QJsonObject object{{u"release"_s, QString::fromStdString(shadow.release)},
                       {u"agent"_s, QString::fromStdString(shadow.agent)},
                       {u"candidate"_s, QString::fromStdString(shadow.candidate)},
                       {u"baseline"_s, QString::fromStdString(shadow.baseline)},
                       {u"keeps_content"_s, shadow.keepsContent},
                       {u"sent"_s, count(shadow.copies.sent)},
                       {u"answered"_s, count(shadow.copies.answered)},
                       {u"failed"_s, count(shadow.copies.failed)},
                       {u"dropped"_s, dropped},
                       {u"behind"_s, count(shadow.behind)},
                       {u"unreadable"_s, count(shadow.unreadable)},
                       {u"spent"_s, static_cast<qint64>(shadow.spent)},
                       {u"better"_s, count(shadow.better)},
                       {u"same"_s, count(shadow.same)},
                       {u"worse"_s, count(shadow.worse)},
                       {u"judge"_s, shadow.judge.toJson()}};
    if (shadow.asking)
        object.insert(u"asking"_s, toJson(*shadow.asking));
    return object;
}

Result<ShadowCase> shadowCaseFrom(const QJsonObject& object) {
    auto judge = evidence::PairJudge::fromJson(object.value("judge"_L1).toObject());
    if (!judge)
        return failure(std::move(judge.error()));
    ShadowCase shadow{.release = textIn(object, "release"_L1),
                      .agent = textIn(object, "agent"_L1),
                      .candidate = textIn(object, "candidate"_L1),
                      .baseline = textIn(object, "baseline"_L1),
                      .keepsContent = object.value("keeps_content"_L1).toBool(true),
                      .behind = countIn(object, "behind"_L1),
                      .unreadable = countIn(object, "unreadable"_L1),
                      .spent = static_cast<agents::PicoUsd>(countIn(object, "spent"_L1)),
                      .better = countIn(object, "better"_L1),
                      .same = countIn(object, "same"_L1),
                      .worse = countIn(object, "worse"_L1),
                      .judge = std::move(*judge)};
    shadow.copies.sent = countIn(object, "sent"_L1);
    shadow.copies.answered = countIn(object, "answered"_L1);
    shadow.copies.failed = countIn(object, "failed"_L1);
    if (object.contains("asking"_L1))
        shadow.asking = askingCountsFrom(object.value("asking"_L1).toObject());
    const QJsonArray dropped = object.value("dropped"_L1).toArray();
    for (std::size_t i = 0; i < shadow.copies.dropped.size(); ++i)
        shadow.copies.dropped.at(i) =
            static_cast<std::uint64_t>(std::max<qint64>(0, dropped.at(static_cast<qsizetype>(i)).toInteger()));
    return shadow;
}

protocol::PairSummary summaryOf(const ShadowCase& shadow, bool shadowing, WallTime now) {
    const evidence::PairVerdict verdict = shadow.judge.verdict();
    protocol::PairSummary summary{.release = shadow.release,
                                  .candidate = shadow.candidate,
                                  .baseline = shadow.baseline,
                                  .shadowing = shadowing,
                                  .keepsContent = shadow.keepsContent,
                                  .sent = shadow.copies.sent,
                                  .answered = shadow.copies.answered,
                                  .failed = shadow.copies.failed,
                                  .unreadable = shadow.unreadable,
                                  .compared = verdict.candidate.pairs,
                                  .agreeing = verdict.candidate.agreeing,
                                  .noiseCompared = verdict.noiseFloor.pairs,
                                  .noiseAgreeing = verdict.noiseFloor.agreeing,
                                  .beyondNoise = verdict.differsBeyondNoise,
                                  .verdict = verdict.verdict,
                                  .sentence = sentenceOf(verdict),
                                  .better = shadow.better,
                                  .same = shadow.same,
                                  .worse = shadow.worse,
                                  .spentUsd = static_cast<double>(shadow.spent) / agents::picoPerUsd};
    for (std::size_t i = 0; i < shadow.copies.dropped.size(); ++i)
        if (shadow.copies.dropped.at(i) > 0)
            summary.dropped[std::string(toString(static_cast<metrics::ShadowDrop>(i)))] = shadow.copies.dropped.at(i);
    if (shadow.behind > 0)
        summary.dropped["behind"] = shadow.behind;
    if (shadow.asking)
        summary.asking = messageOf(*shadow.asking, now);
    // The gateway's counts are looked at several times a second, pairs come at once; a pair is proof of its copy.
    summary.sent = std::max({summary.sent, summary.compared, summary.answered + summary.failed});
    return summary;
}

void addCopies(metrics::ShadowCounters& sum, const metrics::ShadowCounters& now,
               const metrics::ShadowCounters& before) {
    const auto grown = [](std::uint64_t later, std::uint64_t earlier) { return later > earlier ? later - earlier : 0; };
    sum.sent += grown(now.sent, before.sent);
    sum.answered += grown(now.answered, before.answered);
    sum.failed += grown(now.failed, before.failed);
    for (std::size_t i = 0; i < sum.dropped.size(); ++i)
        sum.dropped.at(i) += grown(now.dropped.at(i), before.dropped.at(i));
}

} // namespace signalbox::shadow
