#include "ui/shell/main_window.h"

#include <algorithm>

#include <QAction>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/releases/release_bar.h"
#include "ui/shell/alert_notifier.h"
#include "ui/shell/backend_view.h"
#include "ui/shell/command_palette.h"
#include "ui/shell/control_entries.h"
#include "ui/shell/palette_entries.h"
#include "ui/shell/sidebar.h"
#include "ui/shell/status_line.h"
#include "ui/shell/welcome_page.h"

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

MainWindow::MainWindow(std::vector<PageFactory> pages, client::ConsoleLog* log, QWidget* parent)
    : QMainWindow(parent),
      m_factories(std::move(pages)),
      m_log(log),
      m_stack(new QStackedWidget(this)),
      m_welcome(new WelcomePage(this)),
      m_status(new StatusLine(this)),
      m_notifier(new AlertNotifier(*this)),
      m_palette(new CommandPalette(this)) {
    setWindowTitle(tr("Signalbox"));
    auto* splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    m_side = makeSide();
    m_stack->addWidget(m_welcome);
    splitter->addWidget(m_side);
    splitter->addWidget(m_stack);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({240, 1200});
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(splitter, 1);
    column->addWidget(m_status);
    setCentralWidget(centre);
    makeActions();
    connect(m_status, &StatusLine::alertsRequested, this, &MainWindow::showAlerts);
    connect(m_notifier, &AlertNotifier::activated, this, &MainWindow::showAlerts);
    m_second.setInterval(1s);
    connect(&m_second, &QTimer::timeout, this, [this] {
        for (BackendView* view : m_views)
            view->tick();
        showStatusLine();
    });
    m_second.start();
    resize(1440, 900);
    showStatusLine();
    showWelcome();
}

QWidget* MainWindow::makeSide() {
    auto* side = new QWidget(this);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, space::s, 0, space::s);
    column->setSpacing(space::s);
    m_sidebar = new Sidebar(side);
    connect(m_sidebar, &Sidebar::agentChosen, this, &MainWindow::keepAgent);
    const auto button = [&](const QString& text, const QString& iconName, const std::function<void()>& run) {
        auto* made = new QPushButton(icon(iconName, IconColor::Accent), text, side);
        made->setProperty("kind", u"flat"_s);
        made->setAccessibleName(text);
        connect(made, &QPushButton::clicked, this, run);
        return made;
    };
    auto* search = button(tr("Search and commands"), u"search"_s, [this] { openPalette(); });
    search->setToolTip(tr("Everything that can be done here (Ctrl+K)"));
    auto* drill = button(tr("Make a drill"), u"check"_s, [this] { openDrills(); });
    drill->setToolTip(tr("Practise: would a bad version be stopped at night, and how fast?"));
    auto* open = button(tr("Open another backend"), u"plus"_s, [this] { showWelcome(); });
    column->addWidget(search, 0, Qt::AlignLeft);
    column->addWidget(m_sidebar, 1);
    column->addWidget(drill, 0, Qt::AlignLeft);
    column->addWidget(open, 0, Qt::AlignLeft);
    side->setMinimumWidth(180);
    return side;
}

QAction* MainWindow::addWindowAction(const QString& text, const QString& iconName, const QKeySequence& shortcut,
                                     const std::function<void()>& run) {
    auto* action = new QAction(icon(iconName), text, this);
    action->setData(iconName);
    action->setShortcut(shortcut);
    connect(action, &QAction::triggered, this, run);
    addAction(action);
    m_windowActions.push_back(action);
    return action;
}

void MainWindow::makeActions() {
    auto* search = new QAction(tr("Search and commands"), this);
    search->setShortcut(QKeySequence(u"Ctrl+K"_s));
    connect(search, &QAction::triggered, this, &MainWindow::openPalette);
    addAction(search);
    auto* rollBack = new QAction(tr("Roll back the chosen agent"), this);
    rollBack->setShortcut(QKeySequence(u"Ctrl+Shift+Backspace"_s));
    connect(rollBack, &QAction::triggered, this, [this] {
        if (BackendView* view = currentView())
            view->bar().trigger(releases::Verb::RollBack);
    });
    addAction(rollBack);
    for (int i = 0; i < static_cast<int>(m_factories.size()); ++i) {
        const PageFactory& factory = m_factories[static_cast<std::size_t>(i)];
        addWindowAction(tr("Page %1").arg(factory.title), factory.icon, QKeySequence(u"Ctrl+%1"_s.arg(i + 1)),
                        [this, i] {
                            if (BackendView* view = currentView())
                                view->pages().showPage(i);
                        });
    }
    addWindowAction(tr("Make a drill"), u"check"_s, QKeySequence(u"Ctrl+Shift+D"_s), [this] { openDrills(); });
    addWindowAction(tr("Read everything again"), u"refresh"_s, QKeySequence(Qt::Key_F5), [this] { refresh(); });
    addWindowAction(tr("Open another backend"), u"plus"_s, QKeySequence::Open, [this] { showWelcome(); });
    addWindowAction(tr("Light colours"), u"info"_s, {}, [] { applyTheme(Scheme::Light); });
    addWindowAction(tr("Dark colours"), u"info"_s, {}, [] { applyTheme(Scheme::Dark); });
    addWindowAction(tr("Quit"), u"close"_s, QKeySequence::Quit, [this] { close(); });
}

BackendView& MainWindow::addBackend(client::BackendMirror& mirror, const std::string& firstAgent) {
    auto* view = new BackendView(mirror, m_factories, m_log, this);
    const int index = static_cast<int>(m_views.size());
    m_views.push_back(view);
    m_firstAgents.push_back(firstAgent);
    m_stack->addWidget(view);
    using client::BackendMirror;
    for (const auto signal :
         {&BackendMirror::agentsChanged, &BackendMirror::backendChanged, &BackendMirror::linkChanged})
        connect(&mirror, signal, this, &MainWindow::showSidebar);
    connect(&mirror, &BackendMirror::agentChanged, this, &MainWindow::showSidebar);
    connect(&mirror, &BackendMirror::alertsChanged, this, &MainWindow::showAlertMarks);
    connect(&mirror, &BackendMirror::alertRaised, m_notifier, &AlertNotifier::tell);
    connect(view, &BackendView::statusChanged, this, &MainWindow::showStatusLine);
    connect(view, &BackendView::agentRequested, this,
            [this, index](const std::string& agent) { keepAgent(index, agent); });
    connect(view, &BackendView::messageChanged, m_status, &StatusLine::setMessage);
    m_welcome->showBusy({});
    m_side->show();
    m_current = index;
    m_stack->setCurrentWidget(view);
    view->setActive(true);
    showSidebar();
    showStatusLine();
    return *view;
}

BackendView* MainWindow::currentView() const {
    return m_current < 0 ? nullptr : m_views[static_cast<std::size_t>(m_current)];
}

void MainWindow::showWelcome() {
    m_side->setVisible(!m_views.empty());
    m_welcome->setRecent(recentBackends());
    m_stack->setCurrentWidget(m_welcome);
}

void MainWindow::chooseAgent(int backend, const std::string& agent) {
    if (backend < 0 || static_cast<std::size_t>(backend) >= m_views.size())
        return;
    if (BackendView* before = currentView(); before != nullptr && m_current != backend)
        before->setActive(false);
    m_current = backend;
    BackendView* view = currentView();
    m_stack->setCurrentWidget(view);
    view->setActive(true);
    view->showAgent(agent);
    const bool keeps = m_keepsAgent; // the sidebar reports every choice
    m_sidebar->choose(backend, agent);
    m_keepsAgent = keeps;
    setWindowTitle(tr("%1 · %2 · Signalbox").arg(plainLine(agent, 80), view->name()));
    showStatusLine();
}

void MainWindow::keepAgent(int backend, const std::string& agent) {
    m_keepsAgent = true;
    chooseAgent(backend, agent);
}

void MainWindow::showSidebar() {
    std::vector<SidebarBackend> backends;
    for (const BackendView* view : m_views) {
        const client::BackendMirror& mirror = view->mirror();
        backends.push_back({view->name(),
                            mirror.session().link().state,
                            mirror.backend() && mirror.backend()->simulated,
                            mirror.agents(),
                            mirror.teams(),
                            {},
                            mirror.unserved()});
        for (const protocol::Alert& alert : mirror.alerts())
            if (!alert.acknowledged)
                backends.back().alarmed.insert(alert.agent);
    }
    m_sidebar->setBackends(backends);
    const BackendView* view = currentView();
    if (view == nullptr || !view->agent().empty())
        return;
    // The first agent with a release is what one comes for; otherwise the one that was asked for, or the first of all.
    const auto& agents = view->mirror().agents();
    for (const protocol::AgentStatus& status : agents)
        if (status.state.release)
            return chooseAgent(m_current, status.agent);
    const std::string& wanted = m_firstAgents[static_cast<std::size_t>(m_current)];
    if (std::ranges::contains(agents, wanted, &protocol::AgentStatus::agent))
        return chooseAgent(m_current, wanted);
    const QModelIndex first = m_sidebar->tree().firstAgent(m_current);
    if (first.isValid())
        chooseAgent(m_current, first.data(SidebarModel::AgentRole).toString().toStdString());
}

// Alerts come after the agents: as long as nobody has chosen one, the agent with the newest open alert is what a person
// who was paged comes for.
void MainWindow::showAlertMarks() {
    showSidebar();
    showStatusLine();
    const BackendView* view = currentView();
    if (view == nullptr || m_keepsAgent)
        return;
    for (const protocol::Alert& alert : view->mirror().alerts()) {
        if (alert.acknowledged ||
            !std::ranges::contains(view->mirror().agents(), alert.agent, &protocol::AgentStatus::agent))
            continue;
        return keepAgent(m_current, alert.agent); // once: what is looked at does not change under the eyes
    }
}

void MainWindow::showStatusLine() {
    const BackendView* view = currentView();
    m_status->setVisible(view != nullptr);
    if (view == nullptr) {
        m_status->clear();
        return;
    }
    m_status->setLink(view->name(), view->mirror().session().link());
    m_status->setAudit(view->audit());
    m_status->setAlerts(static_cast<std::size_t>(
        std::ranges::count_if(view->mirror().alerts(), [](const auto& alert) { return !alert.acknowledged; })));
    m_status->setSimulated(view->mirror().backend() && view->mirror().backend()->simulated);
}

void MainWindow::refresh() {
    if (BackendView* view = currentView())
        view->pages().refresh();
}

void MainWindow::showAlerts() {
    BackendView* view = currentView();
    if (view == nullptr)
        return;
    if (isMinimized())
        showNormal();
    raise();
    activateWindow();
    m_stack->setCurrentWidget(view);
    view->pages().showPage(u"alerts"_s);
}

void MainWindow::openDrills() {
    if (BackendView* view = currentView())
        view->openDrillDialog();
}

void MainWindow::openPalette() {
    std::vector<PaletteEntry> entries;
    const auto append = [&](std::vector<PaletteEntry> more) { std::ranges::move(more, std::back_inserter(entries)); };
    if (BackendView* view = currentView()) {
        append(verbEntries(*view));
        for (int i = 0; i < static_cast<int>(m_views.size()); ++i)
            append(agentEntries(*m_views[static_cast<std::size_t>(i)],
                                [this, i](const std::string& agent) { keepAgent(i, agent); }));
        if (m_stack->currentWidget() == view)
            append(pageEntries(*view));
        append(actionEntries(m_windowActions));
        append(versionEntries(*view));
    } else {
        append(actionEntries(m_windowActions));
    }
    if (m_stack->currentWidget() == m_welcome)
        append(controlEntries(*m_welcome, tr("Welcome")));
    m_palette->open(std::move(entries));
}

} // namespace signalbox::ui::shell
