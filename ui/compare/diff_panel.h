// The diff of one part with its tools: which change of how many, previous and next, side by side or unified, all lines,
// find, legend. UI thread.
#pragma once

#include <QWidget>

#include "ui/compare/diff_view.h"

class QComboBox;
class QHBoxLayout;
class QToolButton;

namespace signalbox::ui {
class ElidedLabel;
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::compare {

class FindBar;

class DiffPanel : public QWidget {
    Q_OBJECT

public:
    explicit DiffPanel(QWidget* parent = nullptr);

    void setVersions(const QString& left, const QString& right);
    void setFile(FileDiffPtr file);
    void setLegend(const QString& text); // instead of what fits two versions

    [[nodiscard]] DiffView* view() const { return m_view; }

    [[nodiscard]] FindBar* findBar() const { return m_find; }

    void openFind();
    void findOn(int by);       // 1: next match, -1: the one before
    void goToChange(int step); // -1 or 1

private:
    void addTools(QHBoxLayout* row);
    void showChange();

    DiffView* m_view;
    FindBar* m_find;
    ElidedLabel* m_path;
    PlainLabel* m_change;
    QComboBox* m_mode;
    PlainLabel* m_leftHead;
    PlainLabel* m_rightHead;
    PlainLabel* m_legend;
};

} // namespace signalbox::ui::compare
