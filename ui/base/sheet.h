// Something that is worked in below what must stay in sight and in reach (the release bar), where a modal window would
// cover it: a title, the content, and a way out by Escape. It blocks nothing. Shown by whoever made it, in a place of
// theirs; closed for good by close(), put aside by hide(). UI thread; a child of the place that shows it.
#pragma once

#include <QFrame>
#include <QPointer>
#include <QPushButton>

class QVBoxLayout;

namespace signalbox::ui {

class PlainLabel;

class Sheet : public QFrame {
    Q_OBJECT

public:
    explicit Sheet(const QString& title, QWidget* parent = nullptr);

    // Shows it, with the keyboard in its first field, or in `first` when it has one.
    void open();

    void accept() { close(); }

    void reject() { close(); }

    [[nodiscard]] QString title() const;

Q_SIGNALS:
    void closed(); // for good

protected:
    // Below the title.
    [[nodiscard]] QVBoxLayout& column() const { return *m_column; }

    void setTitle(const QString& title);

    // Where the keyboard begins.
    void setFirst(QWidget* widget) { m_first = widget; }

    // A button of the sheet, which Return presses when it has the focus.
    [[nodiscard]] QPushButton* addButton(const QString& text);

    // What Return does in a field; null: nothing.
    void setDefaultButton(QPushButton* button) { m_default = button; }

    void keyPressEvent(QKeyEvent* event) override;
    void closeEvent(QCloseEvent* event) override;

private:
    [[nodiscard]] QWidget* firstField() const;

    PlainLabel* m_title;
    QVBoxLayout* m_column;
    QPointer<QWidget> m_first;
    QPointer<QPushButton> m_default;
    QPointer<QWidget> m_before; // had the focus
};

} // namespace signalbox::ui
