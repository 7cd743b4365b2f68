// One drill in big figures: what came of it, how soon, compared with the same one before; while it runs, how far it is.
// UI thread.
#pragma once

#include <array>
#include <span>

#include <QFrame>

#include "core/release/drill.h"
#include "ui/base/chip.h"

class QProgressBar;

namespace signalbox::ui {
class PlainLabel;
}

namespace signalbox::ui::drills {

class DrillResult : public QFrame {
    Q_OBJECT

public:
    explicit DrillResult(QWidget* parent = nullptr);

    // `all`: every drill that is known, newest first.
    void setDrill(const release::Drill& drill, std::span<const release::Drill> all);
    void setNone(); // nothing was ever practised here

private:
    struct Figure {
        PlainLabel* title;
        PlainLabel* value;
        PlainLabel* note;
    };

    QWidget* makeFigures();
    void setFigure(std::size_t index, const QString& title, const QString& value, const QString& note, Tone tone);
    void showFigures(const release::Drill& drill);
    void showProgress(const release::Drill& drill);
    void setTone(Tone tone);

    PlainLabel* m_heading;
    PlainLabel* m_order;
    PlainLabel* m_progressText;
    QProgressBar* m_progress;
    std::array<Figure, 3> m_figures{}; // made with their row
    QWidget* m_figureRow;
    PlainLabel* m_why;
    PlainLabel* m_comparison;
};

} // namespace signalbox::ui::drills
