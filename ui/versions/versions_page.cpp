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
        if (name.toStdString() == agent() && m_active) {
            showStatus();
            fetchDeployments();
        }
    });
    connect(&mirror, &client::BackendMirror::agentsChanged, this, &VersionsPage::showStatus);
    connect(&mirror, &client::BackendMirror::linkChanged, this, &VersionsPage::showStatus);
    connect(&mirror, &client::BackendMirror::versionsChanged, this, [this](const QString& name) {
        if (name.toStdString() == agent())
            refresh();
    });
    connect(m_view, &VersionsView::selectionChanged, this, &VersionsPage::fetchDetail);
    connect(m_view, &VersionsView::retryRequested, this, &VersionsPage::refresh);
    connect(&m_view->details(), &VersionDetails::retryRequested, this, [this] {
        m_detailOf.clear();
        fetchDetail();
    });
    connect(m_view, &VersionsView::compareRequested, this, &Page::compareRequested);
    connect(m_view, &VersionsView::releaseRequested, this, &Page::releaseRequested);
}

void VersionsPage::setActive(bool active) {
    Page::setActive(active);
    m_active = active;
    if (!active)
        return;
    showStatus();
    if (m_outdated)
        fetchVersions();
}

void VersionsPage::refresh() {
    m_outdated = true;
    if (m_active)
        fetchVersions();
}

void VersionsPage::agentChanged() {
    ++m_request;
    m_detailOf.clear();
    m_view->setLoading(agent());
    m_view->details().setDeployments(std::nullopt);
    showStatus();
    refresh();
}

void VersionsPage::showStatus() {
    if (m_active)
        m_view->setStatus(mirror().agent(agent()), mirror().isFresh());
}

void VersionsPage::fetchVersions() {
    if (agent().empty())
        return;
    m_outdated = false;
    mirror().session().fetchVersions(agent(), this,
                                     [this, request = ++m_request](Result<protocol::VersionList> answer) {
                                         if (request != m_request)
                                             return;
                                         if (answer) {
                                             m_view->setVersions(std::move(answer->versions), answer->problems);
                                         } else {
                                             m_outdated = true;
                                             m_view->setError(answer.error());
                                         }
                                     });
    fetchDeployments();
}

void VersionsPage::fetchDeployments() {
    mirror().session().fetchDeployments(agent(), this,
                                        [this, asked = agent()](Result<std::vector<protocol::Deployment>> answer) {
                                            if (asked == agent() && answer)
                                                m_view->details().setDeployments(std::move(*answer));
                                        });
}

void VersionsPage::fetchDetail() {
    const auto* row = m_view->selected();
    if (!row || row->name == m_detailOf)
        return;
    m_detailOf = row->name;
    mirror().session().fetchVersion(agent(), row->name, this,
                                    [this, asked = agent(), name = row->name](Result<protocol::VersionDetail> answer) {
                                        if (asked != agent() || name != m_detailOf)
                                            return;
                                        if (answer)
                                            m_view->details().setDetail(*answer);
                                        else
                                            m_view->details().setDetailError(answer.error());
                                    });
}

} // namespace signalbox::ui::versions
