// A row that says something inline instead of in a message box: what happened, what to do next, perhaps a button for
// it. Hidden while it has nothing to say. UI thread.
#pragma once

#include <QFrame>

#include "core/base/result.h"
#include "ui/base/chip.h"

class QPushButton;

namespace signalbox::ui {

class PlainLabel;

class Notice : public QFrame {
    Q_OBJECT

public:
    explicit Notice(QWidget* parent = nullptr);

    // `action` empty: no button.
    void say(Tone tone, const QString& text, const QString& hint = {}, const QString& action = {});
    void sayError(const Error& error, const QString& action = {});
    // Empty: cannot be dismissed.
    void setDismissText(const QString& text);
    void clear();
    [[nodiscard]] QString text() const;

Q_SIGNALS:
    void activated(); // its button
    void dismissed();

private:
    void drawIcon();

    Tone m_tone = Tone::Neutral;
    PlainLabel* m_sign;
    PlainLabel* m_text;
    PlainLabel* m_hint;
    QPushButton* m_action;
    QPushButton* m_close;
};

} // namespace signalbox::ui
