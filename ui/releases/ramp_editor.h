// Edits the ramp of a plan: its steps one by one, how it advances, what each step waits for. What it does not edit is
// left as it is. Part of PlanEditor; UI thread.
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

namespace signalbox::ui {
class PlainLabel;
}

namespace signalbox::ui::releases {

class RampEditor : public QWidget {
    Q_OBJECT

public:
    explicit RampEditor(QWidget* parent = nullptr);

    void setPlan(const release::Plan& plan); // says nothing
    void applyTo(release::Plan& plan) const;
    // What its steps are forecast by; nullopt: nothing is said about what they wait for.
    void setTraffic(const std::optional<StableTraffic>& traffic);
    [[nodiscard]] QString problem() const; // in one sentence; empty: none
    void showForecast();

Q_SIGNALS:
    void changed(); // by a person

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

    release::Plan m_plan; // as it was set
    QWidget* m_body = nullptr;
    QGridLayout* m_stepGrid = nullptr;
    std::vector<StepRow> m_steps;
    QComboBox* m_advance = nullptr;
    QCheckBox* m_evidence = nullptr;
    QDoubleSpinBox* m_promise = nullptr;
    std::optional<StableTraffic> m_traffic;
};

} // namespace signalbox::ui::releases
