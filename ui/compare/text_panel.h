// One file of one version to read: line numbers, syntax colours, find (Ctrl+F, F3, Shift+F3), copy. Read-only. UI
// thread; the text is prepared on the thread pool, and a newer one drops an older.
#pragma once

#include "ui/base/latest_job.h"
#include "ui/compare/file_panel.h"

namespace signalbox::ui::compare {

class TextPanel : public FilePanel {
    Q_OBJECT

public:
    explicit TextPanel(QWidget* parent = nullptr);
    ~TextPanel() override;

    // The snapshot keeps the text alive. Null: nothing to read.
    void showFile(agents::SnapshotPtr snapshot, const std::string& path);

Q_SIGNALS:
    void failed(const signalbox::Error& error);

private:
    void take(FileDiffPtr file);

    LatestJob m_job;
};

} // namespace signalbox::ui::compare
