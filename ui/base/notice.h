// A row that says something inline instead of in a message box: what happened, what to do next, perhaps a button for
// it. Hidden while it has nothing to say. A compact one has two lines at most, whatever it says, for a place of fixed
// height; what does not fit is in its tool tip. UI thread.
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
    // Only the hint is another one: nothing new happened, so nobody is told aloud.
    void setHint(const QString& hint);
    void setCompact(bool compact);
    void clear();

    [[nodiscard]] const QString& text() const { return m_said; }

    [[nodiscard]] const QString& hint() const { return m_hinted; }

    // Of two lines, with what is around them.
    [[nodiscard]] int compactHeight() const;

Q_SIGNALS:
    void activated(); // its button
    void dismissed();

protected:
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void drawIcon();
    void fit();

    Tone m_tone = Tone::Neutral;
    bool m_compact = false;
    QString m_said;
    QString m_hinted;
    PlainLabel* m_sign;
    PlainLabel* m_text;
    PlainLabel* m_hint;
    QPushButton* m_action;
    QPushButton* m_close;
};

} // namespace signalbox::ui
