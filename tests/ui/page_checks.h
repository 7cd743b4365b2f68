// What the tests of pages share: a picture of a widget on request, and two checks that hold for every page.
// Pictures are written only when SIGNALBOX_SHOTS names a folder; run with QT_SCALE_FACTOR=2 for a second size.
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QWidget>

#include "ui/base/theme.h"

namespace signalbox::tests {

inline void shoot(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("SIGNALBOX_SHOTS");
    if (folder.isEmpty())
        return;
    const QString scheme = ui::theme().scheme == ui::Scheme::Dark ? QStringLiteral("dark") : QStringLiteral("light");
    const QString scale = QString::number(qRound(widget.devicePixelRatio() * 100));
    widget.grab().save(
        QDir(folder).filePath(name + QLatin1Char('-') + scheme + QLatin1Char('-') + scale + QStringLiteral(".png")));
}

// Visible one-line labels that have less room than their text needs.
inline QStringList clippedLabels(const QWidget& page) {
    QStringList clipped;
    for (const auto* label : page.findChildren<QLabel*>())
        if (label->isVisible() && !label->wordWrap() && label->pixmap().isNull() &&
            label->width() < label->sizeHint().width())
            clipped += label->text();
    return clipped;
}

// Whether the current row is told from its neighbours by the colour of selections, at its end where no text stands.
inline bool showsSelection(QAbstractItemView& view) {
    const QRect cell = view.visualRect(view.currentIndex());
    const QImage picture = view.viewport()->grab().toImage();
    const auto at = [&](int y) {
        return picture.pixelColor(QPoint(view.viewport()->width() - 3, y) * picture.devicePixelRatio());
    };
    return at(cell.center().y()) == ui::theme().selection && at(cell.bottom() + 3) != ui::theme().selection;
}

// Interactive widgets that a screen reader could not name.
inline QStringList namelessWidgets(const QWidget& page) {
    QStringList nameless;
    for (const auto* widget : page.findChildren<QWidget*>()) {
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        const bool interactive = button || qobject_cast<const QAbstractItemView*>(widget) ||
                                 qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QComboBox*>(widget) ||
                                 qobject_cast<const QPlainTextEdit*>(widget);
        const bool inside =
            widget->objectName().startsWith(QStringLiteral("qt_")) ||
            (widget->parentWidget() &&
             (widget->parentWidget()->inherits("QLineEdit") || widget->parentWidget()->inherits("QHeaderView") ||
              widget->parentWidget()->inherits("QAbstractItemView") || widget->parentWidget()->inherits("QComboBox") ||
              widget->parentWidget()->inherits("QComboBoxPrivateContainer")));
        if (interactive && !inside && widget->isVisible() && widget->accessibleName().isEmpty() &&
            !(button && !button->text().isEmpty()))
            nameless += QString::fromLatin1(widget->metaObject()->className());
    }
    return nameless;
}

} // namespace signalbox::tests
