#include "ui/releases/forecast_lines.h"

#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

ForecastLines::ForecastLines(QWidget* parent)
    : QWidget(parent),
      m_forecast(new PlainLabel(this)),
      m_askWhy(new QToolButton(this)),
      m_why(new PlainLabel(this)),
      m_advice(new PlainLabel(this)) {
    for (PlainLabel* label : {m_forecast, m_why, m_advice})
        label->setWordWrap(true);
    m_why->setTone(u"muted"_s);
    m_why->hide();
    m_advice->setTone(u"warning"_s);
    m_askWhy->setText(tr("Why?"));
    m_askWhy->setProperty("kind", u"link"_s);
    m_askWhy->setCheckable(true);
    m_askWhy->setFocusPolicy(Qt::StrongFocus);
    describe(m_askWhy, tr("Why this forecast?"));
    connect(m_askWhy, &QToolButton::toggled, m_why, &QWidget::setVisible);
    auto* line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addWidget(m_forecast, 1);
    line->addWidget(m_askWhy, 0, Qt::AlignTop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    column->addLayout(line);
    column->addWidget(m_why);
    column->addWidget(m_advice);
    show(release::Plan{}, std::nullopt);
}

void ForecastLines::show(const release::Plan& plan, const std::optional<StableTraffic>& traffic) {
    m_forecast->setText(traffic ? forecastStatement(plan, *traffic) : QString());
    const bool said = !m_forecast->text().isEmpty();
    m_forecast->setVisible(said);
    m_askWhy->setVisible(said);
    m_why->setText(traffic ? forecastWhy(plan, *traffic) : QString());
    m_why->setVisible(said && m_askWhy->isChecked());
    m_advice->setText(traffic ? lowTrafficAdvice(plan, *traffic) : QString());
    m_advice->setVisible(!m_advice->text().isEmpty());
    setVisible(said || !m_advice->text().isEmpty());
}

} // namespace signalbox::ui::releases
