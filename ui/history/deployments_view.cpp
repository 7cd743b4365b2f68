#include "ui/history/deployments_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/table_look.h"
#include "ui/base/theme.h"
#include "ui/base/two_line_delegate.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::history {

DeploymentsView::DeploymentsView(QWidget* parent)
    : QWidget(parent),
      m_model(new DeploymentModel(this)),
      m_table(new QTableView(this)),
      m_notice(new Notice(this)),
      m_stack(new QStackedWidget(this)),
      m_empty(new EmptyState(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::m, space::m, space::m);
    layout->setSpacing(space::s);
    auto* bar = new QHBoxLayout;
    auto* about = new PlainLabel(tr("Which version had which share of traffic, newest first."), this);
    about->setTone(u"muted"_s);
    auto* save = new QPushButton(icon(u"export"_s), tr("Export…"), this);
    describe(save, tr("Export the deployments"), tr("Saves the table as CSV or JSON lines"));
    bar->addWidget(about, 1);
    bar->addWidget(save);
    layout->addLayout(bar);
    layout->addWidget(m_notice);
    m_notice->setDismissText(tr("Dismiss"));
    m_table->setModel(m_model);
    prepareTable(*m_table, tr("Deployments of the agent"));
    useTwoLines(*m_table);
    for (const auto& [column, widest] :
         std::initializer_list<std::pair<int, QString>>{{DeploymentModel::Version, u"10.20.30-rc.1"_s},
                                                        {DeploymentModel::Role, u"● canary"_s},
                                                        {DeploymentModel::Weight, u"Weight  "_s},
                                                        {DeploymentModel::When, u"until 2026-10-28 00:00:00"_s},
                                                        {DeploymentModel::Who, u"The guardrail on errors"_s}})
        fitColumn(*m_table, column, widest);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    layout->addWidget(m_stack, 1);
    m_busy = new BusyOverlay(m_stack);
    connect(m_empty, &EmptyState::activated, this, &DeploymentsView::retryRequested);
    connect(save, &QPushButton::clicked, this, &DeploymentsView::exportRequested);
}

void DeploymentsView::setLoading() {
    m_model->setRows({});
    m_stack->setCurrentIndex(0);
    m_busy->start(tr("Reading the deployments"));
}

void DeploymentsView::setRows(std::vector<protocol::Deployment> rows) {
    m_busy->stop();
    m_model->setRows(newestFirst(std::move(rows)));
    m_empty->setContent(u"history"_s, tr("No deployments yet"),
                        tr("As soon as a version gets traffic, it is listed here with who decided so and why."),
                        tr("Look again"));
    m_stack->setCurrentIndex(m_model->rows().empty() ? 1 : 0);
}

void DeploymentsView::setError(const Error& error) {
    m_busy->stop();
    if (!m_model->rows().empty()) {
        m_notice->sayError(error);
        return;
    }
    m_empty->setContent(u"error"_s, plainLine(error.message), plainLine(error.hint), tr("Try again"));
    m_stack->setCurrentWidget(m_empty);
}

} // namespace signalbox::ui::history
