// Starts a release: which version, by which plan, and why. Opened with open(); its button names what it does
// ("Start 2.2.0 at 5 %"). It stays open with the error inline when the backend refuses. UI thread.
#pragma once

#include <string>

#include <QDialog>

#include "core/client/backend_mirror.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace signalbox::ui {
class Notice;
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::releases {

class PlanEditor;
class ShadowRow;

class ReleaseDialog : public QDialog {
    Q_OBJECT

public:
    explicit ReleaseDialog(const protocol::AgentStatus& status, QWidget* parent = nullptr);

    // Asks the backend for versions and the agent's plan.
    void fetch(client::BackendSession& session);
    void setVersions(const std::vector<agents::Version>& versions);
    void setPlan(const release::Plan& plan);
    void choose(const QString& version);
    void showError(const Error& error);
    void setBusy(bool busy);

    [[nodiscard]] QPushButton& startButton() const { return *m_start; }

    [[nodiscard]] QComboBox& candidates() const { return *m_candidates; }

Q_SIGNALS:
    void startRequested(const std::string& agent, const signalbox::protocol::CommandMessage& message);

private:
    void fetchTraffic(client::BackendSession& session);
    void showStart();
    void requestStart();
    [[nodiscard]] const agents::Version* candidate() const;
    [[nodiscard]] release::Plan plan() const;
    // What stands against this start beside the running release; empty: nothing.
    [[nodiscard]] QString runningProblem(const release::Plan& plan) const;
    [[nodiscard]] QString startText(const release::Plan& plan) const;

    protocol::AgentStatus m_status;
    std::vector<agents::Version> m_versions; // that can be released, newest first
    QString m_wanted;
    bool m_busy = false;
    bool m_havePlan = false;
    QComboBox* m_candidates;
    PlainLabel* m_about;
    ShadowRow* m_shadow;
    PlanEditor* m_plan;
    QLineEdit* m_reason;
    Notice* m_notice;
    QPushButton* m_start;
};

} // namespace signalbox::ui::releases
