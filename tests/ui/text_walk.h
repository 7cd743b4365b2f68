// Walks a window and names every text on it that could deceive: markup that would be interpreted, and characters that
// reorder, hide or control others. What came from outside has to be shown as it is.
#pragma once

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTabBar>
#include <QTextBrowser>

#include "ui/base/chip.h"
#include "ui/base/elided_label.h"

namespace signalbox::uitest {

// `ours`: zero-width spaces that break long words, which only our labels put in.
inline bool deceives(const QString& text, bool ours = false) {
    for (const char32_t c : text.toUcs4()) {
        const bool bidi = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
        const bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F);
        const bool hidden = (c == 0x200B && !ours) || c == 0x2060 || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE0FFF);
        if (bidi || control || hidden)
            return true;
    }
    return false;
}

class TextWalk {
public:
    explicit TextWalk(const QWidget& root) {
        look(root);
        for (const QWidget* widget : root.findChildren<QWidget*>())
            look(*widget);
        for (const QAction* action : root.findChildren<QAction*>())
            check(action->text(), action->toolTip(), "action");
    }

    [[nodiscard]] const QStringList& unsafe() const { return m_unsafe; }

    // Every text that was seen, so that a test can ask whether something is shown at all.
    [[nodiscard]] const QStringList& seen() const { return m_seen; }

private:
    void report(const QString& text, const char* where) {
        m_unsafe << QString::fromLatin1(where) + QStringLiteral(": ") + text.left(80);
    }

    void check(const QString& text, const QString& toolTip, const char* where, bool ours = false) {
        if (!text.isEmpty())
            m_seen << text;
        if (deceives(text, ours))
            report(text, where);
        // Tool tips guess: what looks like markup must have been escaped before.
        if (deceives(toolTip) || (Qt::mightBeRichText(toolTip) && toolTip.contains(QStringLiteral("<b>"))))
            report(toolTip, where);
    }

    void look(const QWidget& widget) {
        const char* name = widget.metaObject()->className();
        check(widget.accessibleName(), widget.toolTip(), name, true);
        check(widget.accessibleDescription(), {}, name, true);
        check(widget.windowTitle(), {}, name);
        if (const auto* label = qobject_cast<const QLabel*>(&widget)) {
            check(label->text(), {}, name, true);
            if (label->textFormat() != Qt::PlainText && !label->text().isEmpty())
                report(label->text(), "not plain");
        } else if (const auto* elided = qobject_cast<const ui::ElidedLabel*>(&widget)) {
            check(elided->text(), {}, name);
        } else if (const auto* chip = qobject_cast<const ui::Chip*>(&widget)) {
            check(chip->spec().text, {}, name);
        } else if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
            check(button->text(), {}, name);
        } else if (const auto* line = qobject_cast<const QLineEdit*>(&widget)) {
            check(line->text(), line->placeholderText(), name);
        } else if (const auto* plain = qobject_cast<const QPlainTextEdit*>(&widget)) {
            check(plain->toPlainText(), {}, name);
        } else if (qobject_cast<const QTextEdit*>(&widget)) {
            report(QString(), "a rich text editor");
        } else if (const auto* box = qobject_cast<const QComboBox*>(&widget)) {
            for (int i = 0; i < box->count(); ++i)
                check(box->itemText(i), {}, name);
        } else if (const auto* tabs = qobject_cast<const QTabBar*>(&widget)) {
            for (int i = 0; i < tabs->count(); ++i)
                check(tabs->tabText(i), tabs->tabToolTip(i), name);
        } else if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget); view && view->model()) {
            look(*view->model(), {}, name);
        }
    }

    void look(const QAbstractItemModel& model, const QModelIndex& above, const char* name) {
        for (int row = 0; row < std::min(50, model.rowCount(above)); ++row) {
            for (int column = 0; column < model.columnCount(above); ++column) {
                const QModelIndex at = model.index(row, column, above);
                for (const int role : {int{Qt::DisplayRole}, int{Qt::AccessibleTextRole}, Qt::UserRole + 1})
                    check(at.data(role).typeId() == QMetaType::QString ? at.data(role).toString() : QString(),
                          at.data(Qt::ToolTipRole).toString(), name);
                if (column == 0)
                    look(model, at, name);
            }
        }
    }

    QStringList m_unsafe;
    QStringList m_seen;
};

} // namespace signalbox::uitest
