// Drives the real window through its main pages and saves a picture of each in light and dark: for the README, the
// tests and whoever reviews. It clicks what a person would click and waits for what the backend confirms, each wait
// bounded; ends as a person would, by closing the window, with 0, or with 1 and the name of what did not come. UI
// thread; timers and signals only.
#pragma once

#include <functional>
#include <vector>

#include <QElapsedTimer>
#include <QString>
#include <QTimer>

#include "ui/shell/main_window.h"
#include "ui/shell/stall_watchdog.h"

namespace signalbox::console {

struct TourStop {
    QString name;                // of the picture; empty: none is taken
    std::function<void()> enter; // may be empty
    std::function<bool()> ready; // empty: at once
    int waitSeconds = 20;
};

// What the program does for the tour.
struct TourDeeds {
    std::function<void()> open;
    std::function<void()> stopModel; // of the sample
};

class Tour : public QObject {
    Q_OBJECT

public:
    Tour(ui::shell::MainWindow& window, ui::shell::StallWatchdog& watchdog, const QString& directory, QSize size,
         const TourDeeds& deeds);

private:
    void next();
    void enter();
    void look();
    void takePicture();
    void finish(int code);
    void leave();
    void save(const QString& scheme);

    ui::shell::MainWindow& m_window;
    ui::shell::StallWatchdog& m_watchdog;
    std::chrono::milliseconds m_longestStall{0}; // taking pictures and changing colours apart
    std::chrono::milliseconds m_longestOwn{0};   // without the time in which the machine gave it no processor
    QString m_stalledAt;
    QString m_directory;
    std::vector<TourStop> m_stops;
    std::size_t m_at = 0;
    int m_pictures = 0;
    QElapsedTimer m_waiting;
    QTimer m_poll;
};

} // namespace signalbox::console
