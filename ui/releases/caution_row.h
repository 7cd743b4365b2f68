// One line of the release bar about something that stands in the way or waits, with the buttons of what can be done
// about it. UI thread.
#pragma once

#include <QFrame>

#include "ui/base/chip.h"
#include "ui/releases/verb.h"

class QHBoxLayout;
class QPushButton;

namespace signalbox::ui {
class PlainLabel;
}

namespace signalbox::ui::releases {

class CautionRow : public QFrame {
    Q_OBJECT

public:
    explicit CautionRow(const QString& iconName, QWidget* parent = nullptr);

    // Hidden while `text` is empty.
    void say(Tone tone, const QString& text, const QString& hint = {});
    void setSign(const QString& iconName);

    [[nodiscard]] QString sign() const { return m_icon; }

    [[nodiscard]] QString text() const;
    QPushButton* addButton(const QString& name);
    // As the offer has it; `text` empty: as the offer says.
    static void show(QPushButton* button, const Offer& offer, const QString& text = {});

private:
    void drawIcon();

    QString m_icon;
    Tone m_tone = Tone::Neutral;
    PlainLabel* m_sign;
    PlainLabel* m_text;
    PlainLabel* m_hint;
    QHBoxLayout* m_row;
};

} // namespace signalbox::ui::releases
