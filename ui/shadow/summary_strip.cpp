#include "ui/shadow/summary_strip.h"

#include <QGridLayout>

#include "ui/base/accessible.h"
#include "ui/base/elided_label.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/shadow/agreement_bar.h"
#include "ui/shadow/pair_words.h"

namespace signalbox::ui::shadow {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestSentence = 260;

std::optional<double> share(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? std::nullopt : std::optional(static_cast<double>(part) / static_cast<double>(whole));
}

QGridLayout* gridOf(QWidget* widget) {
    return static_cast<QGridLayout*>(widget->layout());
}

} // namespace

SummaryStrip::SummaryStrip(QWidget* parent)
    : QFrame(parent),
      m_head(new ElidedLabel(this)),
      m_bar(new AgreementBar(this)),
      m_sentence(new PlainLabel(this)),
      m_asking(new PlainLabel(this)),
      m_exhausted(new PlainLabel(this)) {
    setProperty("panel", true);
    setAccessibleName(tr("Summary of the shadow"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(space::m, space::s, space::m, space::s);
    grid->setHorizontalSpacing(space::l);
    grid->setVerticalSpacing(0);
    grid->setRowMinimumHeight(0, fontMetrics().height() + space::s);
    grid->setRowMinimumHeight(4, fontMetrics().height() + space::xs);
    m_head->setFont(scaledFont(font(), 1.0, QFont::DemiBold));
    grid->addWidget(m_head, 0, 0, 1, 7);
    m_sent = addNumber(0, tr("Sent"));
    m_compared = addNumber(1, tr("Compared"));
    m_dropped = addNumber(2, tr("Not compared"));
    m_agreement = addNumber(3, tr("Agreement"));
    m_noise = addNumber(4, tr("Noise floor"));
    m_people = addNumber(5, tr("People say"));
    grid->addWidget(m_bar, 1, 6, 3, 1, Qt::AlignVCenter);
    // Numbers that grow must move nothing; the bar gives way, down to what can still be read.
    const QStringList usual{u"$0.00000 spent"_s, u"0,000 differ"_s,   u"none lost"_s,
                            u"of 00,000"_s,      u"of 000 repeats"_s, u"00 better, 00 same, 00 worse"_s};
    for (int column = 0; column < 6; ++column) {
        grid->setColumnMinimumWidth(column, textWidth(fontMetrics(), usual[column]));
        grid->setColumnStretch(column, column == 2 ? 1 : 0);
    }
    grid->setColumnStretch(6, 4);
    m_sentence->setWordWrap(true);
    grid->addWidget(m_sentence, 4, 0, 1, 7, Qt::AlignBottom);
    m_asking->setWordWrap(true);
    m_asking->setTone(u"muted"_s);
    grid->addWidget(m_asking, 5, 0, 1, 7);
    m_exhausted->setWordWrap(true);
    m_exhausted->setTone(u"warning"_s);
    grid->addWidget(m_exhausted, 6, 0, 1, 7);
}

SummaryStrip::Number SummaryStrip::addNumber(int column, const QString& title) {
    QGridLayout* grid = gridOf(this);
    auto* head = new PlainLabel(title, this);
    head->setTone(u"muted"_s);
    Number number{.value = new PlainLabel(this), .detail = new ElidedLabel(this)};
    number.value->setFont(scaledFont(font(), 1.35, QFont::DemiBold));
    number.detail->setColor(theme().mutedText);
    connect(themeNotifier(), &ThemeNotifier::changed, number.detail,
            [detail = number.detail] { detail->setColor(theme().mutedText); });
    grid->addWidget(head, 1, column);
    grid->addWidget(number.value, 2, column);
    grid->addWidget(number.detail, 3, column);
    return number;
}

void SummaryStrip::setSummary(const protocol::PairSummary& summary) {
    const QString candidate = plainLine(summary.candidate, 60);
    const QString baseline = plainLine(summary.baseline, 60);
    m_head->setText(summary.shadowing
                        ? tr("%1 is in the shadow of %2: nobody gets its answers").arg(candidate, baseline)
                        : tr("%1 was in the shadow of %2").arg(candidate, baseline));
    m_sent.value->setText(countText(summary.sent));
    m_sent.detail->setText(tr("%1 spent").arg(usdText(summary.spentUsd)));
    m_compared.value->setText(countText(summary.compared));
    m_compared.detail->setText(
        tr("%1 differ").arg(countText(summary.compared - std::min(summary.agreeing, summary.compared))));
    const std::uint64_t lost = summary.droppedInAll() + summary.failed + summary.unreadable;
    m_dropped.value->setText(countText(lost));
    m_dropped.detail->setText(lost == 0 ? tr("none lost") : droppedText(summary));
    m_agreement.value->setText(percentText(share(summary.agreeing, summary.compared), 1));
    m_agreement.detail->setText(tr("of %1").arg(countText(summary.compared)));
    m_noise.value->setText(percentText(share(summary.noiseAgreeing, summary.noiseCompared), 1));
    m_noise.detail->setText(summary.noiseCompared == 0 ? tr("no repeats yet")
                                                       : tr("of %1 repeats").arg(countText(summary.noiseCompared)));
    const std::uint64_t judged = summary.better + summary.same + summary.worse;
    m_people.value->setText(countText(judged));
    m_people.detail->setText(tr("%1 better, %2 same, %3 worse")
                                 .arg(countText(summary.better), countText(summary.same), countText(summary.worse)));
    m_asking->setVisible(summary.asking.has_value());
    m_asking->setText(summary.asking ? askingText(*summary.asking) : QString());
    const QString exhausted = summary.asking ? exhaustedText(*summary.asking) : QString();
    m_exhausted->setVisible(!exhausted.isEmpty());
    m_exhausted->setText(exhausted.isEmpty() ? exhausted : QString(u"▲ "_s + exhausted));
    m_bar->setParts({.pairs = summary.compared, .agreeing = summary.agreeing},
                    {.pairs = summary.noiseCompared, .agreeing = summary.noiseAgreeing});
    const bool bad = summary.verdict == evidence::Verdict::Worse;
    m_sentence->setTone(bad ? u"bad"_s : summary.beyondNoise ? u"warning"_s : QString());
    m_sentence->setText((bad                   ? u"✕ "_s
                         : summary.beyondNoise ? u"▲ "_s
                                               : QString()) +
                        plainLine(summary.sentence, longestSentence));
}

} // namespace signalbox::ui::shadow
