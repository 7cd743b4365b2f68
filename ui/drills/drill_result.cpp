#include "ui/drills/drill_result.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QProgressBar>
#include <QStyle>
#include <QVBoxLayout>

#include "core/evidence/explanation.h"
#include "core/release/drill_series.h"
#include "ui/base/accessible.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/drills/drill_words.h"

namespace signalbox::ui::drills {

using namespace Qt::StringLiterals;
using release::Drill;
using release::DrillOutcome;
using release::DrillPhase;

namespace {

QString toneName(Tone tone) {
    switch (tone) {
    case Tone::Good:
        return u"good"_s;
    case Tone::Warning:
        return u"warning"_s;
    case Tone::Bad:
        return u"bad"_s;
    case Tone::Neutral:
        break;
    }
    return {};
}

} // namespace

DrillResult::DrillResult(QWidget* parent)
    : QFrame(parent),
      m_heading(new PlainLabel(this)),
      m_order(new PlainLabel(this)),
      m_progressText(new PlainLabel(this)),
      m_progress(new QProgressBar(this)),
      m_figureRow(makeFigures()),
      m_why(new PlainLabel(this)),
      m_comparison(new PlainLabel(this)) {
    setProperty("panel", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::l, space::m, space::l, space::m);
    column->setSpacing(space::s);
    m_heading->setFont(scaledFont(font(), 1.2, QFont::DemiBold));
    m_order->setTone(u"muted"_s);
    for (auto* label : {m_heading, m_order, m_progressText, m_why, m_comparison})
        label->setWordWrap(true);
    m_progress->setTextVisible(false);
    describe(m_progress, tr("Progress of the drill"));
    m_why->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(m_heading);
    column->addWidget(m_order);
    column->addWidget(m_progressText);
    column->addWidget(m_progress);
    column->addWidget(m_figureRow);
    column->addWidget(m_comparison);
    column->addWidget(m_why);
    column->addStretch(1);
    setNone();
}

QWidget* DrillResult::makeFigures() {
    auto* row = new QWidget(this);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, space::s, 0, space::s);
    layout->setSpacing(space::xl);
    for (Figure& figure : m_figures) {
        auto* column = new QVBoxLayout;
        column->setSpacing(0);
        figure = {new PlainLabel(row), new PlainLabel(row), new PlainLabel(row)};
        figure.title->setTone(u"muted"_s);
        figure.value->setFont(scaledFont(font(), 2.0, QFont::DemiBold));
        figure.note->setTone(u"muted"_s);
        for (auto* label : {figure.title, figure.value, figure.note})
            column->addWidget(label);
        layout->addLayout(column);
    }
    layout->addStretch(1);
    return row;
}

void DrillResult::setFigure(std::size_t index, const QString& title, const QString& value, const QString& note,
                            Tone tone) {
    const Figure& figure = m_figures[index];
    figure.title->setText(title);
    figure.value->setText(value);
    figure.value->setTone(toneName(tone));
    figure.value->setAccessibleName(u"%1: %2, %3"_s.arg(title, value, note));
    figure.note->setText(note);
}

void DrillResult::showFigures(const Drill& drill) {
    const release::DrillFigures& figures = drill.figures;
    const bool seen = !figures.guard.empty();
    const auto& until = seen ? figures.untilDetected : drill.counts;
    if (seen)
        setFigure(0, tr("Detected after"), secondsText(figures.detectSeconds),
                  tr("%1 from the start of the ramp").arg(secondsText(figures.detectFromRampSeconds)), Tone::Neutral);
    else
        setFigure(0, tr("Detected"), tr("no"), tr("within %1").arg(durationText(drill.order.limit)), Tone::Bad);
    setFigure(1, seen ? tr("Bad answers until then") : tr("Bad answers"), countText(until.bad),
              tr("of %1 requests to the bad version").arg(countText(until.candidate)), Tone::Neutral);
    if (!figures.switchMs)
        setFigure(2, tr("Switched"), tr("no"),
                  tr("it kept its %1").arg(QString::fromStdString(drill.weight.toString())),
                  seen ? Tone::Warning : Tone::Bad);
    else
        setFigure(2, tr("Switched in"), millisecondsText(*figures.switchMs),
                  figures.late == 0 ? tr("no request reached it afterwards")
                                    : tr("%1 requests reached it afterwards").arg(countText(figures.late)),
                  figures.late == 0 ? Tone::Neutral : Tone::Bad);
}

void DrillResult::showProgress(const Drill& drill) {
    const bool ramping = drill.phase == DrillPhase::Ramping;
    m_progressText->setText(progressText(drill));
    m_progress->setRange(0, ramping ? static_cast<int>(drill.order.limit.count()) : 0);
    if (ramping)
        m_progress->setValue(static_cast<int>(std::min(drill.inPhase, drill.order.limit).count()));
}

void DrillResult::setDrill(const Drill& drill, std::span<const Drill> all) {
    const bool running = drill.outcome == DrillOutcome::Running;
    m_heading->setText(outcomeHeading(drill));
    m_order->setText(tr("%1 · %2 · by %3").arg(timeText(drill.started), orderText(drill), plainLine(drill.actor, 60)));
    m_progress->setVisible(running);
    m_progressText->setVisible(running);
    m_figureRow->setVisible(release::saysSomething(drill.outcome));
    showFigures(drill);
    if (running)
        showProgress(drill);
    QString why = plainText(drill.problem, 400);
    if (!drill.figures.guard.empty()) {
        why = plainText(drill.figures.sentence, 600);
        const std::string title = evidence::titleOf(drill.figures.guard);
        if (!drill.figures.sentence.starts_with(title))
            why = tr("%1: %2").arg(plainLine(title, 80), why);
    }
    m_why->setText(why);
    m_why->setVisible(!running && !why.isEmpty());
    QStringList comparison{comparisonText(drill, release::comparableBefore(all, drill)),
                           seriesText(release::seriesOf(all, drill))};
    comparison.removeAll(QString());
    m_comparison->setText(comparison.join(u' '));
    m_comparison->setTone(m_comparison->text().startsWith(u'▲') ? u"warning"_s : QString());
    m_comparison->setVisible(!running && !m_comparison->text().isEmpty());
    m_order->show();
    setTone(toneOf(drill));
}

void DrillResult::setNone() {
    m_heading->setText(tr("Nobody has practised here yet"));
    m_order->setText(tr("Start a drill to see whether a bad version would be stopped at night, and how fast."));
    for (QWidget* part : std::initializer_list<QWidget*>{m_progress, m_progressText, m_figureRow, m_why, m_comparison})
        part->hide();
    setTone(Tone::Neutral);
}

void DrillResult::setTone(Tone tone) {
    m_heading->setTone(toneName(tone));
    const QVariant wanted = tone == Tone::Neutral ? QVariant() : QVariant(toneName(tone));
    if (property("tone") == wanted)
        return;
    setProperty("tone", wanted);
    style()->unpolish(this);
    style()->polish(this);
}

} // namespace signalbox::ui::drills
