// Edits the plan of a release: the steps of its ramp, how it advances, its guardrails. The value is always complete;
// whether it is allowed is the backend's to say (checkPlan runs there), the obvious is said here. UI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/releases/forecast_words.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLayout;
class QToolButton;
class QVBoxLayout;

namespace signalbox::ui {
class PlainLabel;
}

namespace signalbox::ui::releases {

class GuardrailEditor;
class PlanDetails;

class PlanEditor : public QWidget {
    Q_OBJECT

public:
    explicit PlanEditor(QWidget* parent = nullptr);

    void setPlan(const release::Plan& plan);
    [[nodiscard]] release::Plan plan() const;
    // What its steps are forecast by; nullopt: nothing is said about what they can see.
    void setTraffic(std::optional<StableTraffic> traffic);
    // What is wrong with it, in one sentence; empty when nothing is.
    [[nodiscard]] QString problem() const;

    [[nodiscard]] const std::optional<StableTraffic>& traffic() const { return m_traffic; }

    [[nodiscard]] PlanDetails& details() const { return *m_details; }

Q_SIGNALS:
    void changed();

private:
    struct StepRow {
        PlainLabel* number;
        QDoubleSpinBox* weight;
        QDoubleSpinBox* minutes;
        QCheckBox* approval;
        PlainLabel* forecast;
        QToolButton* remove;
    };

    void rebuild();
    QLayout* makeEvidence();
    void addStep(int row, const release::Step& step);
    void removeStep(std::size_t index);
    void insertStep();
    void addForecast(QVBoxLayout& column);
    void showForecast();

    release::Plan m_plan; // what the rows do not edit comes from here
    QWidget* m_body = nullptr;
    QGridLayout* m_stepGrid = nullptr;
    std::vector<StepRow> m_steps;
    GuardrailEditor* m_guards = nullptr;
    PlanDetails* m_details = nullptr;
    QComboBox* m_advance = nullptr;
    QCheckBox* m_evidence = nullptr;
    QDoubleSpinBox* m_promise = nullptr;
    std::optional<StableTraffic> m_traffic;
    PlainLabel* m_forecast = nullptr;
    QToolButton* m_askWhy = nullptr;
    PlainLabel* m_why = nullptr;
    PlainLabel* m_advice = nullptr;
};

} // namespace signalbox::ui::releases
