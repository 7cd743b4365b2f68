#include "ui/live/live_view.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QScrollBar>
#include <QVBoxLayout>

#include "ui/base/formatting.h"
#include "ui/base/theme.h"
#include "ui/live/panel_grid.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::live {

namespace {

// Of a column of the table: most show a number and how far it can be from the truth.
int charactersOf(LiveTableModel::Column column) {
    switch (column) {
    case LiveTableModel::Time:
        return 34;
    case LiveTableModel::Role:
        return 10;
    case LiveTableModel::Version:
    case LiveTableModel::Requests:
    case LiveTableModel::Tokens:
    case LiveTableModel::Cost:
    case LiveTableModel::ToolCalls:
        return 13;
    default:
        return 26;
    }
}

} // namespace

LiveView::LiveView(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::m, space::m, space::m);
    layout->setSpacing(space::s);
    layout->addWidget(makeHeader());
    m_problem = new Notice(this);
    layout->addWidget(m_problem);
    connect(m_problem, &Notice::activated, this, &LiveView::retryRequested);
    m_stack = new QStackedWidget(this);
    m_stack->addWidget(makeGrid());
    m_stack->addWidget(makeTable());
    m_evidence = new EvidenceList(this);
    m_stack->addWidget(m_evidence);
    m_help = new TrafficHelp(this);
    m_stack->addWidget(m_help);
    layout->addWidget(m_stack, 1);
    m_scheduler = new RepaintScheduler(
        static_cast<int>(m_panels.size()),
        [this](int i) {
            const auto& chart = m_panels[static_cast<std::size_t>(i)]->chart();
            return chart.isVisible() && !chart.viewport()->visibleRegion().isEmpty();
        },
        [this](int i) { m_panels[static_cast<std::size_t>(i)]->chart().refresh(); }, this);
    for (auto* bar : {m_scroll->verticalScrollBar(), m_scroll->horizontalScrollBar()})
        connect(bar, &QScrollBar::valueChanged, m_scheduler, &RepaintScheduler::wake);
}

QWidget* LiveView::makeHeader() {
    auto* header = new QWidget(this);
    m_header = new QBoxLayout(QBoxLayout::LeftToRight, header);
    m_header->setContentsMargins(0, 0, 0, 0);
    m_header->setSpacing(space::s);
    m_compared = new PlainLabel(header);
    m_compared->setWordWrap(true);
    m_compared->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_header->addWidget(m_compared, 1);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::xs);
    addRanges(*buttons);
    m_tableButton = makeSwitch(tr("Table"), tr("Show the values as a table"));
    m_evidenceButton = makeSwitch(tr("Evidence"), tr("Show what each guardrail has seen"));
    buttons->addSpacing(space::s);
    buttons->addStretch(1);
    buttons->addWidget(m_evidenceButton);
    buttons->addWidget(m_tableButton);
    m_header->addLayout(buttons);
    return header;
}

// Of the two at most one is down; with none the charts are shown.
QToolButton* LiveView::makeSwitch(const QString& text, const QString& name) {
    auto* made = new QToolButton(this);
    made->setText(text);
    made->setCheckable(true);
    made->setAccessibleName(name);
    connect(made, &QToolButton::toggled, this, [this, made](bool down) {
        auto* other = made == m_tableButton ? m_evidenceButton : m_tableButton;
        if (down)
            other->setChecked(false);
        showContent();
    });
    return made;
}

void LiveView::addRanges(QLayout& layout) {
    struct Choice {
        int seconds;
        QString text;
    };

    const Choice choices[] = {{60, tr("1 min")},  {300, tr("5 min")},  {900, tr("15 min")},   {3600, tr("1 h")},
                              {21600, tr("6 h")}, {86400, tr("24 h")}, {604800, tr("7 days")}};
    auto* group = new QButtonGroup(this);
    for (const auto& [seconds, text] : choices) {
        auto* button = new QToolButton(this);
        button->setText(text);
        button->setCheckable(true);
        button->setAccessibleName(tr("Show %1").arg(spanInWords(std::chrono::seconds(seconds))));
        button->setChecked(std::chrono::seconds(seconds) == m_range);
        group->addButton(button, seconds);
        layout.addWidget(button);
    }
    // Tab goes to the chosen one, the arrow keys go on from there.
    const auto reach = [](QAbstractButton* button, bool chosen) {
        button->setFocusPolicy(chosen ? Qt::TabFocus : Qt::NoFocus);
    };
    for (auto* button : group->buttons())
        reach(button, button->isChecked());
    connect(group, &QButtonGroup::buttonToggled, this, reach);
    connect(group, &QButtonGroup::idClicked, this, [this](int seconds) {
        m_range = std::chrono::seconds(seconds);
        Q_EMIT rangeChanged();
    });
}

QWidget* LiveView::makeGrid() {
    auto* content = new QWidget;
    m_grid = new QGridLayout(content);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(space::s);
    for (const auto metric : allMetrics) {
        auto* panel = new MetricPanel(metric, content);
        const int index = static_cast<int>(m_panels.size());
        m_panels.push_back(panel);
        connect(panel, &MetricPanel::evidenceRequested, this, &LiveView::showEvidence);
        connect(panel, &MetricPanel::measureChanged, this, [this, index] { m_scheduler->markDirty(index); });
        const auto showAll = [this](std::optional<WallTime> time) {
            for (auto* other : m_panels)
                other->chart().setCrosshair(time);
        };
        connect(&panel->chart(), &MetricChart::hovered, this,
                [showAll](qint64 time) { showAll(WallTime(std::chrono::milliseconds(time))); });
        connect(&panel->chart(), &MetricChart::hoverEnded, this, [showAll] { showAll(std::nullopt); });
    }
    m_scroll = new QScrollArea(this);
    m_scroll->setWidget(content);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    arrangePanels(Arrange::Afresh);
    return m_scroll;
}

QTableView* LiveView::makeTable() {
    m_model = new LiveTableModel(this);
    m_table = new QTableView(this);
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Values of the charts"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setTabKeyNavigation(false);
    m_table->setWordWrap(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + space::s);
    auto& header = *m_table->horizontalHeader();
    const int unit = fontMetrics().averageCharWidth();
    for (int column = 0; column < LiveTableModel::ColumnCount; ++column) {
        const int characters = charactersOf(static_cast<LiveTableModel::Column>(column));
        header.resizeSection(column, std::max(unit * characters, header.sectionSizeHint(column)));
    }
    header.setHighlightSections(false);
    return m_table;
}

void LiveView::arrangePanels(Arrange how) {
    const int unit = fontMetrics().averageCharWidth();
    int columns = std::clamp(width() / (54 * unit), 1, 3);
    const auto isNow = [this](const MetricPanel* panel) {
        return isShown(panel->measure().metric, m_picture ? *m_picture : Picture{});
    };
    const int shown = static_cast<int>(std::ranges::count_if(m_panels, isNow));
    int widest = 0; // three numbers with what they are of need more than two
    for (const auto* panel : m_panels)
        widest = std::max(widest, isNow(panel) ? panel->minimumSizeHint().width() : 0);
    const int room = width() - 2 * space::m - style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    while (columns > 1 && columns * (widest + m_grid->horizontalSpacing()) > room)
        --columns;
    if (how == Arrange::Again && m_columns > 0)
        columns = std::min(columns, m_columns);
    // In a narrow window the sentence stands above the buttons instead of being squeezed beside them.
    m_header->setDirection(columns < 3 ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    if (columns == m_columns && shown == m_shownPanels)
        return;
    m_columns = columns;
    m_shownPanels = shown;
    for (auto* panel : m_panels)
        m_grid->removeWidget(panel);
    for (int i = 0; i < 3; ++i)
        m_grid->setColumnStretch(i, i < columns ? 1 : 0);
    int cell = 0;
    for (auto* panel : m_panels) {
        if (!isNow(panel)) {
            panel->hide();
            continue;
        }
        const int span = panelSpan(panel->measure().metric, columns, shown);
        m_grid->addWidget(panel, cell / columns, cell % columns, 1, span);
        panel->show();
        cell += span;
    }
    m_grid->activate(); // not a frame with a panel that has no place yet
}

void LiveView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrangePanels(Arrange::Afresh);
    if (m_picture)
        m_scheduler->markAllDirty(); // another width, other pixel columns
}

void LiveView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    arrangePanels(Arrange::Afresh); // only what is shown knows its fonts
}

void LiveView::setActive(bool active) {
    m_scheduler->setActive(active);
}

void LiveView::setGateway(const std::string& url) {
    m_gateway = url;
    showContent();
}

void LiveView::setProblem(const std::optional<Error>& error) {
    if (error)
        m_problem->sayError(*error, tr("Try again"));
    else
        m_problem->clear();
}

void LiveView::setTableShown(bool shown) {
    m_tableButton->setChecked(shown);
}

void LiveView::setEvidenceShown(bool shown) {
    m_evidenceButton->setChecked(shown);
}

void LiveView::showEvidence(const std::string& metric) {
    setEvidenceShown(true);
    m_evidence->showGuard(metric);
}

void LiveView::setPicture(std::shared_ptr<const Picture> picture) {
    m_picture = std::move(picture);
    for (auto* panel : m_panels)
        panel->setPicture(m_picture);
    const std::size_t lines = m_picture ? m_picture->lines.size() : 0;
    arrangePanels(lines == m_shownLines ? Arrange::Again : Arrange::Afresh);
    m_shownLines = lines;
    showContent();
    m_scheduler->markAllDirty();
}

void LiveView::showTable() {
    for (const auto& [column, metric] : {std::pair(LiveTableModel::ContractViolations, Metric::ContractViolations),
                                         std::pair(LiveTableModel::ToolFailures, Metric::ToolFailures),
                                         std::pair(LiveTableModel::Refusals, Metric::Refusals)})
        m_table->setColumnHidden(column, !isShown(metric, *m_picture));
    m_model->setRows(liveRows(*m_picture));
}

void LiveView::showContent() {
    if (!m_picture)
        return;
    m_compared->setText(headerLine(*m_picture));
    if (m_evidenceButton->isChecked()) {
        m_evidence->setEvidence(m_picture->evidence, m_picture->ended);
        m_stack->setCurrentWidget(m_evidence);
        return;
    }
    if (m_picture->requests() == 0) {
        m_help->setContent(m_picture->agent, m_gateway, spanInWords(m_range));
        m_stack->setCurrentWidget(m_help);
        return;
    }
    if (m_tableButton->isChecked())
        showTable();
    m_stack->setCurrentWidget(m_tableButton->isChecked() ? static_cast<QWidget*>(m_table) : m_scroll);
    m_scheduler->wake();
}

} // namespace signalbox::ui::live
