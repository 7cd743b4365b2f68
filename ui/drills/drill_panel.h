// Practising: starts a drill, follows it, shows what came of it and of the former ones. It stands below the release
// bar, which works on. Asks the backend while it is there, more often while a drill runs. UI thread; the mirror
// outlives it.
#pragma once

#include <string>
#include <vector>

#include <QTimer>

#include "core/client/backend_mirror.h"
#include "core/release/drill.h"
#include "ui/base/sheet.h"

class QPushButton;
class QTableView;

namespace signalbox::ui {
class Notice;
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::drills {

class DrillForm;
class DrillModel;
class DrillResult;

class DrillPanel : public Sheet {
    Q_OBJECT

public:
    // `agent`: whose plan is offered first.
    DrillPanel(client::BackendMirror& mirror, const std::string& agent, QWidget* parent = nullptr);

    [[nodiscard]] QPushButton& startButton() const { return *m_start; }

    [[nodiscard]] QPushButton& cancelButton() const { return *m_cancel; }

    [[nodiscard]] QTableView& table() const { return *m_table; }

private:
    void layOut();
    void fetch();
    void start();
    void cancelDrill();
    void showDrills(std::vector<release::Drill> drills);
    void showChosen();
    void showButtons();
    [[nodiscard]] QString obstacle() const; // why none can be started now
    [[nodiscard]] const release::Drill* running() const;

    client::BackendMirror& m_mirror;
    DrillForm* m_form;
    DrillResult* m_result;
    DrillModel* m_model;
    QTableView* m_table;
    PlainLabel* m_scope;
    Notice* m_notice;
    QPushButton* m_close;
    QPushButton* m_cancel;
    QPushButton* m_start;
    QTimer m_again;
    QString m_obstacleShown;
    std::string m_shown; // id of the drill that was followed
    bool m_asking = false;
    bool m_starting = false;
    bool m_known = false; // the list was read
};

} // namespace signalbox::ui::drills
