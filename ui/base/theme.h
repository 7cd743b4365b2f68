// The visual language: colours for light and dark, spacing, fonts, role marks. UI thread. Contrast of every text colour
// on its background is at least 4.5. A role is colour and shape and line style: stable ● blue solid, canary ◆ amber
// dashed, shadow ◐ violet dotted.
#pragma once

#include <QColor>
#include <QFont>
#include <QObject>
#include <QPainter>

#include "core/traffic/route_table.h"

namespace signalbox::ui {

namespace space { // pixels at 100 %
inline constexpr int xs = 4;
inline constexpr int s = 8;
inline constexpr int m = 12;
inline constexpr int l = 16;
inline constexpr int xl = 24;
} // namespace space

enum class Scheme { Light, Dark };

struct Theme {
    Scheme scheme = Scheme::Light;
    QColor window;  // behind everything
    QColor surface; // panels, tables, editors
    QColor raised;  // headers, chips
    QColor border;
    QColor text;
    QColor mutedText;
    QColor accent;
    QColor accentText;                          // on accent
    QColor stable, canary, shadow;              // lines and marks of the roles
    QColor good, warning, bad;                  // text and icons
    QColor badFill, badFillText;                // the roll-back button
    QColor addedLine, removedLine, changedLine; // backgrounds in diffs
    QColor addedWord, removedWord;
    QColor selection;

    [[nodiscard]] const QColor& of(traffic::Role role) const;
};

[[nodiscard]] Theme themeFor(Scheme scheme);
// A colour of somebody else's as near to it as can be read (4.5 : 1) on panels and on the lines of a diff.
[[nodiscard]] QColor readable(const QColor& color, const Theme& theme);
// The theme in force. Changes only through applyTheme().
[[nodiscard]] const Theme& theme();
// Sets the application's palette, style sheet and theme(); emits themeNotifier()->changed(). Installs the WheelGuard.
void applyTheme(Scheme scheme);
// Follows the desktop's colour scheme from now on, until a scheme is chosen.
void followDesktopTheme();

// What a person chose, remembered in the user's settings.
enum class ThemeChoice { Desktop, Light, Dark };
[[nodiscard]] ThemeChoice rememberedTheme();
void useTheme(ThemeChoice choice);    // from now on, in this run
void chooseTheme(ThemeChoice choice); // the same, and remembers it

class ThemeNotifier : public QObject {
    Q_OBJECT
Q_SIGNALS:
    void changed();
};

[[nodiscard]] ThemeNotifier* themeNotifier();

[[nodiscard]] QFont monospaceFont();
[[nodiscard]] QFont scaledFont(const QFont& font, qreal factor, QFont::Weight weight = QFont::Normal);

[[nodiscard]] Qt::PenStyle penStyleOf(traffic::Role role);
[[nodiscard]] QString markOf(traffic::Role role); // "●", "◆", "◐"
[[nodiscard]] QString nameOf(traffic::Role role); // translated
// Paints the role's mark (not a glyph of a font) into the square.
void paintRoleMark(QPainter& painter, const QRectF& square, traffic::Role role);

} // namespace signalbox::ui
