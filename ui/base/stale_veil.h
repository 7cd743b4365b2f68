// Greys a widget whose values may be wrong: they can still be read, copied and scrolled, and nobody takes them for
// those of now. Child of the covered widget's parent, above it, as large as it; lets the mouse through. UI thread.
#pragma once

#include <QWidget>

namespace signalbox::ui {

class StaleVeil : public QWidget {
    Q_OBJECT

public:
    explicit StaleVeil(QWidget* covered);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void follow();

    QWidget* m_covered;
};

} // namespace signalbox::ui
