#include "ui/compare/find_keys.h"

#include <QShortcut>

namespace signalbox::ui::compare {

void addFindKeys(QWidget* scope, std::function<void()> open, const std::function<void(int by)>& goOn) {
    const auto key = [scope](QKeyCombination keys, std::function<void()> slot) {
        auto* made = new QShortcut(keys, scope);
        made->setContext(Qt::WidgetWithChildrenShortcut);
        QObject::connect(made, &QShortcut::activated, scope, std::move(slot));
    };
    key(Qt::CTRL | Qt::Key_F, std::move(open));
    key(Qt::Key_F3, [goOn] { goOn(1); });
    key(Qt::SHIFT | Qt::Key_F3, [goOn] { goOn(-1); });
}

} // namespace signalbox::ui::compare
