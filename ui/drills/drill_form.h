// What a drill is to be like, with usual values filled in. UI thread.
#pragma once

#include <string>
#include <vector>

#include <QWidget>

#include "core/release/drill.h"

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QSpinBox;

namespace signalbox::ui::drills {

class DrillForm : public QWidget {
    Q_OBJECT

public:
    // `chosen`: whose plan is offered first.
    DrillForm(const std::vector<std::string>& agents, const std::string& chosen, QWidget* parent = nullptr);

    [[nodiscard]] release::DrillOrder order() const;
    [[nodiscard]] std::string reason() const;

private:
    void showFields();

    std::vector<std::string> m_agents; // beside the entries of the box; the first is none
    QFormLayout* m_form;
    QComboBox* m_agent;
    QComboBox* m_kind;
    QDoubleSpinBox* m_delay;
    QSpinBox* m_share;
    QDoubleSpinBox* m_weight; // its least means: as the plan says
    QSpinBox* m_rate;
    QSpinBox* m_limit;
    QLineEdit* m_reason;
};

} // namespace signalbox::ui::drills
