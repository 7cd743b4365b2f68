// What a page shows when there is nothing to show: an icon, one sentence, what to do next, perhaps a button. UI thread.
#pragma once

#include <QWidget>

class QPushButton;

namespace signalbox::ui {

class PlainLabel;

class EmptyState : public QWidget {
    Q_OBJECT

public:
    explicit EmptyState(QWidget* parent = nullptr);
    EmptyState(const QString& icon, const QString& sentence, const QString& next, const QString& button = {},
               QWidget* parent = nullptr);

    // `button` empty: no button.
    void setContent(const QString& icon, const QString& sentence, const QString& next, const QString& button = {});

Q_SIGNALS:
    void activated(); // the button

protected:
    void changeEvent(QEvent* event) override;

private:
    void drawIcon();

    QString m_iconName;
    PlainLabel* m_picture;
    PlainLabel* m_sentence;
    PlainLabel* m_next;
    QPushButton* m_button;
};

} // namespace signalbox::ui
