// Everything the console can do, found by typing (Ctrl+K). Child of the window it covers; keyboard only if one likes:
// type, arrows, Enter, Escape. UI thread.
#pragma once

#include <QFrame>
#include <QPointer>
#include <QStyledItemDelegate>

#include "ui/shell/palette_model.h"

class QLineEdit;
class QListView;

namespace signalbox::ui {
class PlainLabel;
}

namespace signalbox::ui::shell {

class PaletteDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& at) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& at) const override;
};

class CommandPalette : public QFrame {
    Q_OBJECT

public:
    explicit CommandPalette(QWidget* window);

    void open(std::vector<PaletteEntry> entries);
    void close();

    // Nothing above this line of the window is covered.
    void keepFree(int height) { m_free = height; }

    [[nodiscard]] QLineEdit& field() const { return *m_field; }

    [[nodiscard]] PaletteModel& model() const { return *m_model; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool keyPressed(int key);
    void runCurrent();
    void place();

    PaletteModel* m_model;
    QLineEdit* m_field;
    QListView* m_list;
    PlainLabel* m_nothing;
    QPointer<QWidget> m_focusBefore;
    int m_free = 0;
};

} // namespace signalbox::ui::shell
