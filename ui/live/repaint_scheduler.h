// Spreads the repainting of charts: each is marked dirty when its values change, and one timer takes one dirty, visible
// chart per pass of the event loop; a new round begins at most ten times a second. UI thread. Knows charts only as ids.
#pragma once

#include <functional>
#include <vector>

#include <QTimer>

namespace signalbox::ui::live {

class RepaintScheduler : public QObject {
    Q_OBJECT

public:
    // `isVisible` and `repaint` are called with the index of a chart, 0 … count - 1.
    RepaintScheduler(int count, std::function<bool(int)> isVisible, std::function<void(int)> repaint,
                     QObject* parent = nullptr);

    void markDirty(int chart);
    void markAllDirty();
    // While inactive nothing is repainted; what was marked is done after activation.
    void setActive(bool active);
    // A chart came into view: if it is dirty, it is its turn soon.
    void wake();

    static constexpr int roundMilliseconds = 100;

private:
    void repaintOne();

    std::vector<bool> m_dirty;
    std::function<bool(int)> m_isVisible;
    std::function<void(int)> m_repaint;
    QTimer m_timer;
    bool m_active = true;
    std::size_t m_next = 0; // so that no chart waits for ever behind a busy one
};

} // namespace signalbox::ui::live
