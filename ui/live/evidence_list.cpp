#include "ui/live/evidence_list.h"

#include <algorithm>

#include <QVBoxLayout>

#include "ui/base/formatting.h"
#include "ui/base/guard_words.h"
#include "ui/base/theme.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::live {

QString stepSentence(const protocol::EvidenceMessage& evidence) {
    QStringList parts;
    if (evidence.stepMinimum > evidence.stepUnits)
        parts += EvidenceList::tr("This step has seen %1 of the %2 conversations that it waits for.")
                     .arg(countText(evidence.stepUnits), countText(evidence.stepMinimum));
    else if (evidence.stepMinimum > 0)
        parts += EvidenceList::tr("This step has seen %1 conversations, enough for it (%2).")
                     .arg(countText(evidence.stepUnits), countText(evidence.stepMinimum));
    else
        parts += EvidenceList::tr("This step has seen %1 conversations.").arg(countText(evidence.stepUnits));
    if (evidence.allClear)
        parts += EvidenceList::tr("Every guardrail has shown it not to be worse.");
    return parts.join(u' ');
}

EvidenceList::EvidenceList(QWidget* parent)
    : QWidget(parent),
      m_stack(new QStackedWidget(this)),
      m_scroll(new QScrollArea(this)),
      m_content(new QWidget),
      m_empty(new EmptyState(u"chart"_s, tr("No release is running."),
                             tr("While one runs, this page shows what each guardrail has seen, how far the proof of "
                                "harm has come, and what it would take to be sure."))),
      m_holds(new Notice(this)),
      m_step(new PlainLabel(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
    m_stack->addWidget(m_scroll);
    m_stack->addWidget(m_empty);
    m_scroll->setWidget(m_content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addWidget(m_holds);
    m_step->setWordWrap(true);
    column->addWidget(m_step);
    column->addStretch();
    m_stack->setCurrentWidget(m_empty);
}

QString endSentence(const release::Ended& ended) {
    const QString version = plainLine(ended.candidate.name(), 60);
    const QString who = actorText(ended.actor);
    const QString when = timeText(ended.at);
    switch (ended.ending) {
    case release::Ending::RolledBack:
        return EvidenceList::tr("%1 was rolled back by %2 on %3.").arg(version, who, when);
    case release::Ending::Completed:
        return EvidenceList::tr("The release of %1 was completed on %2.").arg(version, when);
    case release::Ending::Aborted:
    case release::Ending::None:
        break;
    }
    return EvidenceList::tr("The release of %1 was ended by %2 on %3.").arg(version, who, when);
}

void EvidenceList::setEvidence(const std::optional<protocol::EvidenceMessage>& evidence,
                               const std::optional<release::Ended>& ended) {
    m_stack->setCurrentWidget(evidence ? static_cast<QWidget*>(m_scroll) : m_empty);
    if (!evidence)
        return m_names.clear(); // the cards are of another release
    if (ended) {
        const QString reason = plainLine(ended->reason, 400);
        m_holds->say(Tone::Neutral, endSentence(*ended), reason);
        m_step->setText(tr("What its guardrails had seen by then:"));
    } else {
        showHolds(*evidence);
        m_step->setText(evidence->guards.empty()
                            ? tr("This plan has no guardrails: nothing stops a bad version but you.")
                            : stepSentence(*evidence));
    }
    showCards(*evidence);
    if (!m_wanted.empty())
        showGuard(m_wanted);
    m_wanted.clear(); // also when there is no such guard
}

void EvidenceList::showHolds(const protocol::EvidenceMessage& evidence) {
    if (evidence.holds.empty())
        return m_holds->clear();
    QStringList sentences;
    for (const std::string& hold : evidence.holds)
        sentences += plainLine(hold, 400);
    if (const QString text = sentences.join(u' '); text != m_holds->text())
        m_holds->say(Tone::Warning, text, tr("The release does not move forward by itself until then."));
}

void EvidenceList::showCards(const protocol::EvidenceMessage& evidence) {
    std::vector<const protocol::GuardCard*> order;
    for (const protocol::GuardCard& card : evidence.guards)
        order.push_back(&card);
    const auto isAlarming = [](const auto* card) {
        return rankOf(card->explanation.verdict) <= rankOf(evidence::Verdict::NotThisVersion);
    };
    std::ranges::stable_partition(order, isAlarming); // the others in the order of the plan
    auto* column = static_cast<QVBoxLayout*>(m_content->layout());
    while (m_cards.size() < order.size()) {
        m_cards.push_back(new GuardCardView(m_content));
        column->insertWidget(column->count() - 1, m_cards.back()); // above the stretch
    }
    m_names.clear();
    for (std::size_t i = 0; i < m_cards.size(); ++i) {
        m_cards[i]->setVisible(i < order.size());
        if (i >= order.size())
            continue;
        m_cards[i]->setFacts(guardFacts(*order[i]));
        m_names.push_back(order[i]->explanation.guard.name);
    }
}

void EvidenceList::showGuard(const std::string& metric) {
    for (std::size_t i = 0; i < m_names.size(); ++i) {
        if (m_names[i] != metric && !m_names[i].starts_with(metric + "/"))
            continue;
        m_scroll->ensureWidgetVisible(m_cards[i], 0, space::l);
        m_cards[i]->showWhy();
        m_cards[i]->setFocus(Qt::OtherFocusReason);
        return;
    }
    m_wanted = metric; // what it has seen is still on its way
}

} // namespace signalbox::ui::live
