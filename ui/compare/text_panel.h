// One file of one version to read: line numbers, syntax colours, find (Ctrl+F, F3, Shift+F3), copy. Read-only. UI
// thread; the text is prepared on the thread pool, and a newer one drops an older.
#pragma once

#include <QWidget>

#include "ui/base/latest_job.h"
#include "ui/compare/diff_view.h"

namespace signalbox::ui {
class ElidedLabel;
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::compare {

class FindBar;

class TextPanel : public QWidget {
    Q_OBJECT

public:
    explicit TextPanel(QWidget* parent = nullptr);
    ~TextPanel() override;

    // The snapshot keeps the text alive. Null: nothing to read.
    void showFile(agents::SnapshotPtr snapshot, const std::string& path);

    [[nodiscard]] DiffView* view() const { return m_view; }

    [[nodiscard]] FindBar* findBar() const { return m_find; }

    void openFind();
    void findOn(int by); // 1: next match, -1: the one before

Q_SIGNALS:
    void failed(const signalbox::Error& error);

private:
    void take(FileDiffPtr file);

    LatestJob m_job;
    DiffView* m_view;
    FindBar* m_find;
    ElidedLabel* m_path;
    PlainLabel* m_size;
};

} // namespace signalbox::ui::compare
