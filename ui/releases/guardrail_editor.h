// Edits the guardrails of a plan: what is watched, from which limit on, and what then happens, each beside what stable
// does today. Part of PlanEditor; UI thread. The value is always complete.
#pragma once

#include <vector>

#include <QWidget>

#include "core/protocol/messages.h"

class QComboBox;
class QDoubleSpinBox;
class QGridLayout;
class QLineEdit;
class QMenu;
class QPushButton;

namespace signalbox::ui {
class PlainLabel;
}

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

    // What the stable version did of late; without it nothing is said beside the limits.
    void setToday(const QString& version, const protocol::MetricPoint& total);

Q_SIGNALS:
    void changed();

private:
    struct Row {
        release::Guardrail guardrail;
        QLineEdit* signal = nullptr;     // its name; null for other metrics
        QDoubleSpinBox* limit = nullptr; // null: it has none
        QComboBox* action = nullptr;
        PlainLabel* today = nullptr;
        QPushButton* hint = nullptr;
    };

    static constexpr int todayColumn = 3;
    static constexpr int hintColumn = 4;
    static constexpr int removeColumn = 5;

    void rebuild(const std::vector<release::Guardrail>& guardrails);
    void addRow(int row, const release::Guardrail& guardrail, bool removable);
    void addToday(Row& made, int row);
    void showToday();
    [[nodiscard]] double limitOf(const Row& row) const; // as stored
    void fillMenu();

    QWidget* m_body = nullptr;
    QGridLayout* m_grid = nullptr;
    PlainLabel* m_now = nullptr;
    QString m_version;
    protocol::MetricPoint m_today{};
    QMenu* m_menu;
    QPushButton* m_add;
    std::vector<Row> m_rows;
};

} // namespace signalbox::ui::releases
