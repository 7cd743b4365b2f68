#include "ui/versions/versions_page.h"

#include <QVBoxLayout>

#include "ui/versions/versions_view.h"

namespace signalbox::ui::versions {

VersionsPage::VersionsPage(client::BackendMirror& mirror, QWidget* parent)
    : Page(mirror, parent),
      m_view(new VersionsView(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    connect(&mirror, &client::BackendMirror::agentChanged, this, [this](const QString& name) {
        if (name.toStdString() == agent())
            followState();
    });
    connect(&mirror, &client::BackendMirror::agentsChanged, this, &VersionsPage::followState);
    // What makes traffic safer is in effect before it is recorded: the entry that the history is made of comes after.
    connect(&mirror, &client::BackendMirror::auditChanged, this, [this] {
        m_deploymentsOutdated = true;
        fetchDeployments();
    });
    connect(&mirror, &client::BackendMirror::linkChanged, this, &VersionsPage::followLink);
    connect(&mirror, &client::BackendMirror::versionsChanged, this, [this](const QString& name) {
        if (name.toStdString() == agent())
            refresh();
    });
    connect(m_view, &VersionsView::selectionChanged, this, &VersionsPage::fetchDetail);
    connect(m_view, &VersionsView::retryRequested, this, &VersionsPage::refresh);
    connect(&m_view->details(), &VersionDetails::retryRequested, this, [this] {
        m_detailOf = {};
        fetchDetail();
        m_deploymentsOutdated = true;
        fetchDeployments();
    });
    connect(&m_view->reader(), &FileReader::snapshotRequested, this, &VersionsPage::fetchFiles);
    connect(m_view, &VersionsView::compareRequested, this, &Page::compareRequested);
    connect(m_view, &VersionsView::releaseRequested, this, &Page::releaseRequested);
    connect(m_view, &VersionsView::selectionChanged, this, &VersionsPage::showQuarantine);
    connect(&m_view->details().quarantine(), &QuarantineLine::liftRequested, this, &Page::unquarantineRequested);
}

void VersionsPage::setActive(bool active) {
    Page::setActive(active);
    m_active = active;
    if (!active)
        return;
    followState();
    if (m_outdated)
        fetchVersions();
    fetchDeployments();
    fetchDetail();
}

void VersionsPage::refresh() {
    m_outdated = true;
    m_deploymentsOutdated = true;
    m_detailOf = {};
    if (!m_active)
        return;
    fetchVersions();
    fetchDeployments();
    fetchDetail();
}

void VersionsPage::agentChanged() {
    ++m_request;
    ++m_deploymentsRequest;
    m_view->setLoading(agent());
    m_view->details().setDeployments(std::nullopt);
    refresh();
    followState();
}

void VersionsPage::showStatus() {
    if (m_active)
        m_view->setStatus(mirror().agent(agent()), mirror().isFresh());
    showQuarantine();
}

void VersionsPage::showQuarantine() {
    const auto* row = m_view->selected();
    const protocol::AgentStatus* status = mirror().agent(agent());
    const bool known = row != nullptr && status != nullptr;
    m_view->details().quarantine().setQuarantined(known ? quarantineOf(status->state, row->version.ref()) : nullptr,
                                                  unquarantineObstacle(mirror()));
}

// An agent is heard of with every count of its holds; its deployments are asked for when its traffic or its record
// changed.
void VersionsPage::followState() {
    showStatus();
    const protocol::AgentStatus* status = mirror().agent(agent());
    if (!status || (m_followed == status->observed && m_followedRevision == status->state.revision))
        return;
    m_followed = status->observed;
    m_followedRevision = status->state.revision;
    m_deploymentsOutdated = true;
    fetchDeployments();
}

// What happened while the link was down was not heard of.
void VersionsPage::followLink() {
    showStatus();
    const bool fresh = mirror().isFresh();
    if (fresh && !m_wasFresh && !agent().empty())
        refresh();
    m_wasFresh = fresh;
}

void VersionsPage::fetchVersions() {
    if (agent().empty())
        return;
    m_outdated = false;
    mirror().session().fetchVersions(
        agent(), this, [this, request = ++m_request](Result<protocol::VersionList> answer) {
            if (request != m_request)
                return;
            if (answer) {
                m_view->setVersions(std::move(answer->versions), answer->problems, std::move(answer->checks));
            } else {
                m_outdated = true;
                m_view->setError(answer.error());
            }
        });
}

void VersionsPage::fetchDeployments() {
    if (!m_active || !m_deploymentsOutdated || agent().empty())
        return;
    m_deploymentsOutdated = false;
    mirror().session().fetchDeployments(
        agent(), this, [this, request = ++m_deploymentsRequest](Result<std::vector<protocol::Deployment>> answer) {
            if (request != m_deploymentsRequest)
                return;
            if (answer) {
                m_view->details().setDeployments(std::move(*answer));
            } else {
                m_deploymentsOutdated = true;
                m_view->details().setDeploymentsError(answer.error());
            }
        });
}

void VersionsPage::fetchDetail() {
    const auto* row = m_view->selected();
    if (!row || !m_active || keyOf(row->version) == m_detailOf)
        return;
    m_detailOf = keyOf(row->version);
    mirror().session().fetchVersion(m_detailOf.agent, m_detailOf.version, this,
                                    [this, key = m_detailOf](const Result<protocol::VersionDetail>& answer) {
                                        if (answer)
                                            m_view->details().setDetail(*answer);
                                        else
                                            m_view->details().setDetailError(key, answer.error());
                                    });
}

void VersionsPage::fetchFiles() {
    const VersionKey key = m_view->reader().key();
    mirror().session().fetchSnapshot(key.agent, key.version, this,
                                     [this, key](Result<protocol::SnapshotMessage> answer) {
                                         if (answer)
                                             m_view->reader().setSnapshot(key, std::move(*answer));
                                         else
                                             m_view->reader().setError(key, answer.error());
                                     });
}

} // namespace signalbox::ui::versions
