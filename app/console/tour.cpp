#include "app/console/tour.h"

#include <algorithm>
#include <cstdio>

#include <QApplication>
#include <QDir>

#include "app/console/tour_stops.h"
#include "ui/base/theme.h"

namespace signalbox::console {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto settle = 400ms; // pages repaint and charts are drawn

void print(const QString& text) {
    std::fputs((text + u'\n').toLocal8Bit().constData(), stdout);
    std::fflush(stdout);
}

} // namespace

Tour::Tour(ui::shell::MainWindow& window, ui::shell::StallWatchdog& watchdog, const QString& directory, QSize size,
           const TourDeeds& deeds)
    : m_window(window),
      m_watchdog(watchdog),
      m_directory(directory),
      m_stops(tourStops(window, deeds)) {
    m_poll.setInterval(100ms);
    connect(&m_poll, &QTimer::timeout, this, &Tour::look);
    m_window.resize(size);
    QTimer::singleShot(settle, this, [this] {
        if (!QDir().mkpath(m_directory)) {
            print(u"The folder for the pictures cannot be made: "_s + m_directory);
            return finish(1);
        }
        next();
    });
}

void Tour::next() {
    if (m_at == m_stops.size()) {
        return leave();
    }
    if (ui::theme().scheme != ui::Scheme::Light)
        ui::applyTheme(ui::Scheme::Light);
    QTimer::singleShot(settle, this, [this] { enter(); }); // so that no stall of ours is counted
}

void Tour::enter() {
    m_watchdog.reset();
    if (m_stops[m_at].enter)
        m_stops[m_at].enter();
    m_waiting.start();
    m_poll.start();
}

void Tour::look() {
    const TourStop& stop = m_stops[m_at];
    if (stop.ready && !stop.ready()) {
        if (m_waiting.hasExpired(stop.waitSeconds * 1000)) {
            m_poll.stop();
            print(u"The tour waited %1 s in vain at: %2"_s.arg(stop.waitSeconds).arg(stop.name));
            save(u"stuck"_s);
            finish(1);
        }
        return;
    }
    m_poll.stop();
    if (stop.name.isEmpty()) {
        ++m_at;
        return next();
    }
    QTimer::singleShot(settle, this, &Tour::takePicture);
}

void Tour::takePicture() {
    const auto stall = m_watchdog.maximum();
    print(u"%1: longest stall %2 ms, %3 ms of its own"_s.arg(m_stops[m_at].name)
              .arg(stall.count())
              .arg(m_watchdog.maximumOwn().count()));
    m_longestOwn = std::max(m_longestOwn, m_watchdog.maximumOwn());
    if (stall > m_longestStall) {
        m_longestStall = stall;
        m_stalledAt = m_stops[m_at].name;
    }
    save(u"light"_s);
    ui::applyTheme(ui::Scheme::Dark);
    QTimer::singleShot(settle, this, [this] {
        save(u"dark"_s);
        ++m_at;
        next();
    });
}

void Tour::save(const QString& scheme) {
    QPixmap picture = m_window.grab();
    const QString name = u"%1-%2-%3.png"_s.arg(m_at + 1, 2, 10, QChar(u'0')).arg(m_stops[m_at].name, scheme);
    if (picture.save(QDir(m_directory).filePath(name)))
        ++m_pictures;
}

// Quitting may stall as well.
void Tour::leave() {
    m_watchdog.reset();
    m_waiting.start();
    connect(QCoreApplication::instance(), &QCoreApplication::aboutToQuit, this, [this] {
        print(u"quit: %1 ms, longest stall %2 ms, %3 ms of its own"_s.arg(m_waiting.elapsed())
                  .arg(m_watchdog.maximum().count())
                  .arg(m_watchdog.maximumOwn().count()));
        m_longestOwn = std::max(m_longestOwn, m_watchdog.maximumOwn());
        if (m_watchdog.maximum() > m_longestStall) {
            m_longestStall = m_watchdog.maximum();
            m_stalledAt = u"the end"_s;
        }
        print(u"longest stall of the event loop, taking pictures apart: %1 ms, before %2; without waiting for a "
              "processor: %3 ms"_s.arg(m_longestStall.count())
                  .arg(m_stalledAt)
                  .arg(m_longestOwn.count()));
        print(u"%1 pictures in %2"_s.arg(m_pictures).arg(m_directory));
    });
    m_window.close();
}

void Tour::finish(int code) {
    QApplication::exit(code);
}

} // namespace signalbox::console
