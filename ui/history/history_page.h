// The History page of the main window: deployments of the agent, the backend's audit log, and the console's own. Owned
// by the window; UI thread. The console's log may be absent (it could not be opened); it must outlive the page.
#pragma once

#include <memory>

#include <QFutureWatcher>
#include <QTabWidget>

#include "core/client/console_log.h"
#include "ui/base/page.h"
#include "ui/history/audit_export.h"

namespace signalbox::ui::history {

class AuditView;
class DeploymentsView;

class HistoryPage : public Page {
    Q_OBJECT

public:
    explicit HistoryPage(client::BackendMirror& mirror, QWidget* parent = nullptr);

    // Shows the console's own log as a third tab. Call at most once; null: none.
    void setConsoleLog(client::ConsoleLog* log);
    void setActive(bool active) override;
    void refresh() override;

protected:
    void agentChanged() override;

private:
    void connectAudit();
    void connectConsole();
    void fetchDeployments();
    void fetchNewest();
    void fetchOlder(quint64 before);
    void verify();
    void verifyConsole();
    void readConsole();
    void saveDeployments(const QString& path);
    void exportLog(AuditView& view, const QString& path, AuditExport::Ask ask);
    // Lets the person choose a file; `save` runs when one is chosen.
    void saveAs(const QString& name, std::function<void(const QString& path)> save);

    client::ConsoleLog* m_log = nullptr;
    QTabWidget* m_tabs;
    DeploymentsView* m_deployments;
    AuditView* m_audit;
    AuditView* m_console = nullptr;
    QFutureWatcher<audit::Verification> m_verifier;
    bool m_active = false;
    bool m_outdated = true;
};

} // namespace signalbox::ui::history
