#include "ui/live/metric_panel.h"

#include <QHBoxLayout>
#include <QStyle>
#include <QVBoxLayout>

#include "ui/base/theme.h"

using namespace Qt::StringLiterals;

namespace signalbox::ui::live {

namespace {

QString actionName(release::GuardAction action) {
    switch (action) {
    case release::GuardAction::Notify:
        return MetricPanel::tr("notify");
    case release::GuardAction::Pause:
        return MetricPanel::tr("pause");
    case release::GuardAction::StepBack:
        return MetricPanel::tr("step back");
    case release::GuardAction::RollBack:
        return MetricPanel::tr("roll back");
    }
    return {};
}

QString guardWords(const Measure& measure, const release::Guardrail& guardrail) {
    const QString action = actionName(guardrail.action);
    if (guardrail.limit > 0)
        return MetricPanel::tr("limit %1 → %2").arg(formatValue(measure.metric, guardrail.limit), action);
    if (measure.metric == Metric::ToolCalls) // fewer of them are a change as well
        return MetricPanel::tr("other than stable → %1").arg(action);
    return MetricPanel::tr("worse than stable → %1").arg(action);
}

evidence::ArmNames namesIn(const Picture& picture) {
    evidence::ArmNames names;
    if (const RoleLine* stable = picture.line(traffic::Role::Stable))
        names.stable = stable->version;
    if (const RoleLine* canary = picture.line(traffic::Role::Canary))
        names.canary = canary->version;
    return names;
}

// The model without a price that keeps the guardrail of cost from seeing anything; else empty.
std::string blindFor(const Picture& picture, const Measure& measure) {
    if (measure.metric != Metric::Cost)
        return {};
    for (const auto role : {traffic::Role::Canary, traffic::Role::Stable})
        if (const RoleLine* line = picture.line(role); line && line->serving && !line->unpricedModel.empty())
            return line->unpricedModel;
    return {};
}

// Whether an arm answers, and its answers do not say what they used: then nothing is known of what they cost.
bool isUsageUnknown(const Picture& picture, const Measure& measure) {
    constexpr std::uint64_t enough = 10; // answers
    if (measure.metric != Metric::Cost)
        return false;
    for (const auto role : {traffic::Role::Canary, traffic::Role::Stable})
        if (const RoleLine* line = picture.line(role);
            line && line->serving && line->total.usageKnown == 0 && line->total.answers >= enough)
            return true;
    return false;
}

} // namespace

QString numberText(const Picture& picture, const RoleLine& line, const Measure& measure) {
    const auto point = plotted(wholeOf(picture, line), measure);
    const QString text = formatValue(measure.metric, point ? std::optional(point->value) : std::nullopt);
    return point && point->estimated ? u"≈ "_s + text : text;
}

QString baseText(const RoleLine& line, const Measure& measure) {
    if (measure.metric == Metric::Cost && !line.unpricedModel.empty() && line.total.costKnown == 0)
        return MetricPanel::tr("no price for %1").arg(plainLine(line.unpricedModel, 40));
    return formatBase(measure, line.total);
}

LimitStatement limitStatement(const Picture& picture, const Measure& measure) {
    const auto* limit = guardrailOf(measure, picture.guardrails);
    if (!limit)
        return {};
    const bool hasLimit = limit->limit > 0;
    const QString words = guardWords(measure, *limit);
    const auto* canary = picture.line(traffic::Role::Canary);
    const auto value = canary ? valueOf(measure, canary->total, canary->counted) : std::nullopt;
    if (const std::string model = blindFor(picture, measure); !model.empty())
        return {.text = MetricPanel::tr("▲ %1 · blind: no price for %2").arg(words, plainLine(model, 60)),
                .blind = true};
    if (isUsageUnknown(picture, measure))
        return {.text = MetricPanel::tr("▲ %1 · blind: answers do not say what they used").arg(words), .blind = true};
    if (!value)
        return {.text = MetricPanel::tr("%1 · canary: no data").arg(words)};
    const VerdictStatement verdict = verdictStatement(picture.evidence, limit->metric, namesIn(picture));
    const auto* stable = picture.line(traffic::Role::Stable);
    const auto beside = stable ? valueOf(measure, stable->total, stable->counted) : std::nullopt;
    if (hasLimit && *value > limit->limit && beside && *beside > limit->limit)
        return {.text = MetricPanel::tr("▲ %1 · canary is above it, and so is stable").arg(words), .above = true};
    if (hasLimit && *value > limit->limit)
        return {.text = MetricPanel::tr("▲ %1 · canary is above it").arg(words) %
                        (verdict.text.isEmpty() ? QString() : QString(u" · "_s % verdict.text)),
                .above = true};
    // Evidence says more than one number that happens to be small.
    if (!verdict.line.isEmpty())
        return {.text = verdict.line};
    return {.text = hasLimit ? MetricPanel::tr("%1 · canary is below it").arg(words) : words};
}

MetricPanel::MetricPanel(Metric metric, QWidget* parent)
    : QFrame(parent),
      m_measure{.metric = metric},
      m_heading(new PlainLabel(this)),
      m_quantile(new QComboBox(this)),
      m_limit(new PlainLabel(this)),
      m_why(new QToolButton(this)),
      m_chart(new MetricChart(m_measure, this)) {
    setProperty("panel", true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::m, space::s, space::m, space::s);
    layout->setSpacing(space::xs);

    auto* top = new QHBoxLayout;
    m_heading->setFont(scaledFont(font(), 1.0, QFont::DemiBold));
    top->addWidget(m_heading);
    top->addStretch();
    top->addWidget(m_quantile);
    layout->addLayout(top);

    auto* numbers = new QHBoxLayout;
    numbers->setSpacing(space::l);
    for (const auto role : {traffic::Role::Stable, traffic::Role::Canary, traffic::Role::Shadow}) {
        m_numbers.push_back(new RoleNumber(role, this));
        m_numbers.back()->hide();
        numbers->addWidget(m_numbers.back());
    }
    numbers->addStretch();
    layout->addLayout(numbers);
    auto* limit = new QHBoxLayout;
    limit->setSpacing(space::s);
    m_limit->setWordWrap(true); // all of it is said, in narrow panels on two lines
    limit->addWidget(m_limit, 1);
    limit->addWidget(m_why, 0, Qt::AlignTop);
    layout->addLayout(limit);
    layout->addWidget(m_chart, 1);
    m_why->setText(tr("Why?"));
    m_why->setProperty("kind", u"link"_s);
    connect(m_why, &QToolButton::clicked, this, [this] {
        if (const auto* guarded = m_picture ? guardrailOf(m_measure, m_picture->guardrails) : nullptr)
            Q_EMIT evidenceRequested(guarded->metric);
    });
    addQuantiles();
    showTexts();
}

void MetricPanel::addQuantiles() {
    auto policy = m_quantile->sizePolicy(); // headings of all panels stand in one line
    policy.setRetainSizeWhenHidden(true);
    m_quantile->setSizePolicy(policy);
    m_quantile->setVisible(isQuantile(m_measure.metric));
    m_quantile->setAccessibleName(tr("Quantile of %1").arg(titleOf({m_measure.metric, Quantile::P95})));
    for (const auto quantile : {Quantile::P50, Quantile::P95, Quantile::P99})
        if (m_measure.metric == Metric::Latency || quantile != Quantile::P99)
            m_quantile->addItem(quantileName(quantile), static_cast<int>(quantile));
    m_quantile->setCurrentIndex(m_quantile->findData(static_cast<int>(m_measure.quantile)));
    connect(m_quantile, &QComboBox::currentIndexChanged, this, [this] {
        m_measure.quantile = static_cast<Quantile>(m_quantile->currentData().toInt());
        m_chart->setMeasure(m_measure);
        showTexts();
        Q_EMIT measureChanged();
    });
}

void MetricPanel::setPicture(std::shared_ptr<const Picture> picture) {
    m_picture = std::move(picture);
    m_chart->setPicture(m_picture);
    showTexts();
}

void MetricPanel::showTexts() {
    m_heading->setText(isQuantile(m_measure.metric) ? titleOf(m_measure).section(u' ', 0, -2) : titleOf(m_measure));
    m_chart->setAccessibleName(tr("Chart: %1").arg(titleOf(m_measure)));
    m_chart->setAccessibleDescription(tr("Left and right arrow keys read the values of one moment; the Table button "
                                         "shows all values as a table."));
    if (!m_picture)
        return;
    for (auto* number : m_numbers) {
        const auto* line = m_picture->line(number->role());
        number->setVisible(line != nullptr);
        if (line)
            number->setNumber(numberText(*m_picture, *line, m_measure), baseText(*line, m_measure));
    }
    showLimit();
}

void MetricPanel::showLimit() {
    const auto statement = limitStatement(*m_picture, m_measure);
    m_limit->setText(statement.text.isEmpty() ? u" "_s : statement.text); // keeps its height beside other panels
    const auto* limit = guardrailOf(m_measure, m_picture->guardrails);
    const VerdictStatement verdict = verdictStatement(m_picture->evidence, limit ? limit->metric : std::string());
    m_limit->setToolTip(plainToolTip(verdict.sentence));
    m_why->setVisible(!verdict.text.isEmpty());
    m_why->setAccessibleName(tr("Evidence on %1").arg(m_heading->text()));
    m_limit->setAccessibleDescription(verdict.sentence);
    const QString tone = statement.above || verdict.standing == Standing::Bad        ? u"bad"_s
                         : verdict.standing == Standing::Doubtful || statement.blind ? u"warning"_s
                                                                                     : QString();
    m_limit->setTone(!tone.isEmpty() ? tone : verdict.standing == Standing::Good ? u"good"_s : u"muted"_s);
    if (property("tone").toString() != tone) {
        setProperty("tone", tone); // the panel stands out too
        style()->unpolish(this);
        style()->polish(this);
    }
}

} // namespace signalbox::ui::live
