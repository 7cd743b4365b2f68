// One metric of the Live page: heading, the numbers of stable and canary with their counts, the guardrail's limit and
// where the canary stands to it, and the chart. Owned by LiveView; UI thread.
#pragma once

#include <memory>

#include <QComboBox>
#include <QFrame>
#include <QToolButton>

#include "ui/base/plain_text.h"
#include "ui/live/evidence_words.h"
#include "ui/live/metric_chart.h"
#include "ui/live/role_number.h"

namespace signalbox::ui::live {

// "limit 2 %: canary is below it", or empty when the plan sets none. Pure.
struct LimitStatement {
    QString text;
    bool above = false; // the canary's number is over the limit
    bool blind = false; // the guardrail sees nothing
};

[[nodiscard]] LimitStatement limitStatement(const Picture& picture, const Measure& measure);
// "0.21 %"; "≈" marks a quantile that is estimated from parts. Pure.
[[nodiscard]] QString numberText(const Picture& picture, const RoleLine& line, const Measure& measure);

// What the number is formed over, or why there is none: "of 1,204", "no price for gpt-4o-mini". Pure.
[[nodiscard]] QString baseText(const RoleLine& line, const Measure& measure);

class MetricPanel : public QFrame {
    Q_OBJECT

public:
    explicit MetricPanel(Metric metric, QWidget* parent = nullptr);

    // Numbers change at once, the chart with its next refresh().
    void setPicture(std::shared_ptr<const Picture> picture);

    [[nodiscard]] MetricChart& chart() const { return *m_chart; }

    [[nodiscard]] const Measure& measure() const { return m_measure; }

Q_SIGNALS:
    void measureChanged();
    void evidenceRequested(const std::string& metric); // of the plan's guardrail

private:
    void addQuantiles();
    void showTexts();
    void showLimit();

    Measure m_measure;
    std::shared_ptr<const Picture> m_picture;
    PlainLabel* m_heading;
    QComboBox* m_quantile;
    std::vector<RoleNumber*> m_numbers; // stable, canary, shadow
    PlainLabel* m_limit;
    QToolButton* m_why;
    MetricChart* m_chart;
};

} // namespace signalbox::ui::live
