#include "ui/shell/backend_view.h"

#include <algorithm>

#include <QClipboard>
#include <QGuiApplication>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/base/empty_state.h"
#include "ui/base/link_words.h"
#include "ui/base/notice.h"
#include "ui/base/notice_strip.h"
#include "ui/base/plain_text.h"
#include "ui/base/quarantine_line.h"
#include "ui/base/stale_veil.h"
#include "ui/drills/drill_panel.h"
#include "ui/releases/release_bar.h"
#include "ui/releases/start_panel.h"
#include "ui/releases/state_strip.h"
#include "ui/releases/strip_feed.h"
#include "ui/shell/link_banner.h"

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;
using releases::Commander;
using releases::ReleaseBar;
using releases::StartPanel;
using releases::Verb;

namespace {

constexpr int leastOfPages = 160;

// Takes what is left: as high as its pages would like to be at this width it need not be. A layout holds that height
// for the least one, and would take it from the questions above.
class Middle final : public QStackedWidget {
public:
    using QStackedWidget::QStackedWidget;

    [[nodiscard]] bool hasHeightForWidth() const override { return false; }
};

} // namespace

BackendView::BackendView(client::BackendMirror& mirror, std::vector<PageFactory> pages, client::ConsoleLog* log,
                         QWidget* parent)
    : QWidget(parent),
      m_mirror(mirror),
      m_commander(new Commander(mirror, log, this)),
      m_audit(new AuditWatch(mirror, log, this)),
      m_strip(new NoticeStrip(this)),
      m_banner(new LinkBanner(this)),
      m_alarm(new Notice(this)),
      m_bar(new ReleaseBar(this)),
      m_pages(new PageStack(mirror, std::move(pages), this)),
      m_empty(new EmptyState(this)),
      m_stack(new QStackedWidget(this)),
      m_veil(new StaleVeil(m_stack)),
      m_middle(new Middle(this)) {
    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    addStateStrip(*column);
    m_middle->addWidget(m_pages);
    m_middle->setMinimumHeight(leastOfPages); // a question above them takes their room, and makes no window larger
    column->addWidget(m_middle, 1);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(content);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_strip);
    layout->addWidget(m_stack, 1);
    m_strip->add(m_banner, NoticeStrip::Rank::First);
    m_strip->add(m_alarm);
    m_strip->add(m_bar->notice());
    m_alarm->setDismissText(tr("Dismiss"));
    connectMirror();
    connectCommander();
    connectBanner();
    connect(m_pages, &PageStack::agentRequested, this, &BackendView::agentRequested);
    connect(m_pages, &PageStack::releaseRequested, this, &BackendView::openStartPanel);
    connect(m_pages, &PageStack::unquarantineRequested, m_bar, &ReleaseBar::askToUnquarantine);
    connect(m_pages, &PageStack::pageAsked, this, [this] { showSheet(nullptr); });
    connect(m_empty, &EmptyState::activated, this, &BackendView::followRemedy);
    connect(m_bar, &ReleaseBar::startRequested, this, [this] { openStartPanel(); });
    showLink();
    showStatus();
}

void BackendView::addStateStrip(QVBoxLayout& column) {
    auto* strip = new releases::StateStrip(this);
    m_feed = new releases::StripFeed(m_mirror, *strip, this);
    column.addWidget(strip);
    connect(strip, &releases::StateStrip::releaseRequested, this, &BackendView::openStartPanel);
}

void BackendView::connectMirror() {
    using client::BackendMirror;
    connect(&m_mirror, &BackendMirror::linkChanged, this, &BackendView::showLink);
    connect(&m_mirror, &BackendMirror::agentsChanged, this, &BackendView::showStatus);
    connect(&m_mirror, &BackendMirror::backendChanged, this, [this] {
        showStatus();
        showLink();
    });
    connect(&m_mirror, &BackendMirror::agentChanged, this, [this](const QString& agent) {
        if (agent.toStdString() == m_agent)
            showStatus();
    });
    connect(&m_mirror, &BackendMirror::versionsChanged, this, [this](const QString& agent) {
        if (agent.toStdString() == m_agent)
            fetchVersions();
    });
    connect(&m_mirror, &BackendMirror::alertsChanged, this, &BackendView::showAlerts);
    connect(m_audit, &AuditWatch::changed, this, &BackendView::statusChanged);
    connect(m_audit, &AuditWatch::alarm, this, [this](const Error& error) { m_alarm->sayError(error); });
}

void BackendView::connectCommander() {
    connect(m_bar, &ReleaseBar::commandRequested, m_commander, &Commander::send);
    connect(m_commander, &Commander::pendingChanged, this, [this](const std::string& agent) {
        if (agent == m_agent)
            m_bar->setPending(m_commander->pending(agent));
    });
    connect(m_commander, &Commander::succeeded, this,
            [this](const std::string& agent, Verb verb, const protocol::CommandResult& result) {
                if (verb == Verb::Start && m_start && m_start->agent() == agent)
                    m_start->accept();
                showStatus();
                if (agent == m_agent)
                    m_bar->showResult(verb, result);
            });
    connect(m_commander, &Commander::failed, this, [this](const std::string& agent, Verb verb, const Error& error) {
        if (verb == Verb::Start && m_start && m_start->agent() == agent)
            m_start->showError(error);
        else if (agent == m_agent && verb == Verb::Adopt) // there is no bar yet
            m_alarm->sayError(error);
        else if (agent == m_agent)
            m_bar->showFailure(verb, error);
    });
    connect(m_commander, &Commander::logFailed, this, [this](const Error& error) {
        Q_EMIT messageChanged(tr("This console's own log: %1").arg(plainLine(error.message, 160)));
    });
}

void BackendView::connectBanner() {
    connect(m_banner, &LinkBanner::retryRequested, this, [this] { m_mirror.session().retryNow(); });
    connect(m_banner, &LinkBanner::startRequested, this, &BackendView::startRequested);
    connect(m_banner, &LinkBanner::tokenGiven, this, [this](const QString& token) {
        m_mirror.session().setToken(token.toStdString());
        Q_EMIT tokenReplaced(token);
    });
    connect(m_banner, &LinkBanner::seen, this, [this] {
        m_seenOther = m_mirror.otherSince();
        showLink();
    });
}

void BackendView::showAlerts() {
    m_pages->setCount(u"alerts"_s, static_cast<std::size_t>(std::ranges::count_if(
                                       m_mirror.alerts(), [](const auto& alert) { return !alert.acknowledged; })));
}

QString BackendView::name() const {
    const auto& backend = m_mirror.backend();
    return backend && !backend->name.empty() ? plainLine(backend->name, 60) : m_mirror.session().url().host();
}

StartPanel* BackendView::startPanel() const {
    return m_start;
}

void BackendView::showAgent(const std::string& agent) {
    if (m_agent == agent)
        return;
    m_agent = agent;
    m_versions.clear();
    showSheet(nullptr); // it was about another agent
    m_bar->setPending(m_commander->pending(agent));
    m_feed->setAgent(agent);
    showStatus();
    m_pages->setAgent(agent);
    fetchVersions();
}

void BackendView::showStatus() {
    if (const auto& backend = m_mirror.backend())
        m_bar->setAccess(backend->role);
    const protocol::AgentStatus* status = m_mirror.agent(m_agent);
    m_stack->setCurrentIndex(status != nullptr ? 1 : 0);
    if (status != nullptr) {
        m_bar->setStatus(*status);
        if (m_start && m_start->agent() == m_agent) {
            m_start->setStatus(*status);
            m_start->setLift(unquarantineObstacle(m_mirror));
        }
        return;
    }
    const auto unserved = std::ranges::find(m_mirror.unserved(), m_agent, &protocol::UnservedAgent::agent);
    if (unserved != m_mirror.unserved().end())
        showUnserved(*unserved);
    else if (!m_mirror.backend())
        m_empty->setContent(u"backend"_s, tr("Waiting for the backend"),
                            tr("Its agents are shown as soon as it answers."));
    else if (m_mirror.agents().empty() && m_mirror.unserved().empty())
        m_empty->setContent(u"agent"_s, tr("This workspace has no agents yet"),
                            tr("\"signalboxctl init NAME\" in its folder makes the first one."));
    else
        m_empty->setContent(u"agent"_s, tr("No agent is chosen"), tr("Choose one on the left."));
}

void BackendView::followRemedy() {
    const auto unserved = std::ranges::find(m_mirror.unserved(), m_agent, &protocol::UnservedAgent::agent);
    if (unserved == m_mirror.unserved().end() || unserved->version.empty()) {
        QGuiApplication::clipboard()->setText(m_remedy);
        return;
    }
    protocol::CommandMessage message;
    message.version = unserved->version;
    m_commander->send(m_agent, Verb::Adopt, std::move(message));
}

void BackendView::showUnserved(const protocol::UnservedAgent& agent) {
    m_remedy = plainLine(agent.command, 2000);
    QString next = plainLine(agent.hint, 300);
    if (!m_remedy.isEmpty())
        next += u"\n"_s + m_remedy;
    m_empty->setContent(u"agent"_s, plainLine(agent.message, 300), next,
                        !agent.version.empty() ? tr("Let %1 answer every request").arg(plainLine(agent.version, 40))
                        : m_remedy.isEmpty()   ? QString()
                                               : tr("Copy the command"));
}

void BackendView::showLink() {
    const client::Link& link = m_mirror.session().link();
    m_bar->setLink(m_mirror.isFresh(), staleText(link));
    if (m_mirror.isFresh())
        m_ended.reset();
    const QUrl url = m_mirror.session().url();
    LinkFacts facts{.link = link, .address = plainLine(url.authority(QUrl::FullyEncoded).toStdString(), 80)};
    facts.ended = m_ended;
    if (m_mirror.otherSince() != m_seenOther)
        facts.otherSince = m_mirror.otherSince();
    if (const auto& backend = m_mirror.backend())
        facts.workspaceProblem = backend->workspaceProblem;
    m_banner->show(facts);
    m_strip->setQuiet(tr("%1 · %2 · what you see is confirmed").arg(name(), facts.address));
    m_veil->setVisible(link.state == client::LinkState::Stale);
    Q_EMIT statusChanged();
}

bool BackendView::isGreyed() const {
    return !m_veil->isHidden();
}

void BackendView::setEnded(const Error& error) {
    m_ended = error;
    showLink();
}

void BackendView::fetchVersions() {
    if (m_agent.empty())
        return;
    m_mirror.session().fetchVersions(m_agent, this, [this, agent = m_agent](Result<protocol::VersionList> list) {
        if (!list || agent != m_agent)
            return;
        m_versions.clear();
        for (const agents::Version& version : list->versions)
            m_versions.push_back(QString::fromStdString(version.version.toString()));
        m_feed->setVersions(m_versions);
    });
}

void BackendView::showSheet(Sheet* sheet) {
    if (sheet == nullptr) {
        m_middle->setCurrentWidget(m_pages);
        return;
    }
    if (m_middle->indexOf(sheet) < 0) {
        m_middle->addWidget(sheet);
        sheet->setAttribute(Qt::WA_DeleteOnClose);
        connect(sheet, &Sheet::closed, this, [this, sheet] {
            const bool shown = m_middle->currentWidget() == sheet;
            m_middle->removeWidget(sheet);
            if (shown)
                showSheet(nullptr);
        });
    }
    sheet->open();
    m_middle->setCurrentWidget(sheet);
}

void BackendView::openStartPanel(const QString& version) {
    const protocol::AgentStatus* status = m_mirror.agent(m_agent);
    if (status == nullptr)
        return;
    if (m_start && m_start->agent() != m_agent)
        m_start->close();
    if (!m_start || m_start->agent() != m_agent) {
        m_start = new StartPanel(*status, this);
        connect(m_start, &StartPanel::unquarantineRequested, m_bar, &ReleaseBar::askToUnquarantine);
        connect(m_start, &StartPanel::compareRequested, m_pages, &PageStack::compare);
        connect(m_start, &StartPanel::startRequested, this,
                [this](const std::string& agent, const protocol::CommandMessage& message) {
                    m_commander->send(agent, Verb::Start, message);
                });
        m_start->setLift(unquarantineObstacle(m_mirror));
        m_start->fetch(m_mirror.session());
    }
    m_start->choose(version);
    showSheet(m_start);
}

drills::DrillPanel* BackendView::drillPanel() const {
    return m_drills;
}

void BackendView::openDrillPanel() {
    if (!m_drills)
        m_drills = new drills::DrillPanel(m_mirror, m_agent, this);
    showSheet(m_drills);
}

void BackendView::setActive(bool active) {
    m_pages->setActive(active);
}

void BackendView::tick() {
    m_bar->tick();
    m_banner->tick();
}

} // namespace signalbox::ui::shell
