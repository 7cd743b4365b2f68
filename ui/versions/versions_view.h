// The Versions page as a widget over plain values: filter, tree, details, problems. Owned by VersionsPage; UI thread.
// Emits what the person asked for; knows no backend.
#pragma once

#include <optional>

#include <QLineEdit>
#include <QStackedWidget>
#include <QTreeView>
#include <QWidget>

#include "ui/base/busy_overlay.h"
#include "ui/base/empty_state.h"
#include "ui/base/latest_job.h"
#include "ui/base/notice.h"
#include "ui/versions/file_reader.h"
#include "ui/versions/version_delegate.h"
#include "ui/versions/version_details.h"
#include "ui/versions/version_model.h"

namespace signalbox::ui::versions {

// "2 tags could not be read: agents/refunds/v9 (…)". Empty without problems. Pure.
[[nodiscard]] QString problemsText(const std::vector<protocol::Problem>& problems);

class VersionsView : public QWidget {
    Q_OBJECT

public:
    explicit VersionsView(QWidget* parent = nullptr);

    void setLoading(const std::string& agent);
    // Shown at once, or, when there are thousands, as soon as a worker has laid them out.
    void setVersions(std::vector<agents::Version> versions, const std::vector<protocol::Problem>& problems,
                     std::vector<protocol::VersionCheck> checks = {});
    void setError(const Error& error);
    // The agent's state, for chips and verbs; null: not known. Fresh: the link is up.
    void setStatus(const protocol::AgentStatus* status, bool fresh);

    [[nodiscard]] VersionDetails& details() const { return *m_details; }

    [[nodiscard]] FileReader& reader() const { return *m_reader; }

    [[nodiscard]] bool isReading() const { return m_pages->currentWidget() == m_reader; }

    [[nodiscard]] const VersionRow* selected() const;

    [[nodiscard]] QTreeView& tree() const { return *m_tree; }

    [[nodiscard]] QLineEdit& filter() const { return *m_filter; }

    void select(const std::string& version);

Q_SIGNALS:
    void selectionChanged();
    void compareRequested(const QString& left, const QString& right);
    void releaseRequested(const QString& version);
    void retryRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    [[nodiscard]] const protocol::AgentStatus* statusOrNull() const { return m_status ? &*m_status : nullptr; }

    void takeRows(std::vector<VersionRow> rows);
    [[nodiscard]] QWidget* makeTreePage();
    [[nodiscard]] QWidget* makeFilter();
    [[nodiscard]] QWidget* makeTree();
    void fitColumns();
    void applyFilter(const QString& text);
    void showSelected();
    void showSelectedRow(); // scrolled to
    void read(const QString& path);
    void endReading();
    void compareWithStable();
    void compareWithParent();

    std::string m_agent;
    std::optional<protocol::AgentStatus> m_status;
    bool m_fresh = false;
    LatestJob m_layingOut;
    QStackedWidget* m_pages = nullptr; // the tree, the files of one version
    QWidget* m_treePage = nullptr;
    FileReader* m_reader = nullptr;
    QLineEdit* m_filter = nullptr;
    PlainLabel* m_count = nullptr;
    Notice* m_problems = nullptr;
    QStackedWidget* m_stack = nullptr;
    QTreeView* m_tree = nullptr;
    VersionModel* m_model = nullptr;
    VersionFilter* m_proxy = nullptr;
    VersionDelegate* m_delegate = nullptr;
    VersionDetails* m_details = nullptr;
    EmptyState* m_empty = nullptr;
    BusyOverlay* m_busy = nullptr;
};

} // namespace signalbox::ui::versions
