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
    void open();
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
    QLineEdit* m_text;
    PlainLabel* m_count;
};

} // namespace signalbox::ui::compare
