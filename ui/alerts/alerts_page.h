// The Alerts page of the main window: what guardrails of this backend did or found, and who has seen it. Owned by the
// window; UI thread. Shows what the mirror holds.
#pragma once

#include <QTimer>

#include "ui/base/page.h"

namespace signalbox::ui::alerts {

class AlertsView;

class AlertsPage : public Page {
    Q_OBJECT

public:
    explicit AlertsPage(client::BackendMirror& mirror, QWidget* parent = nullptr);

protected:
    void agentChanged() override;

private:
    void showAlerts();
    void showObstacle();
    void showExplained();
    void showNow();

    AlertsView* m_view;
    QTimer m_minute; // how long what is open has been so
};

} // namespace signalbox::ui::alerts
