#include "ui/drills/drill_words.h"

#include <cmath>
#include <utility>

#include <QCoreApplication>

#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui::drills {

using namespace Qt::StringLiterals;
using release::Drill;
using release::DrillKind;
using release::DrillOutcome;
using release::DrillPhase;

namespace {

struct DrillWords {
    Q_DECLARE_TR_FUNCTIONS(DrillWords)
};

constexpr double sameWithin = 0.1; // relative; less than that is chance

} // namespace

QString kindText(DrillKind kind) {
    switch (kind) {
    case DrillKind::Errors:
        return DrillWords::tr("answers with errors");
    case DrillKind::Slow:
        return DrillWords::tr("answers late");
    case DrillKind::Hang:
        return DrillWords::tr("never answers");
    case DrillKind::Refusal:
        return DrillWords::tr("refuses");
    }
    std::unreachable();
}

QString outcomeText(const Drill& drill) {
    switch (drill.outcome) {
    case DrillOutcome::Running:
        return DrillWords::tr("running");
    case DrillOutcome::RolledBack:
        return drill.figures.late > 0 ? DrillWords::tr("✗ rolled back, not wholly") : DrillWords::tr("✓ rolled back");
    case DrillOutcome::Paused:
        return DrillWords::tr("▲ only paused");
    case DrillOutcome::Noticed:
        return DrillWords::tr("▲ only noticed");
    case DrillOutcome::NotDetected:
        return DrillWords::tr("✗ not detected");
    case DrillOutcome::Cancelled:
        return DrillWords::tr("cancelled");
    case DrillOutcome::Interrupted:
        return DrillWords::tr("interrupted");
    case DrillOutcome::Failed:
        return DrillWords::tr("✗ failed");
    }
    std::unreachable();
}

QString outcomeHeading(const Drill& drill) {
    switch (drill.outcome) {
    case DrillOutcome::Running:
        return DrillWords::tr("A drill runs");
    case DrillOutcome::RolledBack:
        return drill.figures.late > 0
                   ? DrillWords::tr("✗ Rolled back, but the bad version still got requests afterwards")
                   : DrillWords::tr("✓ Rolled back, and nobody had to get up");
    case DrillOutcome::Paused:
        return DrillWords::tr("▲ Only paused: the bad version kept its share until a person acts");
    case DrillOutcome::Noticed:
        return DrillWords::tr("▲ Only noticed: nothing was done until a person acts");
    case DrillOutcome::NotDetected:
        return DrillWords::tr("✗ Not detected: no guardrail saw it in time");
    case DrillOutcome::Cancelled:
        return DrillWords::tr("Cancelled: this says nothing");
    case DrillOutcome::Interrupted:
        return DrillWords::tr("Interrupted: this says nothing");
    case DrillOutcome::Failed:
        return DrillWords::tr("✗ The drill itself did not work");
    }
    std::unreachable();
}

Tone toneOf(const Drill& drill) {
    switch (drill.outcome) {
    case DrillOutcome::RolledBack:
        return drill.figures.late > 0 ? Tone::Bad : Tone::Good;
    case DrillOutcome::Paused:
    case DrillOutcome::Noticed:
        return Tone::Warning;
    case DrillOutcome::NotDetected:
    case DrillOutcome::Failed:
        return Tone::Bad;
    case DrillOutcome::Running:
    case DrillOutcome::Cancelled:
    case DrillOutcome::Interrupted:
        return Tone::Neutral;
    }
    std::unreachable();
}

QString progressText(const Drill& drill) {
    switch (drill.phase) {
    case DrillPhase::Preparing:
        return DrillWords::tr("Making a sandbox agent with a good and a bad version");
    case DrillPhase::WarmingUp:
        return DrillWords::tr("Warming up: the good version answers all");
    case DrillPhase::Ramping:
        return DrillWords::tr("The bad version has %1: %2 of %3 requests reached it, %4 answers were bad")
            .arg(QString::fromStdString(drill.weight.toString()), countText(drill.counts.candidate),
                 countText(drill.counts.requests), countText(drill.counts.bad));
    case DrillPhase::Settling:
        return DrillWords::tr("Rolled back; looking whether the bad version really gets nothing more");
    case DrillPhase::Over:
        return DrillWords::tr("Over");
    }
    std::unreachable();
}

QString planText(const Drill& drill) {
    return drill.order.agent.empty() ? DrillWords::tr("(usual plan)") : plainLine(drill.order.agent, 60);
}

QString orderText(const Drill& drill) {
    return DrillWords::tr("%1, %2 bad, at %3, %4 requests/s")
        .arg(kindText(drill.order.kind), percentText(drill.order.share, 0),
             QString::fromStdString(drill.weight.toString()), QString::number(drill.order.perSecond));
}

QString comparisonText(const Drill& drill, const Drill* before) {
    if (before == nullptr || !drill.figures.detectSeconds || !before->figures.detectSeconds)
        return {};
    const double now = *drill.figures.detectSeconds;
    const double then = *before->figures.detectSeconds;
    const QString when = timeText(before->started);
    const QString time = secondsText(then);
    if (then <= 0 || std::abs(now / then - 1) < sameWithin)
        return DrillWords::tr("As quickly as the same drill on %1 (%2).").arg(when, time);
    const QString change = percentText(std::abs(now / then - 1), 0);
    return now > then ? DrillWords::tr("▲ %1 slower than the same drill on %2 (%3).").arg(change, when, time)
                      : DrillWords::tr("%1 quicker than the same drill on %2 (%3).").arg(change, when, time);
}

QString seriesText(const release::DrillSeries& series) {
    if (series.drills < 2)
        return {};
    QString text = DrillWords::tr("%1 of %2 such drills were rolled back")
                       .arg(countText(series.rolledBack), countText(series.drills));
    if (series.detectSeconds)
        text += DrillWords::tr(": detected after %1 in the middle, %2 at worst")
                    .arg(secondsText(series.detectSeconds->median), secondsText(series.detectSeconds->most));
    text += u'.';
    if (series.late > 0)
        text += DrillWords::tr(" ▲ %1 requests reached bad versions after the switch.").arg(countText(series.late));
    return text;
}

} // namespace signalbox::ui::drills
