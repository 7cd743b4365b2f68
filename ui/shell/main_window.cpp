#include "ui/shell/main_window.h"

#include <algorithm>

#include <QAction>
#include <QCloseEvent>
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
#include "ui/shell/side_panel.h"
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
      m_side(new SidePanel(this)),
      m_stack(new QStackedWidget(this)),
      m_welcome(new WelcomePage(this)),
      m_status(new StatusLine(this)),
      m_notifier(new AlertNotifier(*this)),
      m_palette(new CommandPalette(this)) {
    setWindowTitle(tr("Signalbox"));
    auto* splitter = new QSplitter(this);
    splitter->setChildrenCollapsible(false);
    m_sidebar = &m_side->sidebar();
    connect(m_sidebar, &Sidebar::agentChosen, this, &MainWindow::keepAgent);
    connect(m_side, &SidePanel::searchRequested, this, &MainWindow::openPalette);
    connect(m_side, &SidePanel::drillRequested, this, &MainWindow::openDrills);
    connect(m_side, &SidePanel::openRequested, this, &MainWindow::showWelcome);
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
        for (const OpenBackend& open : m_open)
            open.view->tick();
        showStatusLine();
        if (++m_seconds % 60 == 0)
            rememberAll(m_open);
    });
    m_second.start();
    resize(1440, 900);
    showStatusLine();
    showWelcome();
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
    rollBack->setShortcutContext(Qt::ApplicationShortcut); // also while a file is being chosen
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
    addWindowAction(tr("Close this backend"), u"close"_s, {}, [this] { closeCurrent(); });
    addWindowAction(tr("Light colours"), u"info"_s, {}, [] { chooseTheme(ThemeChoice::Light); });
    addWindowAction(tr("Dark colours"), u"info"_s, {}, [] { chooseTheme(ThemeChoice::Dark); });
    addWindowAction(tr("Colours of the desktop"), u"info"_s, {}, [] { chooseTheme(ThemeChoice::Desktop); });
    addWindowAction(tr("Quit"), u"close"_s, QKeySequence::Quit, [this] { close(); });
}

BackendView& MainWindow::addBackend(client::BackendMirror& mirror, const std::string& firstAgent,
                                    const RecentBackend& origin) {
    auto* view = new BackendView(mirror, m_factories, m_log, this);
    if (BackendView* before = currentView())
        before->setActive(false);
    m_current = static_cast<int>(m_open.size());
    m_open.push_back({.view = view, .firstAgent = firstAgent, .origin = origin});
    m_stack->addWidget(view);
    connectView(*view);
    m_welcome->showBusy({});
    m_side->show();
    m_stack->setCurrentWidget(view);
    view->setActive(true);
    showSidebar();
    showStatusLine();
    return *view;
}

void MainWindow::connectView(BackendView& view) {
    using client::BackendMirror;
    BackendMirror& mirror = view.mirror();
    for (const auto signal :
         {&BackendMirror::agentsChanged, &BackendMirror::backendChanged, &BackendMirror::linkChanged})
        connect(&mirror, signal, this, &MainWindow::showSidebar);
    connect(&mirror, &BackendMirror::agentChanged, this, &MainWindow::showSidebar);
    connect(&mirror, &BackendMirror::alertsChanged, this, &MainWindow::showAlertMarks);
    connect(&mirror, &BackendMirror::alertRaised, m_notifier, &AlertNotifier::tell);
    connect(&view, &BackendView::statusChanged, this, &MainWindow::showStatusLine);
    connect(&view, &BackendView::agentRequested, this,
            [this, shown = &view](const std::string& agent) { keepAgent(indexOf(shown), agent); });
    connect(&view, &BackendView::messageChanged, m_status, &StatusLine::setMessage);
    connect(&view, &BackendView::startRequested, this, [this, &mirror] { Q_EMIT startAgainRequested(mirror); });
    connect(&view, &BackendView::tokenReplaced, this,
            [this, &mirror](const QString& token) { Q_EMIT tokenReplaced(mirror, token); });
}

int MainWindow::indexOf(const BackendView* view) const {
    const auto found = std::ranges::find(m_open, view, &OpenBackend::view);
    return found == m_open.end() ? -1 : static_cast<int>(found - m_open.begin());
}

void MainWindow::removeBackend(const client::BackendMirror& mirror) {
    const auto found = std::ranges::find_if(m_open, [&](const auto& open) { return &open.view->mirror() == &mirror; });
    if (found == m_open.end())
        return;
    BackendView* view = found->view;
    rememberAll({*found});
    mirror.disconnect(this);
    mirror.disconnect(m_notifier);
    m_open.erase(found);
    m_current = m_open.empty() ? -1 : std::min(m_current, static_cast<int>(m_open.size()) - 1);
    delete view;
    setWindowTitle(tr("Signalbox"));
    showSidebar();
    showStatusLine();
    if (BackendView* next = currentView(); next != nullptr && !next->agent().empty())
        chooseAgent(m_current, next->agent());
    else if (next == nullptr)
        showWelcome();
}

void MainWindow::closeCurrent() {
    BackendView* view = currentView();
    if (view == nullptr)
        return;
    const client::BackendMirror& mirror = view->mirror();
    removeBackend(mirror);
    Q_EMIT closeRequested(mirror);
}

bool MainWindow::showOpen(const RecentBackend& recent) {
    const auto found = std::ranges::find_if(m_open, [&](const auto& open) { return open.origin.isSame(recent); });
    if (found == m_open.end())
        return false;
    chooseAgent(static_cast<int>(found - m_open.begin()), found->view->agent());
    return true;
}

void MainWindow::setEnded(const client::BackendMirror& mirror, const Error& error) {
    for (const OpenBackend& open : m_open)
        if (&open.view->mirror() == &mirror)
            open.view->setEnded(error);
}

void MainWindow::say(const QString& message) {
    m_status->setMessage(message);
}

// The window goes at once; what it started is ended without it.
void MainWindow::closeEvent(QCloseEvent* event) {
    rememberAll(m_open);
    QMainWindow::closeEvent(event);
    Q_EMIT closed();
}

BackendView* MainWindow::currentView() const {
    return m_current < 0 ? nullptr : m_open[static_cast<std::size_t>(m_current)].view;
}

void MainWindow::showWelcome() {
    m_side->setVisible(!m_open.empty());
    m_welcome->setRecent(recentWith(m_open));
    m_stack->setCurrentWidget(m_welcome);
}

void MainWindow::chooseAgent(int backend, const std::string& agent) {
    if (backend < 0 || static_cast<std::size_t>(backend) >= m_open.size())
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
    for (const OpenBackend& open : m_open)
        backends.push_back(sidebarOf(*open.view));
    m_sidebar->setBackends(backends);
    const BackendView* view = currentView();
    if (view == nullptr || !view->agent().empty())
        return;
    const std::string first = firstToSee(view->mirror(), m_open[static_cast<std::size_t>(m_current)].firstAgent);
    if (!first.empty())
        return chooseAgent(m_current, first);
    if (const QModelIndex top = m_sidebar->tree().firstAgent(m_current); top.isValid())
        chooseAgent(m_current, top.data(SidebarModel::AgentRole).toString().toStdString());
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
        view->openDrillPanel();
}

void MainWindow::openPalette() {
    std::vector<PaletteEntry> entries;
    const auto append = [&](std::vector<PaletteEntry> more) { std::ranges::move(more, std::back_inserter(entries)); };
    if (BackendView* view = currentView()) {
        for (int i = 0; i < static_cast<int>(m_open.size()); ++i)
            append(agentEntries(*m_open[static_cast<std::size_t>(i)].view,
                                [this, i](const std::string& agent) { keepAgent(i, agent); }));
        append(verbEntries(*view));
        if (m_stack->currentWidget() == view)
            append(pageEntries(*view));
        const auto* rollBack = view->bar().button(releases::Verb::RollBack);
        m_palette->keepFree(rollBack->isVisible() ? rollBack->mapTo(this, QPoint(0, rollBack->height())).y() : 0);
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
