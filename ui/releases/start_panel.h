// Starts a release: which version, by which plan, and why. It stands below the release bar, whose buttons work on; its
// own button names what it does ("Start 2.2.0 at 5 %"). It stays open with the error inline when the backend refuses,
// and follows what becomes of the agent meanwhile. UI thread.
#pragma once

#include <string>

#include "core/client/backend_mirror.h"
#include "ui/base/sheet.h"
#include "ui/releases/forecast_words.h"

class QLineEdit;
class QPushButton;

namespace signalbox::ui {
class Notice;
class PlainLabel;
class QuarantineLine;
} // namespace signalbox::ui

namespace signalbox::ui::releases {

class CandidateBox;
class PlanEditor;

class StartPanel : public Sheet {
    Q_OBJECT

public:
    explicit StartPanel(const protocol::AgentStatus& status, QWidget* parent = nullptr);

    [[nodiscard]] const std::string& agent() const { return m_status.agent; }

    // Of the same agent, as it is now.
    void setStatus(const protocol::AgentStatus& status);
    // Why a quarantine cannot be lifted from here; empty: it can.
    void setLift(const QString& whyNot);
    // Asks the backend for versions and the agent's plan.
    void fetch(client::BackendSession& session);
    void setVersions(const std::vector<agents::Version>& versions);
    void setPlan(const release::Plan& plan);
    void setTraffic(std::optional<StableTraffic> traffic);
    void choose(const QString& version);
    void showError(const Error& error);
    void setBusy(bool busy);

    [[nodiscard]] QPushButton& startButton() const { return *m_start; }

    [[nodiscard]] CandidateBox& candidates() const { return *m_candidates; }

    [[nodiscard]] PlanEditor& editor() const { return *m_plan; }

    [[nodiscard]] QuarantineLine& quarantine() const { return *m_quarantine; }

Q_SIGNALS:
    void unquarantineRequested(const QString& version);
    void compareRequested(const QString& left, const QString& right);
    void startRequested(const std::string& agent, const signalbox::protocol::CommandMessage& message);

private:
    void layOut();
    [[nodiscard]] QWidget* makeForm();
    [[nodiscard]] QString titleText() const;
    [[nodiscard]] QString aboutText(const agents::Version& version) const;
    void fetchTraffic(client::BackendSession& session);
    void showStart();
    void showUnits(); // what of the traffic cannot be told apart
    void requestStart();
    void showQuarantine();
    // What stands against this start beside the running release; empty: nothing.
    [[nodiscard]] QString runningProblem(const release::Plan& plan) const;
    [[nodiscard]] QString startText(const release::Plan& plan) const;

    protocol::AgentStatus m_status;
    QString m_liftObstacle;
    bool m_busy = false;
    bool m_havePlan = false;
    CandidateBox* m_candidates;
    QPushButton* m_compare;
    PlainLabel* m_about;
    QuarantineLine* m_quarantine;
    PlanEditor* m_plan;
    PlainLabel* m_sentence;
    PlainLabel* m_units;
    QLineEdit* m_reason;
    Notice* m_notice;
    QPushButton* m_cancel;
    QPushButton* m_start;
};

} // namespace signalbox::ui::releases
