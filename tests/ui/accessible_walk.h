// Walks a window and names every interactive widget that a screen reader could not name.
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QLineEdit>
#include <QTextEdit>
#include <QWidget>

namespace signalbox::uitest {

inline QStringList unnamedWidgets(const QWidget& root) {
    QStringList unnamed;
    for (const QWidget* widget : root.findChildren<QWidget*>()) {
        const bool interactive =
            qobject_cast<const QAbstractButton*>(widget) || qobject_cast<const QAbstractItemView*>(widget) ||
            qobject_cast<const QAbstractSpinBox*>(widget) || qobject_cast<const QComboBox*>(widget) ||
            qobject_cast<const QLineEdit*>(widget) || qobject_cast<const QTextEdit*>(widget);
        // Parts that Qt makes of its own widgets speak through those.
        const QString name = widget->objectName();
        const bool part =
            name.startsWith(QStringLiteral("qt_")) || name == QStringLiteral("ScrollLeftButton") ||
            name == QStringLiteral("ScrollRightButton") ||
            qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) != nullptr ||
            qobject_cast<const QLineEdit*>(widget->parentWidget()) != nullptr ||
            qobject_cast<const QAbstractItemView*>(widget->parentWidget()) != nullptr ||
            widget->window()->inherits("QComboBoxPrivateContainer") ||
            (widget->parentWidget() != nullptr && widget->parentWidget()->inherits("QComboBoxPrivateContainer"));
        if (interactive && !part && !widget->isHidden() && widget->accessibleName().isEmpty())
            unnamed << QStringLiteral("%1 \"%2\" in %3")
                           .arg(QString::fromUtf8(widget->metaObject()->className()), name,
                                QString::fromUtf8(widget->parentWidget()->metaObject()->className()));
    }
    return unnamed;
}

} // namespace signalbox::uitest
