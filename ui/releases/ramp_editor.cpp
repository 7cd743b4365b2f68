#include "ui/releases/ramp_editor.h"

#include <cmath>

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/releases/release_text.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

PlainLabel* heading(const QString& text, QWidget* parent) {
    auto* label = new PlainLabel(text, parent);
    label->setTone(u"muted"_s);
    return label;
}

} // namespace

RampEditor::RampEditor(QWidget* parent) : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    setPlan(release::Plan{});
}

void RampEditor::setPlan(const release::Plan& plan) {
    m_plan = plan;
    rebuild();
}

void RampEditor::rebuild() {
    delete m_body;
    m_steps.clear();
    m_body = new QWidget(this);
    layout()->addWidget(m_body);
    auto* column = new QVBoxLayout(m_body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::m);
    m_stepGrid = new QGridLayout;
    m_stepGrid->setHorizontalSpacing(space::m);
    m_stepGrid->setVerticalSpacing(space::xs);
    m_stepGrid->addWidget(heading(tr("Step"), m_body), 0, 0);
    m_stepGrid->addWidget(heading(tr("Share of requests"), m_body), 0, 1);
    m_stepGrid->addWidget(heading(tr("At least"), m_body), 0, 2);
    m_stepGrid->addWidget(heading(tr("Then"), m_body), 0, 3);
    m_stepGrid->addWidget(heading(tr("Waits for"), m_body), 0, 4);
    m_stepGrid->setColumnStretch(4, 1);
    for (std::size_t i = 0; i < m_plan.steps.size(); ++i)
        addStep(static_cast<int>(i), m_plan.steps[i]);
    column->addLayout(m_stepGrid);
    auto* add = new QPushButton(tr("Add a step"), m_body);
    add->setProperty("kind", u"flat"_s);
    add->setIcon(icon(u"plus"_s, IconColor::Accent));
    describe(add, add->text(), tr("Puts a step between the last two"));
    connect(add, &QPushButton::clicked, this, &RampEditor::insertStep);
    column->addWidget(add, 0, Qt::AlignLeft);
    m_advance = new QComboBox(m_body);
    m_advance->addItems({tr("A person takes every step"), tr("Steps are taken by themselves when all holds are met")});
    m_advance->setCurrentIndex(m_plan.advance == release::Advance::Automatic ? 1 : 0);
    describe(m_advance, tr("How the release advances"));
    connect(m_advance, &QComboBox::currentIndexChanged, this, &RampEditor::changed);
    column->addWidget(m_advance, 0, Qt::AlignLeft);
    column->addLayout(makeEvidence());
    showForecast();
}

void RampEditor::setTraffic(const std::optional<StableTraffic>& traffic) {
    m_traffic = traffic;
    showForecast();
}

void RampEditor::showForecast() {
    release::Plan now = m_plan;
    applyTo(now);
    for (std::size_t i = 0; i < m_steps.size(); ++i)
        m_steps[i].forecast->setText(m_traffic ? stepForecast(now, now.steps[i].weight, *m_traffic) : QString());
}

QLayout* RampEditor::makeEvidence() {
    m_evidence = new QCheckBox(tr("Each step also waits until it could have shown a rise of"), m_body);
    m_evidence->setChecked(m_plan.evidence == release::MinimumEvidence::Needed);
    m_evidence->setToolTip(tr("Against stable. A smaller rise needs more conversations in each step."));
    describe(m_evidence, m_evidence->text());
    m_promise = new QDoubleSpinBox(m_body);
    m_promise->setRange(1.25, 16);
    m_promise->setDecimals(2);
    m_promise->setSingleStep(0.5);
    m_promise->setSuffix(u" ×"_s);
    m_promise->setValue(m_plan.promise);
    m_promise->setEnabled(m_evidence->isChecked());
    describe(m_promise, tr("Smallest rise that a step can show"));
    auto* line = new QHBoxLayout;
    line->setSpacing(space::s);
    line->addWidget(m_evidence);
    line->addWidget(m_promise);
    line->addStretch(1);
    connect(m_evidence, &QCheckBox::toggled, m_promise, &QWidget::setEnabled);
    connect(m_evidence, &QCheckBox::toggled, this, &RampEditor::changed);
    connect(m_promise, &QDoubleSpinBox::valueChanged, this, &RampEditor::changed);
    return line;
}

void RampEditor::addStep(int row, const release::Step& step) {
    const bool last = static_cast<std::size_t>(row) + 1 == m_plan.steps.size();
    StepRow made{};
    made.number = new PlainLabel(QString::number(row + 1), m_body);
    made.weight = new QDoubleSpinBox(m_body);
    made.weight->setRange(0.1, 100);
    made.weight->setDecimals(1);
    made.weight->setSuffix(u" %"_s);
    made.weight->setValue(step.weight.share() * 100);
    made.weight->setEnabled(!last); // a release ends with all requests
    describe(made.weight, tr("Share of requests in step %1").arg(row + 1));
    made.minutes = new QDoubleSpinBox(m_body);
    made.minutes->setRange(0, 100'000);
    made.minutes->setDecimals(1);
    made.minutes->setSuffix(tr(" min"));
    made.minutes->setValue(static_cast<double>(step.minimumTime.count()) / millisecondsPerMinute);
    describe(made.minutes, tr("Minimum time of step %1").arg(row + 1));
    made.approval = new QCheckBox(tr("needs approval"), m_body);
    made.approval->setChecked(step.approval == release::Approval::Needed);
    describe(made.approval, tr("Step %1 needs approval before the next").arg(row + 1));
    made.forecast = new PlainLabel(m_body);
    made.forecast->setTone(u"muted"_s);
    made.remove = new QToolButton(m_body);
    made.remove->setIcon(icon(u"close"_s, IconColor::Muted));
    made.remove->setFocusPolicy(Qt::StrongFocus);
    made.remove->setToolTip(tr("Remove this step"));
    describe(made.remove, tr("Remove step %1").arg(row + 1));
    int column = 0;
    for (QWidget* widget : std::initializer_list<QWidget*>{made.number, made.weight, made.minutes, made.approval,
                                                           made.forecast, made.remove})
        m_stepGrid->addWidget(widget, row + 1, column++);
    connect(made.weight, &QDoubleSpinBox::valueChanged, this, &RampEditor::changed);
    connect(made.minutes, &QDoubleSpinBox::valueChanged, this, &RampEditor::changed);
    connect(made.approval, &QCheckBox::toggled, this, &RampEditor::changed);
    connect(
        made.remove, &QToolButton::clicked, this, [this, row] { removeStep(static_cast<std::size_t>(row)); },
        Qt::QueuedConnection); // rebuilding deletes the button that was clicked
    // A release ends with all requests: the last step stays.
    made.remove->setVisible(!last);
    m_steps.push_back(made);
}

void RampEditor::removeStep(std::size_t index) {
    release::Plan next = m_plan;
    applyTo(next);
    if (index + 1 >= next.steps.size())
        return;
    next.steps.erase(next.steps.begin() + static_cast<std::ptrdiff_t>(index));
    setPlan(next);
    Q_EMIT changed();
}

void RampEditor::insertStep() {
    release::Plan next = m_plan;
    applyTo(next);
    const auto at = next.steps.empty() ? 0 : next.steps.size() - 1;
    const std::uint32_t before = at == 0 ? 0 : next.steps[at - 1].weight.thousandths();
    release::Step step = at == 0 ? release::Step{} : next.steps[at - 1];
    step.weight = traffic::Weight::thousandths((before + traffic::Weight::whole) / 2);
    if (next.steps.empty())
        step.weight = traffic::Weight::all();
    next.steps.insert(next.steps.begin() + static_cast<std::ptrdiff_t>(at), step);
    setPlan(next);
    Q_EMIT changed();
}

void RampEditor::applyTo(release::Plan& plan) const {
    plan.steps = m_plan.steps;
    plan.advance = m_advance->currentIndex() == 1 ? release::Advance::Automatic : release::Advance::Manual;
    plan.evidence = m_evidence->isChecked() ? release::MinimumEvidence::Needed : release::MinimumEvidence::NotNeeded;
    // Untouched numbers keep every digit that their fields do not show.
    if (std::abs(m_promise->value() - m_plan.promise) > 0.005)
        plan.promise = m_promise->value();
    for (std::size_t i = 0; i < m_steps.size(); ++i) {
        const StepRow& row = m_steps[i];
        release::Step& step = plan.steps[i];
        step.weight = traffic::Weight::thousandths(static_cast<std::uint32_t>(std::lround(row.weight->value() * 10)));
        const double minutes = static_cast<double>(step.minimumTime.count()) / millisecondsPerMinute;
        if (std::abs(row.minutes->value() - minutes) > 0.05)
            step.minimumTime = std::chrono::milliseconds(std::llround(row.minutes->value() * millisecondsPerMinute));
        step.approval = row.approval->isChecked() ? release::Approval::Needed : release::Approval::NotNeeded;
    }
}

QString RampEditor::problem() const {
    release::Plan now = m_plan;
    applyTo(now);
    if (now.steps.empty())
        return tr("A release needs at least one step.");
    for (std::size_t i = 1; i < now.steps.size(); ++i)
        if (now.steps[i].weight <= now.steps[i - 1].weight)
            return tr("Step %1 must give more than step %2.").arg(i + 1).arg(i);
    return {};
}

} // namespace signalbox::ui::releases
