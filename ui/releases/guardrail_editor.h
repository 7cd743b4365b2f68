// Edits the guardrails of a plan: what is watched, from which limit on, and what then happens. Part of PlanEditor; UI
// thread. The value is always complete.
#pragma once

#include <vector>

#include <QWidget>

#include "core/release/plan.h"

class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLineEdit;
class QMenu;
class QPushButton;

namespace signalbox::ui::releases {

class GuardrailEditor : public QWidget {
    Q_OBJECT

public:
    explicit GuardrailEditor(QWidget* parent = nullptr);

    void setGuardrails(const std::vector<release::Guardrail>& guardrails);
    [[nodiscard]] std::vector<release::Guardrail> guardrails() const;
    // What is wrong with it, in one sentence; empty when nothing is.
    [[nodiscard]] QString problem() const;
    // Adds one with the usual limit and action; "signal:" asks for the signal's name.
    void add(const std::string& metric);

Q_SIGNALS:
    void changed();

private:
    struct Row {
        release::Guardrail guardrail;
        QLineEdit* signal = nullptr;     // its name; null for other metrics
        QDoubleSpinBox* limit = nullptr; // null: it has none
        QComboBox* action = nullptr;
    };

    void rebuild(const std::vector<release::Guardrail>& guardrails);
    void addRow(int row, const release::Guardrail& guardrail, bool removable);
    void fillMenu();

    QWidget* m_body = nullptr;
    QGridLayout* m_grid = nullptr;
    QMenu* m_menu;
    QPushButton* m_add;
    std::vector<Row> m_rows;
};

} // namespace signalbox::ui::releases
