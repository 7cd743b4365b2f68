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
#include "ui/releases/guardrail_words.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

// Shows as many decimals as say something: "10 s", "0.2 s", "$0.50".
class LimitBox : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;

    [[nodiscard]] QString textFromValue(double value) const override {
        QString text = QDoubleSpinBox::textFromValue(value);
        const auto point = text.indexOf(locale().decimalPoint());
        const qsizetype least = prefix().isEmpty() ? 0 : 2; // of money
        while (point >= 0 && text.size() - point - 1 > least && text.endsWith(locale().zeroDigit()))
            text.chop(1);
        if (text.endsWith(locale().decimalPoint()))
            text.chop(1);
        return text;
    }
};

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
    auto* title = new PlainLabel(tr("What stops it"), m_body);
    title->setFont(scaledFont(font(), 1.0, QFont::DemiBold));
    m_grid->addWidget(title, 0, 0, 1, 3);
    m_now = new PlainLabel(m_body);
    m_now->setTone(u"muted"_s);
    m_grid->addWidget(m_now, 0, todayColumn, Qt::AlignRight);
    m_grid->setColumnStretch(hintColumn, 1);
    for (std::size_t i = 0; i < guardrails.size(); ++i)
        addRow(static_cast<int>(i), guardrails[i], guardrails.size() > 1);
    showToday();
}

void GuardrailEditor::addRow(int row, const release::Guardrail& guardrail, bool removable) {
    const MetricWords words = metricWords(guardrail.metric);
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
        made.limit = new LimitBox(m_body);
        made.limit->setRange(0, 1'000'000);
        made.limit->setDecimals(words.decimals);
        made.limit->setPrefix(words.prefix);
        made.limit->setSuffix(words.suffix);
        if (known != nullptr && known->limit == release::LimitRule::Optional)
            made.limit->setSpecialValueText(tr("no limit"));
        made.limit->setValue(guardrail.limit * words.scale);
        describe(made.limit, tr("Limit: %1").arg(words.name));
        m_grid->addWidget(made.limit, row + 1, 1);
        connect(made.limit, &QDoubleSpinBox::valueChanged, this, &GuardrailEditor::showToday);
        connect(made.limit, &QDoubleSpinBox::valueChanged, this, &GuardrailEditor::changed);
    }
    made.action = new QComboBox(m_body);
    made.action->addItems({tr("notify"), tr("pause"), tr("roll back"), tr("step back")});
    made.action->setCurrentIndex(static_cast<int>(guardrail.action));
    describe(made.action, tr("What happens: %1").arg(words.name));
    m_grid->addWidget(made.action, row + 1, 2);
    connect(made.action, &QComboBox::currentIndexChanged, this, &GuardrailEditor::changed);
    addToday(made, row);
    auto* remove = new QToolButton(m_body);
    remove->setIcon(icon(u"close"_s, IconColor::Muted));
    remove->setFocusPolicy(Qt::StrongFocus);
    remove->setToolTip(removable ? tr("Remove this guardrail") : tr("A plan needs at least one guardrail"));
    remove->setEnabled(removable);
    describe(remove, tr("Remove the guardrail: %1").arg(words.name));
    m_grid->addWidget(remove, row + 1, removeColumn);
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

void GuardrailEditor::addToday(Row& made, int row) {
    made.today = new PlainLabel(m_body);
    made.today->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_grid->addWidget(made.today, row + 1, todayColumn);
    made.hint = new QPushButton(m_body);
    made.hint->setProperty("kind", u"flat"_s);
    m_grid->addWidget(made.hint, row + 1, hintColumn, Qt::AlignLeft);
    connect(made.hint, &QPushButton::clicked, this, [this, row] {
        const Row& of = m_rows[static_cast<std::size_t>(row)];
        if (const auto tighter = tighterLimit(of.guardrail.metric, limitOf(of), m_today))
            of.limit->setValue(tighter->limit * metricWords(of.guardrail.metric).scale);
    });
}

void GuardrailEditor::setToday(const QString& version, const protocol::MetricPoint& total) {
    m_version = version;
    m_today = total;
    showToday();
}

void GuardrailEditor::showToday() {
    m_now->setText(m_version.isEmpty() ? QString() : tr("now, %1").arg(m_version));
    for (const Row& row : m_rows) {
        const std::string& metric = row.guardrail.metric;
        const auto today = todayOf(metric, m_today);
        row.today->setText(today ? amountText(metric, *today) : m_version.isEmpty() ? QString() : u"–"_s);
        const auto tighter = row.limit == nullptr ? std::nullopt : tighterLimit(metric, limitOf(row), m_today);
        row.hint->setVisible(tighter.has_value());
        if (!tighter)
            continue;
        const MetricWords words = metricWords(metric); // in the unit of the field
        const QString use = words.prefix + QString::number(tighter->limit * words.scale, 'g', 3) + words.suffix;
        const QString text = tr("← %1: use %2").arg(tighter->why, use);
        row.hint->setText(text);
        describe(row.hint, text, tr("Sets a limit that only what is unusual today would pass"));
    }
}

double GuardrailEditor::limitOf(const Row& row) const {
    return row.limit == nullptr ? 0 : row.limit->value() / metricWords(row.guardrail.metric).scale;
}

void GuardrailEditor::fillMenu() {
    m_menu->clear();
    for (const release::GuardedMetric& metric : release::guardedMetrics()) {
        const std::string name(metric.name);
        const bool used = std::ranges::any_of(m_rows, [&](const Row& row) { return row.guardrail.metric == name; });
        if (!used)
            m_menu->addAction(metricMenuText(metric.name), this, [this, name] { add(name); });
    }
}

void GuardrailEditor::add(const std::string& metric) {
    std::vector<release::Guardrail> next = guardrails();
    next.push_back({.metric = metric, .limit = metricWords(metric).usual, .action = release::GuardAction::Pause});
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
            const double scale = metricWords(one.metric).scale;
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
