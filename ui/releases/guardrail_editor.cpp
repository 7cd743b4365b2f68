#include "ui/releases/guardrail_editor.h"

#include <algorithm>
#include <cmath>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/release/guarded_metrics.h"
#include "ui/base/accessible.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

constexpr std::string_view signalPrefix = "signal:";

struct MetricWords {
    QString name;
    QString prefix = {};
    QString suffix = {};
    double scale = 1; // shown = stored × scale
    int decimals = 2;
    double usual = 0; // a limit to begin with, as stored
};

MetricWords wordsOf(const std::string& metric) {
    if (metric == "error_rate")
        return {.name = GuardrailEditor::tr("error rate above"), .suffix = u" %"_s, .scale = 100, .usual = 0.02};
    if (metric.starts_with("latency_"))
        return {.name = GuardrailEditor::tr("latency (%1) above").arg(QString::fromStdString(metric.substr(8))),
                .suffix = u" s"_s,
                .decimals = 1,
                .usual = 10};
    if (metric == "cost")
        return {.name = GuardrailEditor::tr("cost per request above"), .prefix = u"$"_s, .decimals = 3, .usual = 0.5};
    if (metric == "tokens")
        return {.name = GuardrailEditor::tr("more tokens than stable, or above"), .decimals = 0};
    if (metric == "tool_calls")
        return {.name = GuardrailEditor::tr("other tool calls than stable, or above"), .decimals = 1};
    if (metric == "refusal")
        return {.name = GuardrailEditor::tr("more refusals than stable, or above"), .suffix = u" %"_s, .scale = 100};
    if (metric == "contract_violation")
        return {.name = GuardrailEditor::tr("more broken contracts than stable, or above"),
                .suffix = u" %"_s,
                .scale = 100};
    if (metric == "tool_failure")
        return {
            .name = GuardrailEditor::tr("more failing tools than stable, or above"), .suffix = u" %"_s, .scale = 100};
    if (metric == "low_quality")
        return {.name = GuardrailEditor::tr("more low quality than stable, or above"), .suffix = u" %"_s, .scale = 100};
    if (metric.starts_with(signalPrefix))
        return {.name = GuardrailEditor::tr("a changed share of the signal")};
    return {.name = GuardrailEditor::tr("%1 above").arg(plainLine(metric, 40)), .decimals = 3};
}

QString menuText(std::string_view metric) {
    if (metric == "error_rate")
        return GuardrailEditor::tr("Error rate");
    if (metric.starts_with("latency_"))
        return GuardrailEditor::tr("Latency (%1)").arg(QString::fromUtf8(metric.substr(8)));
    if (metric == "cost")
        return GuardrailEditor::tr("Cost per request");
    if (metric == "tokens")
        return GuardrailEditor::tr("Tokens per request");
    if (metric == "tool_calls")
        return GuardrailEditor::tr("Tool calls per request");
    if (metric == "refusal")
        return GuardrailEditor::tr("Refusals");
    if (metric == "contract_violation")
        return GuardrailEditor::tr("Answers that break the output contract");
    if (metric == "tool_failure")
        return GuardrailEditor::tr("Tool failures");
    if (metric == "low_quality")
        return GuardrailEditor::tr("Low quality, from feedback");
    return GuardrailEditor::tr("A business signal, from feedback…");
}

} // namespace

GuardrailEditor::GuardrailEditor(QWidget* parent)
    : QWidget(parent),
      m_menu(new QMenu(this)),
      m_add(new QPushButton(tr("Add a guardrail"), this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    m_add->setProperty("kind", u"flat"_s);
    m_add->setIcon(icon(u"plus"_s, IconColor::Accent));
    m_add->setMenu(m_menu);
    describe(m_add, m_add->text());
    connect(m_menu, &QMenu::aboutToShow, this, &GuardrailEditor::fillMenu);
    column->addWidget(m_add, 0, Qt::AlignLeft);
    rebuild({});
}

void GuardrailEditor::setGuardrails(const std::vector<release::Guardrail>& guardrails) {
    rebuild(guardrails);
    Q_EMIT changed();
}

void GuardrailEditor::rebuild(const std::vector<release::Guardrail>& guardrails) {
    delete m_body;
    m_rows.clear();
    m_body = new QWidget(this);
    static_cast<QVBoxLayout*>(layout())->insertWidget(0, m_body);
    m_grid = new QGridLayout(m_body);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space::m);
    m_grid->setVerticalSpacing(space::xs);
    auto* title = new PlainLabel(tr("Guardrails: when the canary has"), m_body);
    title->setTone(u"muted"_s);
    m_grid->addWidget(title, 0, 0, 1, 3);
    m_grid->setColumnStretch(4, 1);
    for (std::size_t i = 0; i < guardrails.size(); ++i)
        addRow(static_cast<int>(i), guardrails[i], guardrails.size() > 1);
}

void GuardrailEditor::addRow(int row, const release::Guardrail& guardrail, bool removable) {
    const MetricWords words = wordsOf(guardrail.metric);
    const release::GuardedMetric* known = release::guardedMetric(guardrail.metric);
    Row made{.guardrail = guardrail};
    m_grid->addWidget(new PlainLabel(words.name, m_body), row + 1, 0);
    if (guardrail.metric.starts_with(signalPrefix)) {
        made.signal = new QLineEdit(QString::fromStdString(guardrail.metric.substr(signalPrefix.size())), m_body);
        made.signal->setPlaceholderText(tr("approved"));
        made.signal->setValidator(new QRegularExpressionValidator(QRegularExpression(u"[a-z0-9_.-]{0,64}"_s), this));
        describe(made.signal, tr("Name of the signal"), tr("As callers send it to /v1/feedback"));
        m_grid->addWidget(made.signal, row + 1, 1);
        connect(made.signal, &QLineEdit::textChanged, this, &GuardrailEditor::changed);
    } else {
        made.limit = new QDoubleSpinBox(m_body);
        made.limit->setRange(0, 1'000'000);
        made.limit->setDecimals(words.decimals);
        made.limit->setPrefix(words.prefix);
        made.limit->setSuffix(words.suffix);
        if (known != nullptr && known->limit == release::LimitRule::Optional)
            made.limit->setSpecialValueText(tr("no limit"));
        made.limit->setValue(guardrail.limit * words.scale);
        describe(made.limit, tr("Limit: %1").arg(words.name));
        m_grid->addWidget(made.limit, row + 1, 1);
        connect(made.limit, &QDoubleSpinBox::valueChanged, this, &GuardrailEditor::changed);
    }
    made.action = new QComboBox(m_body);
    made.action->addItems({tr("notify"), tr("pause"), tr("roll back"), tr("step back")});
    made.action->setCurrentIndex(static_cast<int>(guardrail.action));
    describe(made.action, tr("What happens: %1").arg(words.name));
    m_grid->addWidget(made.action, row + 1, 2);
    connect(made.action, &QComboBox::currentIndexChanged, this, &GuardrailEditor::changed);
    auto* remove = new QToolButton(m_body);
    remove->setIcon(icon(u"close"_s, IconColor::Muted));
    remove->setFocusPolicy(Qt::StrongFocus);
    remove->setToolTip(removable ? tr("Remove this guardrail") : tr("A plan needs at least one guardrail"));
    remove->setEnabled(removable);
    describe(remove, tr("Remove the guardrail: %1").arg(words.name));
    m_grid->addWidget(remove, row + 1, 3);
    connect(
        remove, &QToolButton::clicked, this,
        [this, row] {
            std::vector<release::Guardrail> rest = guardrails();
            rest.erase(rest.begin() + row);
            setGuardrails(rest);
        },
        Qt::QueuedConnection); // rebuilding deletes the button that was clicked
    m_rows.push_back(made);
}

void GuardrailEditor::fillMenu() {
    m_menu->clear();
    for (const release::GuardedMetric& metric : release::guardedMetrics()) {
        const std::string name(metric.name);
        const bool used = std::ranges::any_of(m_rows, [&](const Row& row) { return row.guardrail.metric == name; });
        if (!used)
            m_menu->addAction(menuText(metric.name), this, [this, name] { add(name); });
    }
}

void GuardrailEditor::add(const std::string& metric) {
    std::vector<release::Guardrail> next = guardrails();
    next.push_back({.metric = metric, .limit = wordsOf(metric).usual, .action = release::GuardAction::Pause});
    setGuardrails(next);
    const Row& row = m_rows.back();
    (row.signal != nullptr ? static_cast<QWidget*>(row.signal) : row.limit)->setFocus();
}

std::vector<release::Guardrail> GuardrailEditor::guardrails() const {
    std::vector<release::Guardrail> all;
    for (const Row& row : m_rows) {
        release::Guardrail one = row.guardrail;
        if (row.signal != nullptr)
            one.metric = std::string(signalPrefix) + row.signal->text().toStdString();
        if (row.limit != nullptr) {
            const double scale = wordsOf(one.metric).scale;
            // Untouched limits keep every digit that the field does not show.
            if (std::abs(row.limit->value() - one.limit * scale) > std::pow(10, -row.limit->decimals()) / 2)
                one.limit = row.limit->value() / scale;
        }
        one.action = static_cast<release::GuardAction>(row.action->currentIndex());
        all.push_back(std::move(one));
    }
    return all;
}

QString GuardrailEditor::problem() const {
    const auto all = guardrails();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].metric == signalPrefix)
            return tr("Name the signal that a guardrail watches, such as approved.");
        if (auto good = release::checkGuardrail(all[i], {}); !good)
            return plainLine(good.error().message + " " + good.error().hint, 300);
        for (std::size_t j = 0; j < i; ++j)
            if (all[j].metric == all[i].metric && all[j].action == all[i].action)
                return tr("Two guardrails are the same.");
    }
    return {};
}

} // namespace signalbox::ui::releases
