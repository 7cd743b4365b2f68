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
    connect(m_view, &AlertsView::acknowledgeRequested, this, [this](quint64 alert, const QString& reason) {
        // The list follows by itself: an acknowledgement is an entry of the audit log, which the mirror hears of.
        this->mirror().session().acknowledge(alert, reason.toStdString(), this, [this](Result<protocol::Alert> done) {
            if (!done)
                m_view->setError(done.error());
        });
    });
    showAlerts();
    showObstacle();
}

void AlertsPage::agentChanged() {
    m_view->setAgent(agent());
}

void AlertsPage::showAlerts() {
    m_view->setAlerts(mirror().alerts());
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
