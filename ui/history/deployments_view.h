// The deployment history of one agent as a page part: table, empty and error states, export. Owned by HistoryView; UI
// thread.
#pragma once

#include <QStackedWidget>
#include <QTableView>
#include <QWidget>

#include "ui/base/busy_overlay.h"
#include "ui/base/empty_state.h"
#include "ui/base/notice.h"
#include "ui/history/deployment_model.h"

namespace signalbox::ui::history {

class DeploymentsView : public QWidget {
    Q_OBJECT

public:
    explicit DeploymentsView(QWidget* parent = nullptr);

    void setLoading();
    void setRows(std::vector<protocol::Deployment> rows);
    void setError(const Error& error);

    void say(Tone tone, const QString& text, const QString& hint = {}) { m_notice->say(tone, text, hint); }

    [[nodiscard]] DeploymentModel& model() const { return *m_model; }

Q_SIGNALS:
    void retryRequested();
    void exportRequested();

private:
    DeploymentModel* m_model;
    QTableView* m_table;
    Notice* m_notice;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    BusyOverlay* m_busy = nullptr;
};

} // namespace signalbox::ui::history
