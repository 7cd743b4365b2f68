// The files of one version to read, in place of the tree: prompts, tools, contract and manifest, with syntax colours
// and find; nothing can be changed. Owned by VersionsView; UI thread. Asks for the snapshot and takes only the one that
// it waits for.
#pragma once

#include <QListWidget>
#include <QStackedWidget>
#include <QWidget>

#include "core/agents/snapshot.h"
#include "ui/base/busy_overlay.h"
#include "ui/base/empty_state.h"
#include "ui/base/plain_text.h"
#include "ui/compare/text_panel.h"
#include "ui/versions/version_row.h"

namespace signalbox::ui::versions {

class FileReader : public QWidget {
    Q_OBJECT

public:
    explicit FileReader(QWidget* parent = nullptr);

    // Shows this file, at once when the version's files are here already.
    void open(const VersionKey& key, const QString& path);
    void setSnapshot(const VersionKey& key, protocol::SnapshotMessage message);
    void setError(const VersionKey& key, const Error& error);

    [[nodiscard]] const VersionKey& key() const { return m_key; }

    [[nodiscard]] compare::TextPanel& panel() const { return *m_panel; }

    [[nodiscard]] QListWidget& list() const { return *m_list; }

Q_SIGNALS:
    void snapshotRequested(); // of key()
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QLayout* makeBar();
    void makeContent();
    void showFile(int row);
    void ask();

    VersionKey m_key;
    QString m_path; // the one to show
    agents::SnapshotPtr m_snapshot;
    PlainLabel* m_title = nullptr;
    QStackedWidget* m_stack = nullptr;
    QListWidget* m_list = nullptr;
    compare::TextPanel* m_panel = nullptr;
    EmptyState* m_empty = nullptr;
    BusyOverlay* m_busy = nullptr;
};

} // namespace signalbox::ui::versions
