#include "ui/releases/ramp_words.h"

#include <algorithm>
#include <span>

#include <QCoreApplication>
#include <QStringList>

#include "ui/base/formatting.h"
#include "ui/releases/release_text.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::releases {

namespace {

using evidence::Days;

struct RampWords {
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::releases::Forecast)
};

// "5, 10, 25, 50, 100 %"
QString weightsText(std::span<const release::Step> steps) {
    QStringList weights;
    for (const release::Step& step : steps)
        weights << percentOf(step.weight).remove(u" %"_s);
    return weights.join(u", "_s) + u" %"_s;
}

struct Length {
    Days time{0};
    bool isForecast = true; // false: it takes at least this
};

// Of a step before all requests.
Length lengthOf(const release::Plan& plan, const release::Step& step, const std::optional<StableTraffic>& traffic) {
    Length length{.time = step.minimumTime};
    if (plan.evidence != release::MinimumEvidence::Needed)
        return length;
    const auto wait = traffic ? stepWait(plan, step.weight, *traffic) : std::nullopt;
    length.isForecast = wait && wait->time;
    if (length.isForecast)
        length.time = std::max(length.time, *wait->time);
    return length;
}

// Until the candidate answers everything.
Length lengthOf(const release::Plan& plan, const std::optional<StableTraffic>& traffic) {
    Length length{.time = plan.shadowTime};
    for (const release::Step& step : plan.steps) {
        if (step.weight == traffic::Weight::all())
            continue;
        const Length one = lengthOf(plan, step, traffic);
        length.time += one.time;
        length.isForecast = length.isForecast && one.isForecast;
    }
    return length;
}

QString gatesText(const release::Plan& plan) {
    return plan.gates.size() == 1 ? RampWords::tr("gate %1").arg(plainLine(plan.gates.front(), 30))
                                  : RampWords::tr("%1 gates").arg(plan.gates.size());
}

QString stepTime(const release::Plan& plan, const release::Step& step, const std::optional<StableTraffic>& traffic) {
    const Length length = lengthOf(plan, step, traffic);
    QString text = length.time <= Days(step.minimumTime) ? durationText(step.minimumTime) : aboutText(length.time);
    if (length.time <= Days{0})
        text = length.isForecast ? RampWords::tr("no wait") : RampWords::tr("until enough is seen");
    else if (!length.isForecast)
        text = RampWords::tr("%1 or more").arg(text);
    return step.approval == release::Approval::Needed ? RampWords::tr("%1, approval").arg(text) : text;
}

QString totalTime(const Length& length, bool known) {
    if (length.time <= Days{0})
        return {};
    return length.isForecast && known ? RampWords::tr("after %1").arg(aboutText(length.time))
                                      : RampWords::tr("after %1 or more").arg(lengthText(length.time));
}

QString beginning(const release::Plan& plan) {
    QStringList parts;
    if (!plan.gates.empty())
        parts << (plan.gates.size() == 1 ? RampWords::tr("first its gate %1").arg(plainLine(plan.gates.front(), 60))
                                         : RampWords::tr("first its %1 gates").arg(plan.gates.size()));
    if (plan.shadowTime > std::chrono::milliseconds{0})
        parts << RampWords::tr("copies of %1 for %2, whose answers nobody gets")
                     .arg(percentOf(plan.shadowShare), durationText(plan.shadowTime));
    const std::span steps(plan.steps);
    if (!parts.isEmpty())
        parts << RampWords::tr("then %1").arg(weightsText(steps));
    else if (steps.size() == 1)
        parts << RampWords::tr("%1 now").arg(weightsText(steps));
    else
        parts << RampWords::tr("%1 now, then %2").arg(weightsText(steps.first(1)), weightsText(steps.subspan(1)));
    return parts.join(u", "_s);
}

} // namespace

std::vector<RampPoint> rampPoints(const release::Plan& plan, const std::optional<StableTraffic>& traffic) {
    if (plan.steps.empty())
        return {};
    std::vector<RampPoint> points;
    if (!plan.gates.empty())
        points.push_back({.what = gatesText(plan), .time = {}, .role = traffic::Role::Shadow});
    if (plan.shadowTime > std::chrono::milliseconds{0})
        points.push_back({.what = RampWords::tr("copies of %1").arg(percentOf(plan.shadowShare)),
                          .time = durationText(plan.shadowTime),
                          .role = traffic::Role::Shadow});
    for (const release::Step& step : plan.steps)
        if (step.weight == traffic::Weight::all())
            points.push_back({.what = percentOf(step.weight),
                              .time = totalTime(lengthOf(plan, traffic), traffic.has_value()),
                              .role = traffic::Role::Stable});
        else
            points.push_back({.what = percentOf(step.weight), .time = stepTime(plan, step, traffic)});
    if (plan.observeTime > std::chrono::milliseconds{0})
        points.push_back(
            {.what = RampWords::tr("watched"), .time = durationText(plan.observeTime), .role = traffic::Role::Stable});
    return points;
}

QString planSentence(const release::Plan& plan, const std::optional<StableTraffic>& traffic) {
    if (plan.steps.empty())
        return {};
    QStringList parts{beginning(plan)};
    const Length length = lengthOf(plan, traffic);
    if (length.time > Days{0})
        parts << (length.isForecast && traffic ? RampWords::tr("%1 at today's traffic").arg(aboutText(length.time))
                                               : RampWords::tr("at least %1").arg(lengthText(length.time)));
    if (plan.steps.size() > 1)
        parts << (plan.advance == release::Advance::Manual ? RampWords::tr("you take each step")
                                                           : RampWords::tr("each step is taken by itself"));
    const auto approvals = std::ranges::count(plan.steps, release::Approval::Needed, &release::Step::approval);
    if (approvals > 0)
        parts << (approvals == 1 ? RampWords::tr("one step needs an approval")
                                 : RampWords::tr("%1 steps need an approval").arg(approvals));
    if (plan.observeTime > std::chrono::milliseconds{0})
        parts << RampWords::tr("then watched for %1").arg(durationText(plan.observeTime));
    QString text = parts.join(u"; "_s);
    text[0] = text[0].toUpper();
    return text + u'.';
}

} // namespace signalbox::ui::releases
