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

// Words that no line can hold may break every few characters, at zero-width spaces; text without them is as it was.
[[nodiscard]] QString breakable(const QString& text);

// A label that never interprets rich text. Use it instead of QLabel everywhere. Where it wraps, it also breaks words
// that are too long for a line, so that no text can widen the window.
class PlainLabel : public QLabel {
    Q_OBJECT

public:
    explicit PlainLabel(QWidget* parent = nullptr);
    explicit PlainLabel(const QString& text, QWidget* parent = nullptr);

    void setText(const QString& text);
    void setWordWrap(bool wrap);

    void clear() { setText({}); }

    [[nodiscard]] const QString& text() const { return m_text; } // as it was set

    // "muted", "good", "warning", "bad", or empty for the usual colour; follows the theme.
    void setTone(const QString& tone);

private:
    QString m_text;
};

} // namespace signalbox::ui
