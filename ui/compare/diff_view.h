// Shows the diff of one text, side by side or unified, painted by one scroll area. Keyboard: arrows move the cursor
// row, n/p and F7/Shift+F7 go from change to change, Enter opens a fold, Ctrl+C copies the selection of one side. UI
// thread. Row heights are found once per width without laying out text; visible rows are made ready when the view
// scrolls.
#pragma once

#include <memory>
#include <optional>

#include <QAbstractScrollArea>
#include <QTimer>

#include "ui/compare/diff_painter.h"

namespace signalbox::ui::compare {

// Where somebody reads in a text: which folds are open, what stands at the top, the row under the cursor.
struct ReadingPlace {
    std::set<int> openFolds; // first rows of the diff that they hide
    int topRow = 0;          // of the diff
    int row = 0;             // of the diff
    int change = -1;
};

class DiffView : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit DiffView(QWidget* parent = nullptr);
    ~DiffView() override;

    void setFile(FileDiffPtr file); // null: nothing
    void setMode(Mode mode);
    void setFoldsOpen(bool open);

    [[nodiscard]] const FileDiffPtr& file() const { return m_file; }

    [[nodiscard]] Mode mode() const { return m_columns.mode; }

    [[nodiscard]] const DiffGeometry& geometry() const { return m_geometry; }

    [[nodiscard]] int changeCount() const { return static_cast<int>(m_changes.size()); }

    [[nodiscard]] int currentChange() const { return m_change; } // from 0; -1: none yet

    [[nodiscard]] const std::vector<ReadyRow>& readyRows() const { return m_ready; }

    [[nodiscard]] int currentRow() const { return m_row; }

    [[nodiscard]] int currentDiffRow() const; // of the row under the cursor

    [[nodiscard]] ReadingPlace place() const;
    void goTo(const ReadingPlace& place); // what is not in this text is left out

    void goToChange(int index); // wraps around

    void goToNextChange() { goToChange(m_change + 1); }

    void goToPreviousChange() { goToChange(m_change < 0 ? changeCount() - 1 : m_change - 1); }

    void setFind(const QString& text);       // marks it in what is visible
    void showRow(int diffRow, bool isFound); // opens its fold and scrolls there

    [[nodiscard]] QString selectedText() const;
    void copySelection() const;
    void selectAll(Side side);

Q_SIGNALS:
    void changeShown(int index);
    void findRequested(); // Ctrl+F or "/"

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    struct Place {
        int line = 0;
        int unit = 0;
    };

    void measureFont();
    void makeHighlighters();
    void layOutRows(); // keeps the row at the top in place
    void prepare();    // the visible rows
    void highlightMore();
    void ensureVisible(int displayRow, bool centred);
    void setCurrentRow(int displayRow);
    void moveCurrentRow(int by);
    bool openFold(int displayRow);
    [[nodiscard]] const ReadyRow* rowAt(const QPoint& point) const;
    [[nodiscard]] std::optional<Place> placeAt(const QPoint& point, Side side) const;
    [[nodiscard]] std::optional<Selection> selection() const;
    void describeRow();

    FileDiffPtr m_file;
    DiffColumns m_columns;
    DiffGeometry m_geometry;
    std::set<int> m_expanded;
    bool m_foldsOpen = false;
    std::vector<ReadyRow> m_ready;
    std::vector<int> m_changes; // first diff row of each
    std::unique_ptr<LineHighlighter> m_leftColors;
    std::unique_ptr<LineHighlighter> m_rightColors;
    QTimer m_highlightTimer;
    int m_change = -1;
    int m_row = 0;
    QString m_find;
    int m_foundRow = -1; // of the diff
    Side m_selectionSide = Side::Left;
    std::optional<Place> m_anchor;
    Place m_cursor;
    bool m_dragging = false;
};

} // namespace signalbox::ui::compare
