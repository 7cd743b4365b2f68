// The part of the release bar that says what stands in the way or waits: a frozen agent, gates, the queue,
// conversations that still end; each with what can be done about it. Shows confirmed values and sends nothing. UI
// thread.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/releases/release_view.h"

class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace signalbox::ui::releases {

class CautionRow;

class CautionPanel : public QWidget {
    Q_OBJECT

public:
    explicit CautionPanel(QWidget* parent = nullptr);

    void showStatus(const protocol::AgentStatus& status, const ReleaseView& view);

    [[nodiscard]] QPushButton* button(Verb verb) const; // of the rows that are no gates; null: none

Q_SIGNALS:
    void triggered(signalbox::ui::releases::Verb verb);
    void gateReported(const std::string& gate, bool passed);

private:
    struct GateRow {
        std::string name;
        CautionRow* row;
        QPushButton* passed;
        QPushButton* failed;
    };

    QPushButton* addButton(CautionRow* row, Verb verb);
    void makeGates(const std::vector<std::string>& names);
    void showGates(const protocol::AgentStatus& status, const Offer& offer);

    CautionRow* m_frozen;
    CautionRow* m_queue;
    CautionRow* m_leaving;
    QScrollArea* m_gateScroll;
    QWidget* m_gateBody = nullptr;
    std::vector<std::string> m_gateNames;
    std::vector<GateRow> m_gates;
    std::vector<std::pair<Verb, QPushButton*>> m_buttons;
};

} // namespace signalbox::ui::releases
