// One file shown by a DiffView, with what every way of showing it has: its name on a line of its own, a row of tools,
// finding in it. A part of DiffPanel and TextPanel, which say what stands in the row. UI thread.
#pragma once

#include <QWidget>

#include "ui/compare/diff_view.h"

class QHBoxLayout;
class QToolButton;
class QVBoxLayout;

namespace signalbox::ui {
class ElidedLabel;
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::compare {

class FindBar;

class FilePanel : public QWidget {
    Q_OBJECT

public:
    explicit FilePanel(QWidget* parent = nullptr);

    void setFile(FileDiffPtr file); // with its name; null: nothing to show

    [[nodiscard]] DiffView* view() const { return m_view; }

    [[nodiscard]] FindBar* findBar() const { return m_find; }

    [[nodiscard]] ElidedLabel* name() const { return m_name; }

    void openFind();
    void findOn(int by); // 1: next match, -1: the one before

protected:
    [[nodiscard]] QHBoxLayout* tools() const { return m_tools; } // filled from its left

    [[nodiscard]] QVBoxLayout* rows() const { return m_rows; } // above the view: name, tools, find bar

    [[nodiscard]] PlainLabel* count() const { return m_count; } // beside the name

    QToolButton* addTool(const QString& text, const QString& description);

    // So low that the text would get no line beside all of what stands around it: the name gives way.
    [[nodiscard]] bool isLow() const;
    void resizeEvent(QResizeEvent* event) override;

private:
    DiffView* m_view;
    FindBar* m_find;
    ElidedLabel* m_name;
    PlainLabel* m_count;
    QVBoxLayout* m_rows;
    QHBoxLayout* m_tools;
};

} // namespace signalbox::ui::compare
