#include "ui/shell/control_entries.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QLineEdit>
#include <QPointer>
#include <QTabBar>

#include "ui/base/notice.h"

namespace signalbox::ui::shell {

using namespace Qt::StringLiterals;

namespace {

constexpr int fewChoices = 12; // more are chosen in the box itself

struct ControlEntriesWords {
    Q_DECLARE_TR_FUNCTIONS(ControlEntries)
};

// Qt builds some widgets of smaller ones; people know only the whole.
bool isPart(const QWidget& widget) {
    const QWidget* parent = widget.parentWidget();
    return parent != nullptr &&
           (qobject_cast<const QComboBox*>(parent) != nullptr || qobject_cast<const QLineEdit*>(parent) != nullptr ||
            qobject_cast<const QTabBar*>(parent) != nullptr ||
            qobject_cast<const QAbstractSpinBox*>(parent) != nullptr ||
            qobject_cast<const QAbstractItemView*>(parent) != nullptr);
}

class Collector {
public:
    Collector(QString where, std::vector<PaletteEntry>& entries) : m_where(std::move(where)), m_entries(entries) {}

    void add(QAbstractButton& button) {
        QString name = button.accessibleName();
        if (name.isEmpty())
            name = button.text().remove(u'&');
        // Several things may be said at once, each with buttons of its own.
        const auto* notice = qobject_cast<const Notice*>(button.parentWidget());
        const bool acts = notice != nullptr || button.objectName().startsWith(u"gate-"_s);
        const QString deed = acts ? name : QString();
        if (notice != nullptr && !name.isEmpty())
            name = u"%1: %2"_s.arg(name, notice->text().left(80));
        QString detail = m_where;
        if (button.isCheckable() && button.isChecked())
            detail = ControlEntriesWords::tr("%1, is on").arg(m_where);
        put(
            name, button, detail,
            [button = QPointer(&button)] {
                if (button)
                    button->click();
            },
            deed);
    }

    void add(QComboBox& box) {
        const QString name = box.accessibleName();
        if (box.count() > fewChoices)
            return put(ControlEntriesWords::tr("%1…").arg(name), box, m_where, [box = QPointer(&box)] {
                if (!box)
                    return;
                box->setFocus(Qt::ShortcutFocusReason);
                box->showPopup();
            });
        for (int i = 0; i < box.count(); ++i) {
            if (i == box.currentIndex())
                continue;
            put(u"%1: %2"_s.arg(name, box.itemText(i)), box, m_where, [box = QPointer(&box), i] {
                if (!box || i >= box->count())
                    return;
                box->setCurrentIndex(i);
                Q_EMIT box->activated(i);
            });
        }
    }

    void add(QTabBar& tabs) {
        for (int i = 0; i < tabs.count(); ++i) {
            if (i == tabs.currentIndex())
                continue;
            put(ControlEntriesWords::tr("Show %1").arg(tabs.tabText(i)), tabs, m_where, [tabs = QPointer(&tabs), i] {
                if (tabs && i < tabs->count())
                    tabs->setCurrentIndex(i);
            });
        }
    }

    void add(QLineEdit& field) {
        if (!field.isReadOnly())
            put(field.accessibleName(), field, m_where, [field = QPointer(&field)] {
                if (field)
                    field->setFocus(Qt::ShortcutFocusReason);
            });
    }

private:
    void put(const QString& name, const QWidget& control, const QString& detail, std::function<void()> run,
             const QString& deed = {}) {
        if (name.isEmpty())
            return;
        PaletteEntry entry;
        entry.text = name;
        entry.enabled = control.isEnabled();
        entry.detail =
            entry.enabled || control.accessibleDescription().isEmpty() ? detail : control.accessibleDescription();
        entry.icon = u"command"_s;
        entry.run = std::move(run);
        entry.deed = deed;
        m_entries.push_back(std::move(entry));
    }

    QString m_where;
    std::vector<PaletteEntry>& m_entries;
};

} // namespace

std::vector<PaletteEntry> controlEntries(const QWidget& root, const QString& where,
                                         const std::function<bool(const QWidget&)>& skip) {
    std::vector<PaletteEntry> entries;
    Collector collector(where, entries);
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        if (!widget->isVisibleTo(&root) || isPart(*widget) || (skip && skip(*widget)))
            continue;
        if (auto* button = qobject_cast<QAbstractButton*>(widget))
            collector.add(*button);
        else if (auto* box = qobject_cast<QComboBox*>(widget))
            collector.add(*box);
        else if (auto* tabs = qobject_cast<QTabBar*>(widget))
            collector.add(*tabs);
        else if (auto* field = qobject_cast<QLineEdit*>(widget))
            collector.add(*field);
    }
    return entries;
}

} // namespace signalbox::ui::shell
