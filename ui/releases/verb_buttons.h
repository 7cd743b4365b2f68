// The row of verbs in the release bar: the red button first, what moves forward at the end, what is rare in a menu.
// Each says what it does or, disabled, what it waits for, as far as there is room. Emits what was pressed. UI thread.
#pragma once

#include <map>

#include <QWidget>

#include "ui/releases/release_view.h"

class QAction;
class QPushButton;
class QToolButton;

namespace signalbox::ui::releases {

class VerbButton;

class VerbButtons : public QWidget {
    Q_OBJECT

public:
    explicit VerbButtons(QWidget* parent = nullptr);

    void showView(const ReleaseView& view, std::optional<Verb> pending);

    [[nodiscard]] QPushButton* button(Verb verb) const; // null for what is in the menu
    [[nodiscard]] QAction* action(Verb verb) const;     // null for what is a button

Q_SIGNALS:
    void triggered(signalbox::ui::releases::Verb verb);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void addMenu();
    void fit();

    ReleaseView m_view;
    std::optional<Verb> m_pending;
    std::map<Verb, VerbButton*> m_buttons;
    std::map<Verb, QAction*> m_actions;
    QToolButton* m_more;
};

} // namespace signalbox::ui::releases
