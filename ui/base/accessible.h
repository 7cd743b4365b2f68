// Small helpers for people who use a screen reader or only the keyboard. UI thread.
#pragma once

#include <QString>

class QWidget;

namespace signalbox::ui {

// Name (what it is) and description (what it does or why it is disabled), for the screen reader.
void describe(QWidget* widget, const QString& name, const QString& description = {});
// Says something that happened without the person asking: a roll back, a broken guardrail, a lost link.
enum class Urgency { Polite, Assertive };
void announce(QWidget* source, const QString& text, Urgency urgency = Urgency::Polite);

} // namespace signalbox::ui
