// One entry of what was opened before: where it is, what went on there when it was last seen (or goes on now), and a
// button that takes it off the list. UI thread.
#pragma once

#include <QWidget>

#include "ui/base/chip.h"
#include "ui/shell/recent_backends.h"

class QPushButton;

namespace signalbox::ui::shell {

// What is said of it: as of now only while it is open and connected, else with the time at which it was so.
[[nodiscard]] ChipSpec stateOf(const RecentBackend& backend, WallTime now);

class RecentRow : public QWidget {
    Q_OBJECT

public:
    explicit RecentRow(const RecentBackend& backend, QWidget* parent = nullptr);

    [[nodiscard]] const RecentBackend& backend() const { return m_backend; }

    // The folder is not there any more.
    void setMissing();

Q_SIGNALS:
    void opened();
    void removed();

private:
    void showState();

    RecentBackend m_backend;
    bool m_missing = false;
    QPushButton* m_open;
    Chip* m_state;
};

} // namespace signalbox::ui::shell
