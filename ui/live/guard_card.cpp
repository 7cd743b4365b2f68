#include "ui/live/guard_card.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/base/theme.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::live {

namespace {

QString toneOf(Standing standing) {
    switch (standing) {
    case Standing::Bad:
        return u"bad"_s;
    case Standing::Doubtful:
        return u"warning"_s;
    case Standing::Good:
        return u"good"_s;
    case Standing::Neutral:
        break;
    }
    return {};
}

} // namespace

ProofBar::ProofBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ProofBar::setProgress(double progress) {
    m_progress = std::clamp(progress, 0.0, 1.0);
    update();
}

QSize ProofBar::sizeHint() const {
    return {160, space::s};
}

void ProofBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF whole = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(theme().border);
    painter.setBrush(theme().raised);
    painter.drawRoundedRect(whole, 3, 3);
    if (m_progress <= 0)
        return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_progress >= 1 ? theme().bad : m_progress >= 0.5 ? theme().warning : theme().mutedText);
    painter.drawRoundedRect(QRectF(whole.topLeft(), QSizeF(std::max(4.0, whole.width() * m_progress), whole.height())),
                            3, 3);
}

FactGrid::FactGrid(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space::l);
    m_grid->setVerticalSpacing(space::xs);
    m_grid->setColumnStretch(1, 1);
}

void FactGrid::setFacts(const std::vector<Fact>& facts) {
    while (m_rows.size() < facts.size()) {
        auto* name = new PlainLabel(this);
        auto* value = new PlainLabel(this);
        name->setTone(u"muted"_s);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        const int row = static_cast<int>(m_rows.size());
        m_grid->addWidget(name, row, 0, Qt::AlignTop);
        m_grid->addWidget(value, row, 1);
        m_rows.emplace_back(name, value);
    }
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        const bool used = i < facts.size();
        m_rows[i].first->setVisible(used);
        m_rows[i].second->setVisible(used);
        if (used) {
            m_rows[i].first->setText(facts[i].name);
            m_rows[i].second->setText(facts[i].value);
        }
    }
    setVisible(!facts.empty());
}

GuardCardView::GuardCardView(QWidget* parent)
    : QFrame(parent),
      m_title(new PlainLabel(this)),
      m_action(new PlainLabel(this)),
      m_verdict(new PlainLabel(this)),
      m_canary(new RoleNumber(traffic::Role::Canary, this)),
      m_stable(new RoleNumber(traffic::Role::Stable, this)),
      m_proof(new ProofBar),
      m_proofText(new PlainLabel),
      m_sentence(new PlainLabel(this)),
      m_grid(new FactGrid(this)),
      m_why(new QToolButton(this)),
      m_whyGrid(new FactGrid) {
    setProperty("panel", true);
    setFocusPolicy(Qt::TabFocus); // a reader stops at each card and hears it whole
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::s, space::m, space::m);
    layout->setSpacing(space::s);
    layout->addLayout(makeHead());
    layout->addLayout(makeNumbers());
    m_sentence->setWordWrap(true);
    m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
    layout->addWidget(m_sentence);
    layout->addWidget(m_grid);
    m_why->setText(tr("Why?"));
    m_why->setProperty("kind", u"link"_s);
    m_why->setCheckable(true);
    layout->addWidget(m_why, 0, Qt::AlignLeft);
    layout->addWidget(makeWhy());
}

QLayout* GuardCardView::makeHead() {
    auto* head = new QHBoxLayout;
    head->setSpacing(space::m);
    m_title->setFont(scaledFont(font(), 1.0, QFont::DemiBold));
    m_action->setTone(u"muted"_s);
    m_verdict->setFont(scaledFont(font(), 1.0, QFont::DemiBold));
    head->addWidget(m_title);
    m_action->setWordWrap(true);
    head->addWidget(m_action, 1);
    head->addWidget(m_verdict);
    return head;
}

QLayout* GuardCardView::makeNumbers() {
    auto* numbers = new QHBoxLayout;
    numbers->setSpacing(space::l);
    numbers->addWidget(m_canary);
    numbers->addWidget(m_stable);
    numbers->addStretch();
    return numbers;
}

QWidget* GuardCardView::makeWhy() {
    auto* why = new QWidget(this);
    auto* column = new QVBoxLayout(why);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    auto* proof = new QHBoxLayout;
    proof->setSpacing(space::m);
    m_proof->setFixedWidth(fontMetrics().averageCharWidth() * 28);
    m_proofText->setTone(u"muted"_s);
    proof->addWidget(m_proof);
    proof->addWidget(m_proofText);
    proof->addStretch();
    column->addLayout(proof);
    column->addWidget(m_whyGrid);
    why->hide();
    connect(m_why, &QToolButton::toggled, why, &QWidget::setVisible);
    return why;
}

void GuardCardView::showWhy() {
    m_why->setChecked(true);
}

void GuardCardView::setFacts(GuardFacts facts) {
    m_facts = std::move(facts);
    m_title->setText(m_facts.title);
    m_action->setText(m_facts.action);
    m_verdict->setText(m_facts.verdict.text);
    for (const ArmFact& arm : m_facts.arms)
        (arm.role == traffic::Role::Canary ? m_canary : m_stable)->setNumber(arm.number, arm.base);
    m_proof->setVisible(m_facts.progress.has_value());
    m_proof->setProgress(m_facts.progress.value_or(0));
    m_proofText->setText(m_facts.progressText);
    m_sentence->setText(m_facts.sentence);
    m_why->setAccessibleName(tr("Why? %1").arg(m_facts.title));
    setAccessibleName(m_facts.title + u": "_s + m_facts.verdict.text);
    setAccessibleDescription(m_facts.sentence);
    showFacts();
    showTone();
}

void GuardCardView::showFacts() {
    auto rows = m_facts.facts;
    if (!m_facts.requests.isEmpty())
        rows.push_back({tr("Last requests that went wrong"), m_facts.requests.join(u", "_s)});
    m_grid->setFacts(rows);
    m_whyGrid->setFacts(m_facts.why);
}

void GuardCardView::showTone() {
    const QString tone = toneOf(m_facts.verdict.standing);
    m_verdict->setTone(tone.isEmpty() ? u"muted"_s : tone);
    if (property("tone").toString() == tone)
        return;
    setProperty("tone", tone.isEmpty() ? QVariant() : QVariant(tone));
    style()->unpolish(this);
    style()->polish(this);
}

} // namespace signalbox::ui::live
