// The icons of resources/icons (SVG, one colour), drawn in the theme's colours at any size; they follow a theme change
// by themselves. UI thread. An unknown name is an empty icon; a test reads every name that is used.
#pragma once

#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace signalbox::ui {

enum class IconColor { Text, Muted, Accent, AccentText, Good, Warning, Bad, BadFillText };

[[nodiscard]] QIcon icon(const QString& name, IconColor color = IconColor::Text);
// A picture of several colours, drawn as it is: the program's own icon. Needs no image plugin.
[[nodiscard]] QIcon pictureIcon(const QString& resource);
[[nodiscard]] QColor colorOf(IconColor color);
// For painting in delegates: the icon at this size in device pixels.
[[nodiscard]] QPixmap iconPixmap(const QString& name, const QSize& pixels, const QColor& color);

} // namespace signalbox::ui
