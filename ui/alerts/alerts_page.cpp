#include "ui/alerts/alerts_page.h"

#include <QVBoxLayout>

#include "core/protocol/access.h"
#include "ui/alerts/alerts_view.h"

namespace signalbox::ui::alerts {

AlertsPage::AlertsPage(client::BackendMirror& mirror, QWidget* parent) : Page(mirror, parent) {
    m_view = new AlertsView(this);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    connect(&mirror, &client::BackendMirror::alertsChanged, this, &AlertsPage::showAlerts);
    connect(&mirror, &client::BackendMirror::linkChanged, this, &AlertsPage::showObstacle);
    connect(&mirror, &client::BackendMirror::backendChanged, this, &AlertsPage::showObstacle);
    for (const auto signal : {&client::BackendMirror::agentsChanged, &client::BackendMirror::alertsChanged})
        connect(&mirror, signal, this, &AlertsPage::showExplained);
    connect(&mirror, &client::BackendMirror::agentChanged, this, &AlertsPage::showExplained);
    connect(m_view, &AlertsView::compareRequested, this, &Page::compareRequested);
    connect(&m_minute, &QTimer::timeout, this, &AlertsPage::showNow);
    m_minute.start(std::chrono::seconds(10));
    connect(m_view, &AlertsView::evidenceRequested, this, &AlertsPage::evidenceRequested);
    connect(m_view, &AlertsView::acknowledgeRequested, this, [this](quint64 alert, const QString& reason) {
        // The list follows by itself: an acknowledgement is an entry of the audit log, which the mirror hears of.
        this->mirror().session().acknowledge(alert, reason.toStdString(), this, [this](Result<protocol::Alert> done) {
            if (!done)
                m_view->setError(done.error());
        });
    });
    showAlerts();
    showObstacle();
    showExplained();
}

void AlertsPage::agentChanged() {
    m_view->setAgent(agent());
}

void AlertsPage::showAlerts() {
    m_view->setAlerts(mirror().alerts(),
                      std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
}

void AlertsPage::showNow() {
    if (m_view->isVisible())
        m_view->setNow(std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
}

void AlertsPage::showExplained() {
    std::set<std::string> releases;
    for (const protocol::AgentStatus& status : mirror().agents()) {
        if (status.state.release)
            releases.insert(status.state.release->id);
        else if (status.state.ended)
            releases.insert(status.state.ended->releaseId);
    }
    m_view->setExplained(std::move(releases));
}

void AlertsPage::showObstacle() {
    const auto& backend = mirror().backend();
    if (!mirror().isFresh())
        m_view->setObstacle(tr("The link to the backend is down."));
    else if (backend && !protocol::mayUse(backend->role, "acknowledge"))
        m_view->setObstacle(tr("Your access is for looking only; a responder can acknowledge."));
    else
        m_view->setObstacle({});
}

} // namespace signalbox::ui::alerts
