// The parts of a plan that seldom change from one release to the next, below a fold: what happens while another release
// runs, conversations at a roll back, gates, freeze windows, the comparison of shadows. What is not edited here is
// shown in words and comes from release.yaml. Part of the plan editor; UI thread.
#pragma once

#include <QWidget>

#include "core/release/plan.h"

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QToolButton;

namespace signalbox::ui {
class ElidedLabel;
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::releases {

class PlanDetails : public QWidget {
    Q_OBJECT

public:
    explicit PlanDetails(QWidget* parent = nullptr);

    void setPlan(const release::Plan& plan);
    void applyTo(release::Plan& plan) const;
    [[nodiscard]] QString problem() const; // empty: none
    void setOpen(bool open);
    [[nodiscard]] bool isOpen() const;

Q_SIGNALS:
    void changed();

private:
    QWidget* makeBody();
    QWidget* makeConversations(QWidget* parent);
    void showState();

    release::Plan m_plan; // as it was set
    QToolButton* m_fold;
    ElidedLabel* m_summary;
    QWidget* m_body = nullptr;
    QComboBox* m_whenRunning = nullptr;
    QComboBox* m_conversations = nullptr;
    QDoubleSpinBox* m_drain = nullptr;
    QLineEdit* m_gates = nullptr;
    PlainLabel* m_freeze = nullptr;
    PlainLabel* m_comparison = nullptr;
};

// "weekend: Sat, Sun, all day"
[[nodiscard]] QString windowText(const release::FreezeWindow& window);
// "3 fields by rules of their own; …"
[[nodiscard]] QString comparisonText(const release::Comparison& comparison);

} // namespace signalbox::ui::releases
