#include "ui/alerts/alerts_view.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QScrollArea>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/alerts/alert_words.h"
#include "ui/base/accessible.h"
#include "ui/base/formatting.h"
#include "ui/base/table_look.h"
#include "ui/base/theme.h"
#include "ui/base/two_line_delegate.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::alerts {

QString countSentence(const std::vector<protocol::Alert>& alerts) {
    const auto open = std::ranges::count_if(alerts, [](const auto& alert) { return !alert.acknowledged; });
    const QString all = countText(alerts.size());
    if (alerts.size() == 1)
        return open == 0 ? AlertsView::tr("The only alert has been acknowledged.")
                         : AlertsView::tr("One alert is open.");
    if (open == 0)
        return AlertsView::tr("All %1 alerts have been acknowledged.").arg(all);
    return AlertsView::tr("%1 of %2 alerts are open.").arg(countText(static_cast<std::uint64_t>(open)), all);
}

AlertsView::AlertsView(QWidget* parent)
    : QWidget(parent),
      m_model(new AlertModel(this)),
      m_filter(new AlertFilter(this)),
      m_count(new PlainLabel(this)),
      m_onlyAgent(new QCheckBox(this)),
      m_notice(new Notice(this)),
      m_stack(new QStackedWidget(this)),
      m_table(new QTableView(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::m, space::m, space::m);
    layout->setSpacing(space::s);
    layout->addLayout(makeBar());
    layout->addWidget(m_notice);
    m_notice->setDismissText(tr("Dismiss"));
    m_filter->setSourceModel(m_model);
    m_table->setModel(m_filter);
    prepareTable(*m_table, tr("Alerts"));
    useTwoLines(*m_table);
    fitColumn(*m_table, AlertModel::State, u"✓ release manager has it"_s);
    fitColumn(*m_table, AlertModel::Time, u"summariser 10.20.30-rc.1"_s);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(space::s);
    splitter->addWidget(m_table);
    splitter->addWidget(makeDetails());
    splitter->setStretchFactor(0, 1);
    splitter->setSizes({320, 300});
    m_stack->addWidget(splitter);
    m_stack->addWidget(new EmptyState(u"check"_s, tr("No guardrail has acted."),
                                      tr("When one pauses or rolls back a release, or only tells that a version is "
                                         "worse, it is listed here with its evidence and the plan's runbook.")));
    layout->addWidget(m_stack, 1);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &AlertsView::showSelected);
    setAlerts({}, {});
}

QLayout* AlertsView::makeBar() {
    auto* bar = new QHBoxLayout;
    bar->addWidget(m_count, 1);
    bar->addWidget(m_onlyAgent);
    connect(m_onlyAgent, &QCheckBox::toggled, this, &AlertsView::showAgentOnly);
    return bar;
}

QWidget* AlertsView::makeDetails() {
    auto* panel = new QFrame(this);
    panel->setProperty("panel", true);
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(space::m, space::m, space::m, space::m);
    column->setSpacing(space::s);
    const auto label = [panel, column] {
        auto* made = new PlainLabel(panel);
        made->setWordWrap(true);
        made->setTextInteractionFlags(Qt::TextSelectableByMouse);
        column->addWidget(made);
        return made;
    };
    m_what = label();
    m_what->setFont(scaledFont(font(), 1.15, QFont::DemiBold));
    m_when = label();
    m_when->setTone(u"muted"_s);
    m_done = label();
    column->addLayout(makeButtons(panel));
    m_statistics = label();
    m_statistics->setTone(u"muted"_s);
    m_runbookTitle = label();
    m_runbookTitle->setTone(u"muted"_s);
    m_runbook = label();
    column->addStretch(1);
    m_seen = label();
    m_seen->setTone(u"muted"_s);
    column->addLayout(makeAcknowledge(panel));
    auto* scroll = new QScrollArea(this); // a long runbook must not widen or push anything
    scroll->setWidget(panel);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    return scroll;
}

QLayout* AlertsView::makeButtons(QWidget* panel) {
    auto* row = new QHBoxLayout;
    row->setSpacing(space::s);
    m_evidence = new QPushButton(tr("Show what it saw"), panel);
    m_compare = new QPushButton(panel);
    m_why = new QPushButton(tr("Why?"), panel);
    m_why->setCheckable(true);
    m_why->setProperty("kind", u"flat"_s);
    describe(m_why, tr("Why? Shows how it was judged"));
    for (auto* button : {m_evidence, m_compare, m_why})
        row->addWidget(button);
    row->addStretch();
    connect(m_evidence, &QPushButton::clicked, this, [this] {
        if (const protocol::Alert* alert = selected())
            Q_EMIT evidenceRequested(alert->agent, alert->guard);
    });
    connect(m_compare, &QPushButton::clicked, this, [this] {
        if (const protocol::Alert* alert = selected())
            Q_EMIT compareRequested(QString::fromStdString(alert->baseline), QString::fromStdString(alert->version));
    });
    connect(m_why, &QPushButton::toggled, this, &AlertsView::showSelected);
    return row;
}

QLayout* AlertsView::makeAcknowledge(QWidget* panel) {
    auto* row = new QHBoxLayout;
    m_reason = new QLineEdit(panel);
    m_reason->setPlaceholderText(tr("What do you do about it? It goes into the audit log."));
    describe(m_reason, tr("What you do about it"), tr("Goes into the audit log"));
    m_acknowledge = new QPushButton(tr("Acknowledge"), panel);
    m_acknowledge->setProperty("kind", u"primary"_s);
    row->addWidget(m_reason, 1);
    row->addWidget(m_acknowledge);
    connect(m_acknowledge, &QPushButton::clicked, this, &AlertsView::acknowledge);
    connect(m_reason, &QLineEdit::returnPressed, this, &AlertsView::acknowledge);
    return row;
}

void AlertsView::setAgent(const std::string& agent) {
    m_agent = agent;
    m_onlyAgent->setText(tr("Only %1").arg(plainLine(agent, 60)));
    m_onlyAgent->setAccessibleName(m_onlyAgent->text());
    showAgentOnly();
}

void AlertsView::showAgentOnly() {
    m_filter->setAgent(m_onlyAgent->isChecked() ? m_agent : std::string());
    showSelected();
}

void AlertsView::setAlerts(std::vector<protocol::Alert> alerts, WallTime now) {
    m_now = now;
    m_model->setNow(now);
    m_count->setText(alerts.empty() ? QString() : countSentence(alerts));
    m_stack->setCurrentIndex(alerts.empty() ? 1 : 0);
    m_onlyAgent->setVisible(!alerts.empty());
    m_model->setRows(std::move(alerts));
    if (!m_table->currentIndex().isValid() && m_filter->rowCount() > 0)
        m_table->setCurrentIndex(m_filter->index(0, 0));
    showSelected();
}

void AlertsView::setNow(WallTime now) {
    m_now = now;
    m_model->setNow(now);
    showTimes();
}

void AlertsView::setObstacle(const QString& obstacle) {
    m_obstacle = obstacle;
    showSelected();
}

void AlertsView::setExplained(std::set<std::string> releases) {
    m_explained = std::move(releases);
    showEvidenceButton(selected());
}

// Live shows the newest release of an agent; of older ones the command line can.
void AlertsView::showEvidenceButton(const protocol::Alert* alert) {
    m_evidence->setVisible(alert != nullptr);
    const bool known = alert != nullptr && m_explained.contains(alert->releaseId);
    const QString why = alert == nullptr || known
                            ? QString()
                            : tr("Another release has begun since. \"signalboxctl explain %1\" still shows it.")
                                  .arg(plainLine(alert->releaseId, 80));
    m_evidence->setEnabled(known);
    m_evidence->setToolTip(why);
    describe(m_evidence, tr("Show what the guardrail had seen"), why);
}

// Compare shows the agent that is chosen.
void AlertsView::showCompareButton(const protocol::Alert* alert) {
    const bool known = alert != nullptr && !alert->baseline.empty() && !alert->version.empty();
    m_compare->setVisible(known);
    if (!known)
        return;
    m_compare->setText(tr("Compare %1 … %2")
                           .arg(plainLine(alert->baseline, 40), plainLine(alert->version, 40))
                           .replace(u'&', "&&"_L1));
    const QString why =
        alert->agent == m_agent ? QString() : tr("Choose %1 first, at the left.").arg(plainLine(alert->agent, 60));
    m_compare->setEnabled(why.isEmpty());
    m_compare->setToolTip(why);
    describe(m_compare, tr("Compare the two versions"), why);
}

void AlertsView::showTimes() {
    const protocol::Alert* alert = selected();
    m_when->setVisible(alert != nullptr);
    if (alert != nullptr)
        m_when->setText(tr("%1 · %2 · %3 %4")
                            .arg(timeText(alert->raised), plainLine(alert->agent, 100), holderText(*alert),
                                 openText(*alert, m_now)));
}

void AlertsView::setError(const Error& error) {
    m_notice->sayError(error);
}

const protocol::Alert* AlertsView::selected() const {
    const QModelIndex at = m_filter->mapToSource(m_table->currentIndex());
    return at.isValid() ? &m_model->row(at.row()) : nullptr;
}

void AlertsView::showSelected() {
    const protocol::Alert* alert = selected();
    if (alert == nullptr) {
        for (auto* label : {m_done, m_statistics, m_runbookTitle, m_runbook, m_seen})
            label->clear();
        m_what->setText(tr("Select an alert to see what is known about it."));
        m_why->hide();
    } else {
        const AlertWords words = wordsOf(*alert);
        m_what->setText(words.headline);
        m_done->setText(words.done);
        m_statistics->setText(words.statistics);
        m_why->setVisible(!words.statistics.isEmpty());
        m_runbookTitle->setText(alert->runbook.empty()
                                    ? tr("The plan has no runbook. Put one into release.yaml: what to look at first.")
                                    : tr("Runbook of the plan"));
        m_runbook->setText(plainText(alert->runbook, 20'000));
        m_seen->setText(alert->acknowledged
                            ? tr("Seen by %1 at %2. %3")
                                  .arg(plainLine(alert->acknowledged->by, 60), timeText(alert->acknowledged->at),
                                       plainLine(alert->acknowledged->reason, 400))
                            : QString());
    }
    m_statistics->setVisible(m_why->isChecked() && !m_statistics->text().isEmpty());
    showTimes();
    showEvidenceButton(alert);
    showCompareButton(alert);
    m_runbook->setVisible(!m_runbook->text().isEmpty());
    m_seen->setVisible(!m_seen->text().isEmpty());
    const bool open = alert != nullptr && !alert->acknowledged;
    m_reason->setVisible(open);
    m_acknowledge->setVisible(open);
    m_acknowledge->setEnabled(open && m_obstacle.isEmpty());
    m_acknowledge->setToolTip(m_obstacle);
    describe(m_acknowledge, tr("Acknowledge the selected alert"), m_obstacle);
}

void AlertsView::acknowledge() {
    const protocol::Alert* alert = selected();
    if (alert == nullptr || alert->acknowledged || !m_obstacle.isEmpty())
        return;
    m_notice->clear();
    Q_EMIT acknowledgeRequested(alert->id, m_reason->text().trimmed());
    m_reason->clear();
}

} // namespace signalbox::ui::alerts
