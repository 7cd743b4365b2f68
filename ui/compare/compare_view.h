// Everything the compare page shows, without the network: pickers, advice, measured effect, parts, fields and the diff.
// Whoever owns it feeds it documents. UI thread; file diffs of other parts are made on the thread pool, stale ones
// dropped.
#pragma once

#include <map>

#include <QWidget>

#include "ui/base/latest_job.h"
#include "ui/compare/compare_document.h"
#include "ui/compare/diff_view.h"
#include "ui/compare/effect_strip.h"

class QListView;
class QStackedWidget;
class QTableView;

namespace signalbox::ui {
class BusyOverlay;
class Chip;
class ElidedLabel;
class EmptyState;
class Notice;
} // namespace signalbox::ui

namespace signalbox::ui::compare {

class DiffPanel;
class FieldModel;
class PartModel;
class VersionPickers;

class CompareView : public QWidget {
    Q_OBJECT

public:
    explicit CompareView(QWidget* parent = nullptr);
    ~CompareView() override;

    [[nodiscard]] VersionPickers* pickers() const { return m_pickers; }

    [[nodiscard]] DiffPanel* panel() const { return m_panel; }

    [[nodiscard]] const CompareDocumentPtr& document() const { return m_document; }

    void setDocument(CompareDocumentPtr document); // null: asks to choose versions
    // The document lacks what a manifest would say; each problem names version and reason. Empty: it lacks nothing.
    void setUnreadManifests(const QStringList& problems);
    void setEffects(const std::optional<Effect>& left, const std::optional<Effect>& right);
    void setBusy(bool busy);
    void setError(const Error& error); // with a button to try again

Q_SIGNALS:
    void retryRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeContent();
    QWidget* makeLists();
    void showPart(int row);
    void showFile(const FileDiffPtr& file);
    void keepPlace();
    [[nodiscard]] bool isSamePair(const CompareDocument& document) const;
    void showAdvice();

    VersionPickers* m_pickers;
    Chip* m_bump;
    ElidedLabel* m_advice;
    Notice* m_notice;
    EffectStrip* m_effect;
    QStackedWidget* m_stack;
    EmptyState* m_empty;
    PartModel* m_parts;
    QListView* m_partList;
    FieldModel* m_fields;
    QTableView* m_fieldTable;
    DiffPanel* m_panel;
    BusyOverlay* m_busy;
    CompareDocumentPtr m_document;
    std::map<std::string, ReadingPlace> m_places; // by path, of the two versions that are shown
    LatestJob m_job;
};

} // namespace signalbox::ui::compare
