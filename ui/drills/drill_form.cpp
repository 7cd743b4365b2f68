#include "ui/drills/drill_form.h"

#include <cmath>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSpinBox>

#include "ui/base/accessible.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/drills/drill_words.h"

namespace signalbox::ui::drills {

using namespace Qt::StringLiterals;
using release::DrillKind;

namespace {

QSpinBox* numberField(QWidget* parent, int least, int most, int value, const QString& suffix) {
    auto* field = new QSpinBox(parent);
    field->setRange(least, most);
    field->setValue(value);
    field->setSuffix(suffix);
    return field;
}

} // namespace

DrillForm::DrillForm(const std::vector<std::string>& agents, const std::string& chosen, QWidget* parent)
    : QWidget(parent),
      m_agents{std::string()},
      m_form(new QFormLayout(this)),
      m_agent(new QComboBox(this)),
      m_kind(new QComboBox(this)),
      m_delay(new QDoubleSpinBox(this)),
      m_share(numberField(this, 0, 100, 30, u" %"_s)),
      m_weight(new QDoubleSpinBox(this)),
      m_rate(numberField(this, 1, 500, 200, tr(" requests/s"))),
      m_limit(numberField(this, 2, 90, 60, tr(" s"))),
      m_reason(new QLineEdit(this)) {
    m_agents.insert(m_agents.end(), agents.begin(), agents.end());
    m_agent->addItem(tr("Usual plan"));
    for (const std::string& agent : agents) {
        m_agent->addItem(tr("Plan of %1").arg(plainLine(agent, 60)));
        if (agent == chosen)
            m_agent->setCurrentIndex(m_agent->count() - 1);
    }
    for (const auto kind : {DrillKind::Errors, DrillKind::Slow, DrillKind::Hang, DrillKind::Refusal})
        m_kind->addItem(kindText(kind), static_cast<int>(kind));
    m_delay->setRange(0.1, 60);
    m_delay->setDecimals(1);
    m_delay->setValue(3);
    m_delay->setSuffix(tr(" s"));
    m_weight->setRange(0, 50);
    m_weight->setDecimals(1);
    m_weight->setSuffix(u" %"_s);
    m_weight->setSpecialValueText(tr("as the plan's first step"));
    m_reason->setPlaceholderText(tr("Why now? It goes into the audit log."));
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(space::l);
    m_form->setVerticalSpacing(space::s);
    const auto row = [this](const QString& name, QWidget* field, const QString& what = {}) {
        describe(field, name, what);
        m_form->addRow(new PlainLabel(name, this), field);
    };
    row(tr("Guardrails"), m_agent, tr("Whose guardrails and first step are practised"));
    row(tr("The bad version"), m_kind);
    row(tr("A bad answer takes"), m_delay);
    row(tr("Bad answers"), m_share, tr("0 % is a healthy version, which must not be detected"));
    row(tr("Its share of traffic"), m_weight);
    row(tr("Traffic"), m_rate, tr("Made for the drill; nobody's real requests"));
    row(tr("To be detected in"), m_limit);
    row(tr("Reason"), m_reason, tr("Goes into the audit log"));
    connect(m_kind, &QComboBox::currentIndexChanged, this, &DrillForm::showFields);
    showFields();
}

void DrillForm::showFields() {
    m_form->setRowVisible(m_delay, m_kind->currentData().toInt() == static_cast<int>(DrillKind::Slow));
}

release::DrillOrder DrillForm::order() const {
    release::DrillOrder order;
    order.agent = m_agents[static_cast<std::size_t>(std::max(0, m_agent->currentIndex()))];
    order.kind = static_cast<DrillKind>(m_kind->currentData().toInt());
    order.share = m_share->value() / 100.0;
    order.perSecond = m_rate->value();
    if (const auto thousandths = std::lround(m_weight->value() * 10); thousandths > 0)
        order.weight = traffic::Weight::thousandths(static_cast<std::uint32_t>(thousandths));
    order.limit = std::chrono::seconds(m_limit->value());
    if (order.kind == DrillKind::Slow)
        order.delay = std::chrono::milliseconds(std::llround(m_delay->value() * 1000));
    return order;
}

std::string DrillForm::reason() const {
    return m_reason->text().trimmed().toStdString();
}

} // namespace signalbox::ui::drills
