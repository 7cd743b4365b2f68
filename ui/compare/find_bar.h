// The row that finds text in the diff: field, count, next, previous, close. Enter and Shift+Enter go on, Escape closes.
// UI thread; the search runs on the thread pool.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/base/latest_job.h"
#include "ui/compare/compare_document.h"

class QLineEdit;

namespace signalbox::ui {
class PlainLabel;
}

namespace signalbox::ui::compare {

class FindBar : public QWidget {
    Q_OBJECT

public:
    explicit FindBar(QWidget* parent = nullptr);

    void setFile(FileDiffPtr file);
    void setPrompt(const QString& text); // what is searched, in the empty field
    // The row where the reader is; the first match from there on is shown first.
    void open(int fromRow = 0);
    // The next match (by = 1) or the one before (-1) of the text that was sought last; asks for one when there is none.
    void goOn(int by, int fromRow);
    void step(int by);

    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }

Q_SIGNALS:
    void textChanged(const QString& text);
    void rowFound(int diffRow);
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void search();
    void take(std::vector<int> rows);
    void close();

    FileDiffPtr m_file;
    LatestJob m_job;
    std::vector<int> m_rows;
    int m_current = -1;
    int m_from = 0; // row of the diff
    int m_direction = 1;
    QLineEdit* m_text;
    PlainLabel* m_count;
};

} // namespace signalbox::ui::compare
