// Text that is cut although there is room for it: labels that elide while what stands beside them has more than it
// needs, lines and buttons that are narrower than their words, or lower than their lines.
#pragma once

#include <QAbstractButton>
#include <QBoxLayout>
#include <QLabel>
#include <QStringList>
#include <QToolButton>

#include "tests/ui/page_checks.h"
#include "ui/base/elided_label.h"

namespace signalbox::uitest {

// What the others in its row could give it, in pixels.
inline int spareBeside(const QWidget& widget) {
    const QWidget* parent = widget.parentWidget();
    QList<QBoxLayout*> rows;
    if (parent != nullptr)
        rows = parent->findChildren<QBoxLayout*>();
    if (parent != nullptr && parent->layout() != nullptr)
        if (auto* own = qobject_cast<QBoxLayout*>(parent->layout()))
            rows << own;
    for (const QBoxLayout* row : rows) {
        const bool across = row->direction() == QBoxLayout::LeftToRight || row->direction() == QBoxLayout::RightToLeft;
        if (!across || row->indexOf(&widget) < 0)
            continue;
        int spare = 0;
        for (int i = 0; i < row->count(); ++i) {
            QLayoutItem* item = row->itemAt(i);
            if (item->widget() == &widget || (item->widget() != nullptr && !item->widget()->isVisible()))
                continue;
            const int needed = item->spacerItem() != nullptr ? 0 : item->sizeHint().width();
            spare += qMax(0, item->geometry().width() - needed);
        }
        return spare;
    }
    return 0;
}

inline QStringList cutWithRoom(const QWidget& root) {
    QStringList found;
    for (const auto* label : root.findChildren<ui::ElidedLabel*>()) {
        const int missing = label->sizeHint().width() - label->width();
        if (label->isVisible() && label->isElided() && spareBeside(*label) >= missing)
            found << QStringLiteral("elided: ") + label->text();
    }
    for (const auto* button : root.findChildren<QAbstractButton*>())
        if (button->isVisible() && !button->text().isEmpty() && button->width() < button->minimumSizeHint().width())
            found << QStringLiteral("button: ") + button->text();
        else if (button->isVisible() && !button->text().isEmpty() &&
                 button->height() < button->minimumSizeHint().height())
            found << QStringLiteral("low button: ") + button->text();
    for (const auto* label : root.findChildren<QLabel*>())
        if (label->isVisible() && label->wordWrap() && label->height() < label->heightForWidth(label->width()))
            found << QStringLiteral("lines are cut: ") + label->text();
    for (const QString& text : tests::clippedLabels(root))
        found << QStringLiteral("clipped: ") + text;
    return found;
}

} // namespace signalbox::uitest
