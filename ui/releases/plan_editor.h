// Edits the plan of a release: how fast it goes (a ready-made ramp, or one of one's own), what is copied first, what
// stops it. The value is always complete; whether it is allowed is the backend's to say (checkPlan runs there), the
// obvious is said here. UI thread.
#pragma once

#include <QWidget>

#include "core/release/pace.h"
#include "ui/releases/forecast_words.h"

namespace signalbox::ui::releases {

class ForecastLines;
class GuardrailEditor;
class PaceRow;
class PlanDetails;
class RampEditor;
class RampLine;
class ShadowRow;

class PlanEditor : public QWidget {
    Q_OBJECT

public:
    explicit PlanEditor(QWidget* parent = nullptr);

    // The agent's own, which is the usual one from now on.
    void setPlan(const release::Plan& plan);
    [[nodiscard]] release::Plan plan() const;
    // nullopt: the plan's own steps are opened.
    void choosePace(std::optional<release::Pace> pace);
    // What its steps are forecast by; nullopt: nothing is said about what they can see.
    void setTraffic(std::optional<StableTraffic> traffic);
    // What is wrong with it, in one sentence; empty when nothing is.
    [[nodiscard]] QString problem() const;

    [[nodiscard]] const std::optional<StableTraffic>& traffic() const { return m_traffic; }

    [[nodiscard]] ShadowRow& shadow() const { return *m_shadow; }

    [[nodiscard]] PlanDetails& details() const { return *m_details; }

    [[nodiscard]] PaceRow& paces() const { return *m_paces; }

    [[nodiscard]] RampLine& line() const { return *m_line; }

Q_SIGNALS:
    void changed();

private:
    void layOut();
    void fill(const release::Plan& plan);
    void takeChange();
    void showRamp();

    release::Plan m_agents;
    release::Plan m_plan; // what no part edits comes from here
    std::optional<StableTraffic> m_traffic;
    PaceRow* m_paces;
    RampLine* m_line;
    RampEditor* m_ramp; // in sight when a person wants steps of their own
    ShadowRow* m_shadow;
    GuardrailEditor* m_guards;
    ForecastLines* m_forecast;
    PlanDetails* m_details;
};

} // namespace signalbox::ui::releases
