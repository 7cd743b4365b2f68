// The keys that find in a text and find on: Ctrl+F, F3, Shift+F3. One home, so that every reader answers the same keys.
// UI thread; the shortcuts belong to `scope` and work while the focus is in it.
#pragma once

#include <functional>

class QWidget;

namespace signalbox::ui::compare {

void addFindKeys(QWidget* scope, std::function<void()> open, const std::function<void(int by)>& goOn);

} // namespace signalbox::ui::compare
