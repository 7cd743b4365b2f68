#include "ui/compare/effect_strip.h"

#include <QGridLayout>

#include "ui/base/accessible.h"
#include "ui/base/formatting.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::compare {

using namespace Qt::StringLiterals;

Effect effectOf(const protocol::MetricsMessage& metrics, const std::string& version) {
    Effect effect;
    std::uint64_t errors = 0;
    std::uint64_t costKnown = 0;
    std::uint64_t tokens = 0;
    std::uint64_t usageKnown = 0;
    std::uint64_t judged = 0;
    std::uint64_t most = 0;
    double cost = 0;
    for (const protocol::MetricSeries& series : metrics.series) {
        if (series.version != version)
            continue;
        const protocol::MetricPoint& total = series.total;
        effect.requests += total.requests;
        errors += total.errors;
        costKnown += total.costKnown;
        cost += total.costUsd;
        tokens += total.inputTokens + total.outputTokens;
        usageKnown += total.usageKnown;
        judged += total.judged();
        if (total.requests > most) {
            most = total.requests;
            effect.p95 = total.latencyP95;
        }
    }
    if (effect.requests == 0)
        return effect;
    if (judged > 0)
        effect.errorRate = static_cast<double>(errors) / static_cast<double>(judged);
    if (costKnown > 0)
        effect.cost = cost / static_cast<double>(costKnown);
    if (usageKnown > 0)
        effect.tokens = static_cast<double>(tokens) / static_cast<double>(usageKnown);
    return effect;
}

EffectStrip::EffectStrip(QWidget* parent) : QFrame(parent) {
    setProperty("panel", true);
    setAccessibleName(tr("Measured effect of the two versions in the last 7 days"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(space::m, space::s, space::m, space::s);
    grid->setHorizontalSpacing(space::xl);
    grid->setVerticalSpacing(space::xs);
    const auto add = [&](const QString& text, int row, int column, const char* tone) {
        auto* label = new PlainLabel(text, this);
        if (tone)
            label->setProperty("tone", QString::fromLatin1(tone));
        grid->addWidget(label, row, column, column == 0 ? Qt::AlignLeft : Qt::AlignRight);
        return label;
    };
    add(tr("Measured effect, 7 days"), 0, 0, "muted");
    const QStringList heads{tr("Requests"), tr("Error rate"), tr("p95"), tr("Cost per request"),
                            tr("Tokens per request")};
    for (int column = 0; column < columns; ++column)
        add(heads[column], 0, column + 1, "muted");
    for (int row = 0; row < 2; ++row) {
        m_names[row] = add({}, row + 1, 0, nullptr);
        for (int column = 0; column < columns; ++column)
            m_cells[row][column] = add({}, row + 1, column + 1, nullptr);
    }
    grid->setColumnStretch(columns + 1, 1);
}

void EffectStrip::setVersions(const QString& left, const QString& right) {
    m_names[0]->setText(u"− "_s % left);
    m_names[1]->setText(u"+ "_s % right);
    setEffects({}, {});
}

void EffectStrip::setEffects(const std::optional<Effect>& left, const std::optional<Effect>& right) {
    showRow(0, left);
    showRow(1, right);
}

void EffectStrip::showRow(int row, const std::optional<Effect>& effect) {
    QStringList texts;
    if (!effect)
        texts = {u"…"_s, {}, {}, {}, {}};
    else if (effect->requests == 0)
        texts = {tr("no traffic yet"), {}, {}, {}, {}};
    else
        texts = {countText(effect->requests), percentText(effect->errorRate), secondsText(effect->p95),
                 usdText(effect->cost),
                 effect->tokens ? countText(static_cast<std::uint64_t>(*effect->tokens + 0.5)) : noData()};
    for (int column = 0; column < columns; ++column)
        m_cells[row][column]->setText(texts[column]);
}

} // namespace signalbox::ui::compare
