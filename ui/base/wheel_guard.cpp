#include "ui/base/wheel_guard.h"

#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QEvent>

namespace signalbox::ui {

void WheelGuard::install() {
    auto* application = QCoreApplication::instance();
    if (application == nullptr || application->findChild<WheelGuard*>(Qt::FindDirectChildrenOnly) != nullptr)
        return;
    application->installEventFilter(new WheelGuard(application));
}

bool WheelGuard::eventFilter(QObject* watched, QEvent* event) {
    const bool wheel = event->type() == QEvent::Wheel;
    if (!wheel && event->type() != QEvent::Polish)
        return false;
    auto* field = qobject_cast<QWidget*>(watched);
    if (qobject_cast<QAbstractSpinBox*>(watched) == nullptr && qobject_cast<QComboBox*>(watched) == nullptr)
        return false;
    if (!wheel) {
        if (field->focusPolicy() == Qt::WheelFocus)
            field->setFocusPolicy(Qt::StrongFocus);
        return false;
    }
    if (field->hasFocus())
        return false;
    event->ignore(); // it goes on to what scrolls
    return true;
}

} // namespace signalbox::ui
