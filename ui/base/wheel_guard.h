// Keeps the mouse wheel from changing numbers and choices that only happen to lie under the pointer while a form
// scrolls: a spin box or combo box takes the wheel only when it has the focus, and never gets the focus by the wheel.
// Installed by applyTheme(), for the whole application. UI thread.
#pragma once

#include <QObject>

namespace signalbox::ui {

class WheelGuard : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    static void install(); // once; nothing happens again

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace signalbox::ui
