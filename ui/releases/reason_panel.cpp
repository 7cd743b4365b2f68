#include "ui/releases/reason_panel.h"

#include <algorithm>

#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QStackedWidget>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/icons.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestReason = 500; // the backend takes 2,000 bytes

PlainLabel* wrapped(const QString& text, QWidget* parent, const QString& tone = {}) {
    auto* label = new PlainLabel(text, parent);
    label->setWordWrap(true);
    label->setTone(tone);
    return label;
}

QVBoxLayout* columnOf(QWidget* page) {
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    return column;
}

} // namespace

ReasonPanel::ReasonPanel(Question question, QWidget* parent)
    : Sheet(question.title, parent),
      m_question(std::move(question)),
      m_pages(new QStackedWidget(this)),
      m_reason(new QLineEdit(this)),
      m_notice(new Notice(this)),
      m_back(addButton({})),
      m_go(addButton({})) {
    setProperty("panel", true);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Minimum); // what will happen is read whole; the page gives way
    m_pages->addWidget(makeFirstPage());
    m_pages->addWidget(makeSecondPage());
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_back);
    buttons->addWidget(m_go);
    column().addWidget(m_pages, 1);
    column().addWidget(m_notice);
    column().addLayout(buttons);
    connect(m_reason, &QLineEdit::textChanged, this, &ReasonPanel::showState);
    for (QRadioButton* choice : m_ways)
        connect(choice, &QRadioButton::toggled, this, &ReasonPanel::showState);
    connect(m_back, &QPushButton::clicked, this, &ReasonPanel::goBack);
    connect(m_go, &QPushButton::clicked, this, &ReasonPanel::goOn);
    setFirst(m_reason);
    showState();
}

QWidget* ReasonPanel::makeFirstPage() {
    auto* page = new QWidget(this);
    auto* column = columnOf(page);
    column->addWidget(wrapped(m_question.what, page));
    if (m_question.ways.size() > 1) {
        for (const Way& way : m_question.ways) {
            auto* choice = new QRadioButton(way.name, page);
            describe(choice, way.name);
            choice->setChecked(m_ways.empty());
            m_ways.push_back(choice);
            column->addWidget(choice);
        }
    } else if (!m_question.ways.front().name.isEmpty()) {
        column->addWidget(wrapped(m_question.ways.front().name, page));
    }
    if (!m_question.effects.isEmpty()) {
        QStringList lines;
        for (const QString& effect : m_question.effects)
            lines << u"• "_s + effect;
        column->addWidget(wrapped(lines.join(u'\n'), page, m_question.dangerous ? u"warning"_s : u"muted"_s));
    }
    m_reason->setMaxLength(longestReason);
    m_reason->setPlaceholderText(tr("Why? The audit log keeps it."));
    describe(m_reason, tr("Reason"), tr("Needed; the audit log keeps it"));
    column->addWidget(m_reason);
    column->addStretch(1);
    return page;
}

QWidget* ReasonPanel::makeSecondPage() {
    auto* page = new QWidget(this);
    auto* column = columnOf(page);
    auto* heading = wrapped(tr("Do this now?"), page, u"bad"_s);
    heading->setFont(scaledFont(font(), 1.2, QFont::DemiBold));
    column->addWidget(heading);
    m_summary = wrapped({}, page);
    column->addWidget(m_summary);
    column->addStretch(1);
    return page;
}

bool ReasonPanel::isLastPage() const {
    return !m_question.dangerous || m_pages->currentIndex() == 1;
}

const Way& ReasonPanel::way() const {
    const auto chosen = std::ranges::find_if(m_ways, [](const QRadioButton* choice) { return choice->isChecked(); });
    return m_question.ways.at(chosen == m_ways.end() ? 0 : static_cast<std::size_t>(chosen - m_ways.begin()));
}

void ReasonPanel::setObstacle(const QString& obstacle) {
    if (m_obstacle == obstacle)
        return;
    m_obstacle = obstacle;
    showState();
}

void ReasonPanel::showState() {
    const bool last = isLastPage();
    const bool first = m_pages->currentIndex() == 0;
    const QString kind = last && m_question.dangerous ? u"danger"_s : last ? u"primary"_s : QString();
    if (m_go->property("kind").toString() != kind) {
        m_go->setProperty("kind", kind);
        m_go->style()->unpolish(m_go);
        m_go->style()->polish(m_go);
    }
    m_go->setText(last ? way().button : tr("Continue…"));
    m_back->setText(first ? tr("Cancel") : tr("Back"));
    m_back->setAccessibleName(m_back->text());
    QString obstacle = m_obstacle;
    if (obstacle.isEmpty() && m_reason->text().trimmed().isEmpty())
        obstacle = tr("Say why first.");
    m_go->setEnabled(obstacle.isEmpty());
    m_go->setToolTip(obstacle);
    describe(m_go, m_go->text(), obstacle);
    // Enter goes on from the reason, and goes back from what is dangerous.
    setDefaultButton(first ? m_go : m_back);
    if (m_obstacle.isEmpty())
        m_notice->clear();
    else if (m_notice->text() != m_obstacle)
        m_notice->say(Tone::Warning, m_obstacle);
    m_summary->setText(way().name + u"\n\n"_s + m_question.effects.join(u'\n') + u"\n\n"_s +
                       tr("Reason: %1").arg(plainLine(m_reason->text().trimmed().toStdString(), longestReason)));
    layout()->activate(); // the buttons have other words and weights
}

void ReasonPanel::goBack() {
    if (m_pages->currentIndex() == 0)
        return reject();
    m_pages->setCurrentIndex(0);
    showState();
    m_reason->setFocus();
}

void ReasonPanel::goOn() {
    if (!isLastPage()) {
        m_pages->setCurrentIndex(1);
        showState();
        m_back->setFocus();
        return;
    }
    const Verb verb = way().verb;
    const QString reason = m_reason->text().trimmed();
    accept();
    Q_EMIT answered(verb, reason);
}

} // namespace signalbox::ui::releases
