// The diff of one part with its tools: which change of how many, previous and next, side by side or unified, all lines,
// find, legend. UI thread.
#pragma once

#include "ui/compare/file_panel.h"

class QComboBox;

namespace signalbox::ui::compare {

class DiffPanel : public FilePanel {
    Q_OBJECT

public:
    explicit DiffPanel(QWidget* parent = nullptr);

    void setVersions(const QString& left, const QString& right);
    void setFile(FileDiffPtr file);
    void setLegend(const QString& text); // instead of what fits two versions

    void goToChange(int step); // -1 or 1

protected:
    void resizeEvent(QResizeEvent* event) override; // of a low one the legend gives way

private:
    void addTools();
    void showChange();

    QComboBox* m_mode;
    PlainLabel* m_leftHead;
    PlainLabel* m_rightHead;
    PlainLabel* m_legend;
};

} // namespace signalbox::ui::compare
