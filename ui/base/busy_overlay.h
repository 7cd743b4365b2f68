// Covers a widget while something takes long. It appears only after 100 ms, so that quick work does not flicker, says
// what is being done and can offer to cancel it. Child of the widget it covers; UI thread.
#pragma once

#include <QTimer>
#include <QWidget>

class QProgressBar;
class QPushButton;

namespace signalbox::ui {

class PlainLabel;

enum class Cancellable { No, Yes };

class BusyOverlay : public QWidget {
    Q_OBJECT

public:
    explicit BusyOverlay(QWidget* covered);

    void start(const QString& what, Cancellable cancellable = Cancellable::No);
    void setProgress(int done, int whole); // whole 0: unknown
    void stop();

    [[nodiscard]] bool isRunning() const { return m_running; }

Q_SIGNALS:
    void cancelled();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void cancel();

    QTimer m_delay;
    bool m_running = false;
    PlainLabel* m_what;
    QProgressBar* m_bar;
    QPushButton* m_cancel;
};

} // namespace signalbox::ui
