#include "ui/live/guard_facts.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

#include "ui/base/formatting.h"
#include "ui/base/guard_words.h"
#include "ui/base/plain_text.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::live {

namespace {

using evidence::Arm;
using evidence::Explanation;
using evidence::Method;

struct GuardFactsWords {
    Q_DECLARE_TR_FUNCTIONS(signalbox::ui::live::GuardFacts)
};

bool isMean(const Explanation& explanation) {
    return explanation.moments.has_value();
}

QString meanText(evidence::Metric metric, double mean) {
    switch (metric) {
    case evidence::Metric::Cost:
        return usdText(mean);
    case evidence::Metric::Latency:
        return secondsText(mean);
    default:
        return QString::number(mean, 'g', 4);
    }
}

QString happenedText(const Explanation& explanation) {
    switch (explanation.guard.metric) {
    case evidence::Metric::Errors:
        return GuardFactsWords::tr("%1 of %2 conversations failed");
    case evidence::Metric::Latency:
        return GuardFactsWords::tr("%1 of %2 conversations"); // slower than what, the sentence says
    case evidence::Metric::Refusals:
        return GuardFactsWords::tr("%1 of %2 conversations were refused");
    case evidence::Metric::ContractViolations:
        return GuardFactsWords::tr("%1 of %2 conversations broke the output contract");
    case evidence::Metric::ToolFailures:
        return GuardFactsWords::tr("%1 of %2 conversations had a failing tool");
    case evidence::Metric::LowQuality:
        return GuardFactsWords::tr("%1 of %2 conversations were of low quality");
    default:
        return GuardFactsWords::tr("%1 of %2 conversations had it");
    }
}

QString windowText(const evidence::WindowCounts& window) {
    if (window.from.count() <= 0)
        return GuardFactsWords::tr("since the start");
    return GuardFactsWords::tr("the last %1").arg(durationText(window.to - window.from));
}

ArmFact armFact(const Explanation& explanation, Arm arm) {
    ArmFact fact{.role = arm == Arm::Canary ? traffic::Role::Canary : traffic::Role::Stable, .number = {}, .base = {}};
    if (isMean(explanation)) {
        const evidence::Moments& moments = explanation.moments->of(arm);
        fact.number = moments.count > 0 ? meanText(explanation.guard.metric, moments.mean) : noData();
        fact.base = GuardFactsWords::tr("per conversation, mean of %1").arg(countText(moments.count));
        return fact;
    }
    const evidence::ArmCounts& counts = explanation.arms.of(arm);
    fact.number = counts.units > 0 ? percentText(static_cast<double>(counts.events) / static_cast<double>(counts.units))
                                   : noData();
    fact.base = happenedText(explanation).arg(countText(counts.events), countText(counts.units));
    return fact;
}

// E as it is said: a bet's gain, "12" or "0.4"; nobody needs more digits.
QString gainText(double logEvidence) {
    if (logEvidence > std::log(1e6))
        return GuardFactsWords::tr("over 1,000,000");
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
        facts.progressText = GuardFactsWords::tr("evidence E is %1, %2 is enough")
                                 .arg(gainText(explanation.value), gainText(explanation.bound));
        break;
    case Method::ExactLimit:
        facts.progress = part();
        facts.progressText = GuardFactsWords::tr("certainly above %1, the limit allows %2")
                                 .arg(percentText(explanation.value), percentText(explanation.bound));
        break;
    case Method::MeanLimit:
        facts.progress = part();
        facts.progressText = GuardFactsWords::tr("certainly above %1 per request, the limit is %2")
                                 .arg(meanText(explanation.guard.metric, explanation.value),
                                      meanText(explanation.guard.metric, explanation.bound));
        break;
    case Method::Outage:
        facts.progress = part();
        facts.progressText = GuardFactsWords::tr("%1 conversations failed in a row, %2 are enough")
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
        return GuardFactsWords::tr("relative-risk e-process, first event of each conversation");
    case Method::TwoSided:
        return GuardFactsWords::tr("two-sided relative-risk e-process, first event of each conversation");
    case Method::MeanSequence:
        return GuardFactsWords::tr("confidence sequence of the difference of means");
    case Method::ExactLimit:
        return GuardFactsWords::tr("exact bound of the share above the limit");
    case Method::MeanLimit:
        return GuardFactsWords::tr("lower confidence bound of the mean");
    case Method::Outage:
        return GuardFactsWords::tr("failed conversations in a row");
    case Method::AfterRelease:
        return GuardFactsWords::tr("e-process against the frozen baseline");
    }
    return {};
}

QString oneIn(double alpha) {
    return alpha > 0 ? GuardFactsWords::tr("%1 (1 of %2 healthy releases)")
                           .arg(percentText(alpha), countText(static_cast<std::uint64_t>(std::llround(1 / alpha))))
                     : noData();
}

QString limitText(const evidence::Guard& guard) {
    if (!guard.limit)
        return {};
    switch (guard.metric) {
    case evidence::Metric::Latency:
        return GuardFactsWords::tr("%1 for %2 of requests")
            .arg(secondsText(*guard.limit), percentText(guard.quantile, 0));
    case evidence::Metric::Cost:
        return GuardFactsWords::tr("%1 per request").arg(usdText(*guard.limit));
    case evidence::Metric::Tokens:
    case evidence::Metric::ToolCalls:
        return QString::number(*guard.limit, 'g', 6);
    default:
        return GuardFactsWords::tr("%1 of requests").arg(percentText(*guard.limit));
    }
}

QString levelsText(const Explanation& explanation) {
    QStringList parts;
    for (const evidence::LevelCounts& level : explanation.levels)
        if (level.above)
            parts +=
                GuardFactsWords::tr("slower than %1 (stable's %2 before)")
                    .arg(millisecondsText(static_cast<double>(level.above->count()) / 1000), plainLine(level.name, 20));
    return parts.join(u", "_s);
}

// "37 of 41 failures: 404 model_not_found", then the others, then what stable fails of.
QString failuresText(const Explanation& explanation) {
    constexpr std::size_t mostShown = 4; // of an arm
    const auto named = [&](Arm arm, std::size_t from) {
        QStringList parts;
        std::vector<const evidence::FailureClass*> order;
        for (const evidence::FailureClass& each : explanation.failures)
            if (each.units.of(arm) > 0)
                order.push_back(&each);
        std::ranges::stable_sort(order, std::ranges::greater(),
                                 [arm](const auto* each) { return each->units.of(arm); });
        for (std::size_t i = from; i < std::min(order.size(), mostShown); ++i)
            parts += u"%1 × %2"_s.arg(countText(order[i]->units.of(arm)), plainLine(order[i]->name, 80));
        return parts.join(u" · "_s);
    };
    QStringList lines;
    const QString most = plainLine(evidence::mostlyBecause(explanation.failures), 160);
    const QString others = named(Arm::Canary, 1);
    if (!most.isEmpty())
        lines += others.isEmpty() ? most : QString(most % u" · "_s % others);
    if (const QString stable = named(Arm::Stable, 0); !stable.isEmpty())
        lines += GuardFactsWords::tr("stable: %1").arg(stable);
    return lines.join(u'\n');
}

void add(std::vector<Fact>& facts, const QString& name, const QString& value) {
    if (!value.isEmpty())
        facts.push_back({name, value});
}

void addFacts(GuardFacts& facts, const Explanation& explanation) {
    add(facts.facts, GuardFactsWords::tr("Why they failed"), failuresText(explanation));
    if (explanation.firstEvent && explanation.lastEvent && explanation.arms.canary.events > 0)
        add(facts.facts, GuardFactsWords::tr("Canary's failures"),
            *explanation.firstEvent == *explanation.lastEvent
                ? timeText(*explanation.firstEvent)
                : GuardFactsWords::tr("first %1, last %2")
                      .arg(timeText(*explanation.firstEvent), timeText(*explanation.lastEvent)));
}

// What stands behind "Why?": how it is judged.
void addReasons(GuardFacts& facts, const Explanation& explanation) {
    if (explanation.verdict == evidence::Verdict::Worse)
        add(facts.why, GuardFactsWords::tr("Why that is enough"), plainLine(evidence::proofOf(explanation), 400));
    add(facts.why, GuardFactsWords::tr("Hard limit"), limitText(explanation.guard));
    add(facts.why, GuardFactsWords::tr("Counts as slow"), levelsText(explanation));
    const bool open = explanation.verdict != evidence::Verdict::Worse;
    if (open && explanation.unitsToWorse)
        add(facts.why, GuardFactsWords::tr("To show a large rise"),
            GuardFactsWords::tr("about %1 more conversations").arg(countText(*explanation.unitsToWorse)));
    if (open && explanation.unitsToClear)
        add(facts.why, GuardFactsWords::tr("To show that it is safe"),
            GuardFactsWords::tr("about %1 more conversations").arg(countText(*explanation.unitsToClear)));
    if (explanation.window)
        add(facts.why, GuardFactsWords::tr("Limit is judged over"), windowText(*explanation.window));
    add(facts.why, GuardFactsWords::tr("Chance of a false alarm"), oneIn(explanation.alpha));
    add(facts.why, GuardFactsWords::tr("Test"), testName(explanation.method));
}

} // namespace

GuardFacts guardFacts(const protocol::GuardCard& card) {
    const Explanation& explanation = card.explanation;
    GuardFacts facts{.title = guardTitle(explanation.guard.name),
                     .action = plainLine(evidence::deedOf(explanation.guard), 120),
                     .verdict = wordsFor(card),
                     .arms = {armFact(explanation, Arm::Canary), armFact(explanation, Arm::Stable)},
                     .progress = {},
                     .progressText = {},
                     .sentence = wordsFor(card).sentence,
                     .facts = {},
                     .requests = {},
                     .why = {}};
    if (explanation.verdict != evidence::Verdict::NoData)
        addProgress(facts, explanation);
    addFacts(facts, explanation);
    addReasons(facts, explanation);
    for (const std::string& request : explanation.requests)
        facts.requests += plainLine(request, 80);
    return facts;
}

} // namespace signalbox::ui::live
