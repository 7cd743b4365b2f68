// What a plan can see at today's traffic: one sentence, what it rests on behind "Why?", and advice where a step would
// take weeks. Part of PlanEditor; UI thread.
#pragma once

#include <QWidget>

#include "ui/releases/forecast_words.h"

class QToolButton;

namespace signalbox::ui {
class PlainLabel;
}

namespace signalbox::ui::releases {

class ForecastLines : public QWidget {
    Q_OBJECT

public:
    explicit ForecastLines(QWidget* parent = nullptr);

    void show(const release::Plan& plan, const std::optional<StableTraffic>& traffic);

private:
    PlainLabel* m_forecast;
    QToolButton* m_askWhy;
    PlainLabel* m_why;
    PlainLabel* m_advice;
};

} // namespace signalbox::ui::releases
