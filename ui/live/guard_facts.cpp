#include "ui/live/guard_facts.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::live {

namespace {

using evidence::Arm;
using evidence::Explanation;
using evidence::Method;
using evidence::Metric;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::live::GuardFacts)
};

bool isMean(const Explanation& explanation) {
    return explanation.moments.has_value();
}

QString meanText(Metric metric, double mean) {
    switch (metric) {
    case Metric::Cost:
        return usdText(mean);
    case Metric::Latency:
        return secondsText(mean);
    default:
        return QString::number(mean, 'g', 4);
    }
}

QString happenedText(Metric metric) {
    switch (metric) {
    case Metric::Errors:
        return Words::tr("%1 of %2 units failed");
    case Metric::Latency:
        return Words::tr("%1 of %2 units were slow");
    case Metric::Refusals:
        return Words::tr("%1 of %2 units were refused");
    case Metric::ContractViolations:
        return Words::tr("%1 of %2 units broke the output contract");
    case Metric::ToolFailures:
        return Words::tr("%1 of %2 units had a failing tool");
    case Metric::LowQuality:
        return Words::tr("%1 of %2 units were of low quality");
    default:
        return Words::tr("%1 of %2 units had it");
    }
}

QString windowText(const evidence::WindowCounts& window) {
    if (window.from.count() <= 0)
        return Words::tr("since the start");
    return Words::tr("the last %1").arg(durationText(window.to - window.from));
}

ArmFact armFact(const Explanation& explanation, Arm arm) {
    ArmFact fact{.role = arm == Arm::Canary ? traffic::Role::Canary : traffic::Role::Stable, .number = {}, .base = {}};
    if (isMean(explanation)) {
        const evidence::Moments& moments = explanation.moments->of(arm);
        fact.number = moments.count > 0 ? meanText(explanation.guard.metric, moments.mean) : noData();
        fact.base = Words::tr("mean of %1 units").arg(countText(moments.count));
        return fact;
    }
    const evidence::ArmCounts& counts = explanation.arms.of(arm);
    fact.number = counts.units > 0 ? percentText(static_cast<double>(counts.events) / static_cast<double>(counts.units))
                                   : noData();
    fact.base = happenedText(explanation.guard.metric).arg(countText(counts.events), countText(counts.units));
    return fact;
}

// E as it is said: a bet's gain, "12" or "0.4"; nobody needs more digits.
QString gainText(double logEvidence) {
    if (logEvidence > std::log(1e6))
        return Words::tr("over 1,000,000");
    const double gain = std::exp(logEvidence);
    return gain >= 10 ? countText(static_cast<std::uint64_t>(std::llround(gain))) : QString::number(gain, 'g', 2);
}

void addProgress(GuardFacts& facts, const Explanation& explanation) {
    const auto part = [&explanation] {
        return explanation.bound > 0 ? std::clamp(explanation.value / explanation.bound, 0.0, 1.0) : 0.0;
    };
    switch (explanation.method) {
    case Method::Ratio:
    case Method::TwoSided:
    case Method::AfterRelease:
        facts.progress = part();
        facts.progressText =
            Words::tr("evidence E is %1, %2 is enough").arg(gainText(explanation.value), gainText(explanation.bound));
        break;
    case Method::ExactLimit:
        facts.progress = part();
        facts.progressText = Words::tr("certainly above %1, the limit allows %2")
                                 .arg(percentText(explanation.value), percentText(explanation.bound));
        break;
    case Method::MeanLimit:
        facts.progress = part();
        facts.progressText = Words::tr("certainly above %1, the limit is %2")
                                 .arg(meanText(explanation.guard.metric, explanation.value),
                                      meanText(explanation.guard.metric, explanation.bound));
        break;
    case Method::Outage:
        facts.progress = part();
        facts.progressText = Words::tr("%1 units failed in a row, %2 are enough")
                                 .arg(static_cast<int>(explanation.value))
                                 .arg(static_cast<int>(explanation.bound));
        break;
    case Method::MeanSequence: // a difference and its half width: no way with an end
        break;
    }
}

QString testName(Method method) {
    switch (method) {
    case Method::Ratio:
        return Words::tr("relative-risk e-process, first event of each unit");
    case Method::TwoSided:
        return Words::tr("two-sided relative-risk e-process, first event of each unit");
    case Method::MeanSequence:
        return Words::tr("confidence sequence of the difference of means");
    case Method::ExactLimit:
        return Words::tr("exact bound of the share above the limit");
    case Method::MeanLimit:
        return Words::tr("lower confidence bound of the mean");
    case Method::Outage:
        return Words::tr("failed units in a row");
    case Method::AfterRelease:
        return Words::tr("e-process against the frozen baseline");
    }
    return {};
}

QString oneIn(double alpha) {
    return alpha > 0 ? Words::tr("%1 (1 of %2 healthy releases)")
                           .arg(percentText(alpha), countText(static_cast<std::uint64_t>(std::llround(1 / alpha))))
                     : noData();
}

QString limitText(const evidence::Guard& guard) {
    if (!guard.limit)
        return {};
    switch (guard.metric) {
    case Metric::Latency:
        return Words::tr("%1 for %2 of requests").arg(secondsText(*guard.limit), percentText(guard.quantile, 0));
    case Metric::Cost:
        return Words::tr("%1 for a request").arg(usdText(*guard.limit));
    case Metric::Tokens:
    case Metric::ToolCalls:
        return QString::number(*guard.limit, 'g', 6);
    default:
        return Words::tr("%1 of requests").arg(percentText(*guard.limit));
    }
}

QString levelsText(const Explanation& explanation) {
    QStringList parts;
    for (const evidence::LevelCounts& level : explanation.levels)
        if (level.above)
            parts +=
                Words::tr("slower than %1 (stable's %2 before)")
                    .arg(millisecondsText(static_cast<double>(level.above->count()) / 1000), plainLine(level.name, 20));
    return parts.join(u", "_s);
}

void addFacts(GuardFacts& facts, const Explanation& explanation) {
    const auto add = [&facts](const QString& name, const QString& value) {
        if (!value.isEmpty())
            facts.facts.push_back({name, value});
    };
    add(Words::tr("Hard limit"), limitText(explanation.guard));
    add(Words::tr("Counts as slow"), levelsText(explanation));
    const bool open = explanation.verdict != evidence::Verdict::Worse;
    if (open && explanation.unitsToWorse)
        add(Words::tr("To show a large rise"),
            Words::tr("about %1 more units").arg(countText(*explanation.unitsToWorse)));
    if (open && explanation.unitsToClear)
        add(Words::tr("To show that it is safe"),
            Words::tr("about %1 more units").arg(countText(*explanation.unitsToClear)));
    if (explanation.window)
        add(Words::tr("Limit is judged over"), windowText(*explanation.window));
    if (explanation.firstEvent && explanation.lastEvent && explanation.arms.canary.events > 0)
        add(Words::tr("Canary's failures"),
            *explanation.firstEvent == *explanation.lastEvent
                ? timeText(*explanation.firstEvent)
                : Words::tr("first %1, last %2")
                      .arg(timeText(*explanation.firstEvent), timeText(*explanation.lastEvent)));
    add(Words::tr("Chance of a false alarm"), oneIn(explanation.alpha));
    add(Words::tr("Test"), testName(explanation.method));
}

QString actionText(evidence::Action action) {
    switch (action) {
    case evidence::Action::RollBack:
        return Words::tr("rolls back when worse");
    case evidence::Action::StepBack:
        return Words::tr("steps back when worse");
    case evidence::Action::Pause:
        return Words::tr("pauses when worse");
    case evidence::Action::Notify:
        return Words::tr("notifies when worse");
    case evidence::Action::None:
        break;
    }
    return {};
}

} // namespace

QString titleOf(const evidence::Guard& guard) {
    switch (guard.metric) {
    case Metric::Errors:
        return Words::tr("Error rate");
    case Metric::ToolFailures:
        return Words::tr("Tool failures");
    case Metric::Refusals:
        return Words::tr("Refusals");
    case Metric::ContractViolations:
        return Words::tr("Contract violations");
    case Metric::PolicyHits:
        return Words::tr("Policy hits");
    case Metric::LowQuality:
        return Words::tr("Low quality");
    case Metric::Signal:
        return Words::tr("Signal: %1")
            .arg(plainLine(std::string_view(guard.name).substr(guard.name.find(':') + 1), 60));
    case Metric::Latency:
        return Words::tr("Latency");
    case Metric::Cost:
        return Words::tr("Cost");
    case Metric::Tokens:
        return Words::tr("Tokens");
    case Metric::ToolCalls:
        return Words::tr("Tool calls");
    }
    return plainLine(guard.name, 60);
}

GuardFacts guardFacts(const protocol::GuardCard& card) {
    const Explanation& explanation = card.explanation;
    GuardFacts facts{.title = titleOf(explanation.guard),
                     .action = actionText(explanation.guard.action),
                     .verdict = wordsFor(card),
                     .arms = {armFact(explanation, Arm::Canary), armFact(explanation, Arm::Stable)},
                     .progress = {},
                     .progressText = {},
                     .sentence = plainText(card.sentence, 1000),
                     .facts = {},
                     .requests = {}};
    if (explanation.verdict != evidence::Verdict::NoData)
        addProgress(facts, explanation);
    addFacts(facts, explanation);
    for (const std::string& request : explanation.requests)
        facts.requests += plainLine(request, 80);
    return facts;
}

} // namespace signalbox::ui::live
