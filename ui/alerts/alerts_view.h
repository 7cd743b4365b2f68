// Alerts as a widget over plain values: the list, the selected one with its evidence and the plan's runbook, and where
// a person says that they have seen it. Owned by AlertsPage; UI thread. Emits what the person asked for.
#pragma once

#include <set>

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>
#include <QTableView>
#include <QWidget>

#include "ui/alerts/alert_model.h"
#include "ui/base/empty_state.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"

namespace signalbox::ui::alerts {

// "2 of 5 alerts are open". Pure.
[[nodiscard]] QString countSentence(const std::vector<protocol::Alert>& alerts);

class AlertsView : public QWidget {
    Q_OBJECT

public:
    explicit AlertsView(QWidget* parent = nullptr);

    void setAgent(const std::string& agent);
    // `now`: for how long what is open has been so.
    void setAlerts(std::vector<protocol::Alert> alerts, WallTime now);
    void setNow(WallTime now);
    // Why nothing can be acknowledged now; empty: it can.
    void setObstacle(const QString& obstacle);
    void setError(const Error& error);
    // The releases whose evidence the console can show.
    void setExplained(std::set<std::string> releases);

    [[nodiscard]] QTableView& table() const { return *m_table; }

    [[nodiscard]] QPushButton& evidenceButton() const { return *m_evidence; }

    [[nodiscard]] QPushButton& button() const { return *m_acknowledge; }

    [[nodiscard]] QPushButton& compareButton() const { return *m_compare; }

    [[nodiscard]] QPushButton& whyButton() const { return *m_why; }

Q_SIGNALS:
    void acknowledgeRequested(quint64 alert, const QString& reason);
    void evidenceRequested(const std::string& agent, const std::string& guard);
    void compareRequested(const QString& left, const QString& right);

private:
    QLayout* makeBar();
    QWidget* makeDetails();
    QLayout* makeButtons(QWidget* panel);
    QLayout* makeAcknowledge(QWidget* panel);
    void showSelected();
    void showEvidenceButton(const protocol::Alert* alert);
    void showCompareButton(const protocol::Alert* alert);
    void showTimes();
    void showAgentOnly();
    [[nodiscard]] const protocol::Alert* selected() const;
    void acknowledge();

    AlertModel* m_model;
    AlertFilter* m_filter;
    std::string m_agent;
    QString m_obstacle;
    PlainLabel* m_count;
    QCheckBox* m_onlyAgent;
    Notice* m_notice;
    QStackedWidget* m_stack;
    QTableView* m_table;
    std::set<std::string> m_explained;
    WallTime m_now{};
    PlainLabel* m_what = nullptr;
    PlainLabel* m_when = nullptr;
    PlainLabel* m_done = nullptr;
    QPushButton* m_evidence = nullptr;
    QPushButton* m_compare = nullptr;
    QPushButton* m_why = nullptr;
    PlainLabel* m_statistics = nullptr; // behind "Why?"
    PlainLabel* m_runbookTitle = nullptr;
    PlainLabel* m_runbook = nullptr;
    PlainLabel* m_seen = nullptr;
    QLineEdit* m_reason = nullptr;
    QPushButton* m_acknowledge = nullptr;
};

} // namespace signalbox::ui::alerts
