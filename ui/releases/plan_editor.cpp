#include "ui/releases/plan_editor.h"

#include <QSignalBlocker>
#include <QVBoxLayout>

#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/releases/forecast_lines.h"
#include "ui/releases/guardrail_editor.h"
#include "ui/releases/pace_row.h"
#include "ui/releases/plan_details.h"
#include "ui/releases/ramp_editor.h"
#include "ui/releases/ramp_line.h"
#include "ui/releases/shadow_row.h"

namespace signalbox::ui::releases {

PlanEditor::PlanEditor(QWidget* parent)
    : QWidget(parent),
      m_paces(new PaceRow(this)),
      m_line(new RampLine(this)),
      m_ramp(new RampEditor(this)),
      m_shadow(new ShadowRow(this)),
      m_guards(new GuardrailEditor(this)),
      m_forecast(new ForecastLines(this)),
      m_details(new PlanDetails(this)) {
    layOut();
    m_ramp->hide();
    connect(m_paces, &PaceRow::chosen, this, &PlanEditor::choosePace);
    connect(m_ramp, &RampEditor::changed, this, &PlanEditor::takeChange);
    connect(m_shadow, &ShadowRow::changed, this, &PlanEditor::takeChange);
    connect(m_guards, &GuardrailEditor::changed, this, &PlanEditor::takeChange);
    connect(m_details, &PlanDetails::changed, this, &PlanEditor::takeChange);
    setPlan(release::Plan{});
}

void PlanEditor::layOut() {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_paces, m_line, m_ramp, m_shadow, m_guards, m_forecast, m_details})
        column->addWidget(part);
}

void PlanEditor::setPlan(const release::Plan& plan) {
    m_agents = plan;
    m_ramp->hide();
    fill(plan);
}

void PlanEditor::fill(const release::Plan& plan) {
    m_plan = plan;
    {
        const QSignalBlocker shadow(m_shadow);
        const QSignalBlocker guards(m_guards);
        const QSignalBlocker details(m_details);
        m_ramp->setPlan(plan);
        m_shadow->setPlan(plan);
        m_guards->setGuardrails(plan.guardrails);
        m_details->setPlan(plan);
    }
    takeChange();
}

void PlanEditor::choosePace(std::optional<release::Pace> pace) {
    m_ramp->setVisible(!pace);
    if (pace)
        fill(release::atPace(plan(), *pace, m_agents));
    else
        showRamp();
}

void PlanEditor::takeChange() {
    showRamp();
    Q_EMIT changed();
}

void PlanEditor::setTraffic(std::optional<StableTraffic> traffic) {
    m_traffic = std::move(traffic);
    m_ramp->setTraffic(m_traffic);
    if (m_traffic)
        m_guards->setToday(plainLine(m_traffic->version, 40), m_traffic->total);
    showRamp();
}

void PlanEditor::showRamp() {
    const release::Plan now = plan();
    m_paces->setChosen(m_ramp->isHidden() ? release::paceOf(now, m_agents) : std::nullopt);
    m_line->setPoints(rampPoints(now, m_traffic));
    m_ramp->showForecast();
    m_forecast->show(now, m_traffic);
}

release::Plan PlanEditor::plan() const {
    release::Plan plan = m_plan;
    m_ramp->applyTo(plan);
    m_shadow->applyTo(plan);
    plan.guardrails = m_guards->guardrails();
    m_details->applyTo(plan);
    return plan;
}

QString PlanEditor::problem() const {
    for (const QString& problem : {m_ramp->problem(), m_guards->problem(), m_details->problem()})
        if (!problem.isEmpty())
            return problem;
    return {};
}

} // namespace signalbox::ui::releases
