#include "ui/drills/drill_panel.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include "core/protocol/access.h"
#include "core/protocol/drill_message.h"
#include "ui/base/accessible.h"
#include "ui/base/formatting.h"
#include "ui/base/link_words.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"
#include "ui/base/table_look.h"
#include "ui/base/theme.h"
#include "ui/drills/drill_form.h"
#include "ui/drills/drill_model.h"
#include "ui/drills/drill_result.h"
#include "ui/drills/drill_words.h"

namespace signalbox::ui::drills {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using release::Drill;
using release::DrillOutcome;

namespace {

constexpr auto whileRunning = 400ms;
constexpr auto otherwise = 3s;
constexpr int formWidth = 360;

std::vector<std::string> namesOf(const std::vector<protocol::AgentStatus>& agents) {
    std::vector<std::string> names;
    for (const protocol::AgentStatus& status : agents)
        names.push_back(status.agent);
    return names;
}

} // namespace

DrillPanel::DrillPanel(client::BackendMirror& mirror, const std::string& agent, QWidget* parent)
    : Sheet(tr("Drill: would we be saved at night?"), parent),
      m_mirror(mirror),
      m_form(new DrillForm(namesOf(mirror.agents()), agent, this)),
      m_result(new DrillResult(this)),
      m_model(new DrillModel(this)),
      m_table(new QTableView(this)),
      m_scope(new PlainLabel(this)),
      m_notice(new Notice(this)),
      m_close(addButton(tr("Close"))),
      m_cancel(addButton(tr("End the drill"))),
      m_start(addButton(tr("Start the drill"))) {
    layOut();
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &DrillPanel::fetch);
    connect(m_start, &QPushButton::clicked, this, &DrillPanel::start);
    connect(m_cancel, &QPushButton::clicked, this, &DrillPanel::cancelDrill);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &DrillPanel::showChosen);
    connect(&mirror, &client::BackendMirror::linkChanged, this, [this] {
        showButtons();
        if (m_mirror.isFresh())
            fetch();
    });
    connect(&mirror, &client::BackendMirror::backendChanged, this, &DrillPanel::showButtons);
    showButtons();
    fetch();
}

void DrillPanel::layOut() {
    auto* intro = new PlainLabel(tr("A bad version is put on a sandbox agent, and traffic made for it. You see whether "
                                    "it is stopped without anybody, and how fast."),
                                 this);
    intro->setWordWrap(true);
    m_scope->setText(tr("Exercised: gateway, guardrails, controller and audit log, as a second copy inside this "
                        "backend. Not exercised: your providers, your network, your callers. No agent of yours is "
                        "touched."));
    m_scope->setTone(u"muted"_s);
    m_scope->setWordWrap(true);
    m_table->setModel(m_model);
    prepareTable(*m_table, tr("Former drills"));
    for (const auto& [column, widest] :
         std::initializer_list<std::pair<int, QString>>{{DrillModel::Time, u"2026-10-28 00:00:00"_s},
                                                        {DrillModel::Agent, u"summariser-x"_s},
                                                        {DrillModel::Outcome, u"✗ not detected x"_s},
                                                        {DrillModel::Detected, DrillModel::title(DrillModel::Detected)},
                                                        {DrillModel::Switched, DrillModel::title(DrillModel::Switched)},
                                                        {DrillModel::Who, u"release manager"_s}})
        fitColumn(*m_table, column, widest);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionResizeMode(DrillModel::What, QHeaderView::Stretch);
    auto* top = new QHBoxLayout;
    top->setSpacing(space::l);
    m_form->setFixedWidth(formWidth); // whatever is said beside it
    top->addWidget(m_form);
    top->addWidget(m_result, 1);
    connect(m_close, &QPushButton::clicked, this, &DrillPanel::reject);
    m_start->setProperty("kind", u"primary"_s);
    setDefaultButton(m_start);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_start);
    column().addWidget(intro);
    column().addLayout(top);
    column().addWidget(m_scope);
    column().addWidget(m_table, 1);
    column().addWidget(m_notice);
    column().addLayout(buttons);
}

void DrillPanel::fetch() {
    if (m_asking)
        return;
    m_asking = true;
    m_mirror.session().fetchDrills(this, [this](Result<protocol::DrillList> list) {
        m_asking = false;
        if (list)
            showDrills(std::move(list->drills));
        else if (m_mirror.isFresh())
            m_notice->sayError(list.error());
        m_again.start(running() != nullptr ? whileRunning : otherwise);
    });
}

void DrillPanel::start() {
    if (!m_start->isEnabled())
        return;
    m_starting = true;
    m_notice->clear();
    showButtons();
    m_mirror.session().startDrill({.order = m_form->order(), .reason = m_form->reason()}, this,
                                  [this](Result<Drill> drill) {
                                      m_starting = false;
                                      if (!drill)
                                          m_notice->sayError(drill.error());
                                      else
                                          m_table->setCurrentIndex({}); // what is to be followed is the newest
                                      showButtons();
                                      fetch();
                                  });
}

void DrillPanel::cancelDrill() {
    const Drill* drill = running();
    if (drill == nullptr)
        return;
    m_cancel->setEnabled(false);
    m_mirror.session().cancelDrill(drill->id, this, [this](Result<Drill> ended) {
        if (!ended)
            m_notice->sayError(ended.error());
        fetch();
    });
}

const Drill* DrillPanel::running() const {
    const auto& drills = m_model->rows();
    return !drills.empty() && drills.front().outcome == DrillOutcome::Running ? &drills.front() : nullptr;
}

void DrillPanel::showDrills(std::vector<Drill> drills) {
    m_known = true;
    const bool began =
        !drills.empty() && drills.front().outcome == DrillOutcome::Running && drills.front().id != m_shown;
    const bool ended = !drills.empty() && drills.front().outcome != DrillOutcome::Running && running() != nullptr;
    m_model->setRows(std::move(drills));
    if (began) {
        m_shown = m_model->row(0).id;
        m_notice->clear();
        m_table->setCurrentIndex(m_model->index(0, 0));
    } else if (!m_table->currentIndex().isValid() && m_model->rowCount({}) > 0) {
        m_table->setCurrentIndex(m_model->index(0, 0));
    }
    if (ended)
        announce(this, outcomeHeading(m_model->row(0)), Urgency::Assertive);
    showChosen();
    showButtons();
}

void DrillPanel::showChosen() {
    const QModelIndex at = m_table->currentIndex();
    if (!at.isValid()) {
        if (m_known && m_model->rowCount({}) == 0)
            m_result->setNone();
        return;
    }
    const Drill& drill = m_model->row(at.row());
    m_result->setDrill(drill, m_model->rows());
}

QString DrillPanel::obstacle() const {
    const auto& backend = m_mirror.backend();
    if (!m_mirror.isFresh())
        return staleText(m_mirror.session().link());
    if (backend && !protocol::mayUse(backend->role, "drill"))
        return tr("Your access does not allow drills; a release manager can start one.");
    if (running() != nullptr)
        return tr("A drill of %1 runs; there is one at a time.").arg(plainLine(running()->actor, 60));
    return m_starting ? tr("It is being started.") : QString();
}

void DrillPanel::showButtons() {
    const QString why = obstacle();
    m_start->setEnabled(why.isEmpty());
    m_start->setToolTip(why);
    describe(m_start, m_start->text(), why);
    m_cancel->setVisible(running() != nullptr);
    m_cancel->setEnabled(m_mirror.isFresh() && m_mirror.backend() &&
                         protocol::mayUse(m_mirror.backend()->role, "drill"));
    describe(m_cancel, m_cancel->text(), m_cancel->isEnabled() ? QString() : why);
    m_form->setEnabled(running() == nullptr);
    if (!why.isEmpty() && running() == nullptr && !m_starting)
        m_notice->say(Tone::Warning, why);
    else if (m_notice->text() == m_obstacleShown)
        m_notice->clear();
    m_obstacleShown = why;
}

} // namespace signalbox::ui::drills
