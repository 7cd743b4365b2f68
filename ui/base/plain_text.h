// Text that came from outside, ready to show: hostile characters visible, never interpreted as HTML. UI thread.
#pragma once

#include <string_view>

#include <QLabel>
#include <QString>

namespace signalbox::ui {

// One line: line ends and controls become visible tokens; longer than `limit` characters is cut with "…".
[[nodiscard]] QString plainLine(std::string_view utf8, int limit = 400);
// Several lines: line feeds and tabs stay.
[[nodiscard]] QString plainText(std::string_view utf8, int limit = 200'000);
// For sinks that would guess a format (tool tips): escaped so that it shows as it is.
[[nodiscard]] QString plainToolTip(std::string_view utf8);
[[nodiscard]] QString plainToolTip(const QString& text);

// A label that never interprets rich text. Use it instead of QLabel everywhere.
class PlainLabel : public QLabel {
    Q_OBJECT

public:
    explicit PlainLabel(QWidget* parent = nullptr);
    explicit PlainLabel(const QString& text, QWidget* parent = nullptr);

    // "muted", "good", "warning", "bad", or empty for the usual colour; follows the theme.
    void setTone(const QString& tone);
};

} // namespace signalbox::ui
