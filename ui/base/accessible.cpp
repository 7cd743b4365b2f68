#include "ui/base/accessible.h"

#include <QAccessible>
#include <QAccessibleAnnouncementEvent>
#include <QWidget>

namespace signalbox::ui {

void describe(QWidget* widget, const QString& name, const QString& description) {
    widget->setAccessibleName(name);
    widget->setAccessibleDescription(description);
}

void announce(QWidget* source, const QString& text, Urgency urgency) {
    if (!QAccessible::isActive())
        return;
    QAccessibleAnnouncementEvent event(source, text);
    event.setPoliteness(urgency == Urgency::Assertive ? QAccessible::AnnouncementPoliteness::Assertive
                                                      : QAccessible::AnnouncementPoliteness::Polite);
    QAccessible::updateAccessibility(&event);
}

} // namespace signalbox::ui
