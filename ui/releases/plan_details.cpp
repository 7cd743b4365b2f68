#include "ui/releases/plan_details.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/elided_label.h"
#include "ui/base/formatting.h"
#include "ui/base/icons.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/releases/release_text.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

constexpr int longestGate = 100; // bytes; the backend says the same

QString dayName(const std::string& day) {
    constexpr std::array days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const std::array names{PlanDetails::tr("Mon"), PlanDetails::tr("Tue"), PlanDetails::tr("Wed"),
                           PlanDetails::tr("Thu"), PlanDetails::tr("Fri"), PlanDetails::tr("Sat"),
                           PlanDetails::tr("Sun")};
    const auto found = std::ranges::find(days, day);
    return found == days.end() ? plainLine(day, 20) : names.at(static_cast<std::size_t>(found - days.begin()));
}

bool canBeTyped(const std::vector<std::string>& gates) {
    return std::ranges::none_of(gates, [](const std::string& gate) {
        return gate.contains(',') || QString::fromStdString(gate).trimmed().toStdString() != gate;
    });
}

QString joined(const std::vector<std::string>& gates) {
    QStringList names;
    for (const std::string& gate : gates)
        names << plainLine(gate, longestGate);
    return names.join(u", "_s);
}

std::vector<std::string> gatesIn(const QString& text) {
    std::vector<std::string> gates;
    for (const QString& part : text.split(u',', Qt::SkipEmptyParts))
        if (const std::string gate = part.trimmed().toStdString(); !gate.empty())
            gates.push_back(gate);
    return gates;
}

} // namespace

QString windowText(const release::FreezeWindow& window) {
    QStringList parts;
    QStringList days;
    for (const std::string& day : window.days)
        days << dayName(day);
    if (!window.firstDate.empty())
        parts << PlanDetails::tr("%1 to %2").arg(plainLine(window.firstDate, 20), plainLine(window.lastDate, 20));
    if (!days.isEmpty())
        parts << days.join(u", "_s);
    else if (window.firstDate.empty())
        parts << PlanDetails::tr("every day");
    const bool whole = window.from == "00:00" && window.until == "24:00";
    parts << (whole ? PlanDetails::tr("all day")
                    : PlanDetails::tr("%1 to %2").arg(plainLine(window.from, 10), plainLine(window.until, 10)));
    return u"%1: %2"_s.arg(plainLine(window.name, 100), parts.join(u", "_s));
}

QString comparisonText(const release::Comparison& comparison) {
    QStringList parts;
    if (!comparison.fields.empty())
        parts << PlanDetails::tr("rules for fields: %1").arg(comparison.fields.size());
    if (!comparison.arguments.empty())
        parts << PlanDetails::tr("rules for tool arguments: %1").arg(comparison.arguments.size());
    parts << PlanDetails::tr("%1 of the fields must agree").arg(percentText(comparison.leastFields, 0))
          << PlanDetails::tr("texts are alike from %1").arg(percentText(comparison.leastText, 0))
          << PlanDetails::tr("stable answers %1 of the copies again")
                 .arg(QString::fromStdString(comparison.noise.toString()))
          << (comparison.content == release::PairContent::Kept ? PlanDetails::tr("texts are kept")
                                                               : PlanDetails::tr("texts are not kept"));
    return parts.join(u" · "_s);
}

PlanDetails::PlanDetails(QWidget* parent)
    : QWidget(parent),
      m_fold(new QToolButton(this)),
      m_summary(new ElidedLabel(this)) {
    m_body = makeBody();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::s);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::s);
    head->addWidget(m_fold);
    head->addWidget(m_summary, 1);
    head->addStretch(); // the summary is hidden while this is open
    column->addLayout(head);
    column->addWidget(m_body);
    m_fold->setText(tr("Advanced"));
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setCheckable(true);
    m_fold->setFocusPolicy(Qt::StrongFocus);
    m_fold->setProperty("kind", u"link"_s);
    m_summary->setColor(theme().mutedText);
    connect(m_fold, &QToolButton::toggled, this, &PlanDetails::showState);
    connect(themeNotifier(), &ThemeNotifier::changed, this, [this] { m_summary->setColor(theme().mutedText); });
    connect(this, &PlanDetails::changed, this, &PlanDetails::showState);
    showState();
}

QWidget* PlanDetails::makeBody() {
    auto* body = new QWidget(this);
    auto* form = new QFormLayout(body);
    form->setContentsMargins(space::l, 0, 0, 0);
    form->setHorizontalSpacing(space::l);
    form->setVerticalSpacing(space::s);
    const auto row = [&](const QString& name, QWidget* field) { form->addRow(new PlainLabel(name, body), field); };
    m_whenRunning = new QComboBox(body);
    m_whenRunning->addItems({tr("it is not started"), tr("that release is ended first"),
                             tr("it waits in the queue until that one is completed")});
    describe(m_whenRunning, tr("While another release runs"));
    row(tr("While another release runs"), m_whenRunning);
    row(tr("Rolled back, conversations"), makeConversations(body));
    m_gates = new QLineEdit(body);
    m_gates->setPlaceholderText(tr("none; names, with commas between them"));
    describe(m_gates, tr("Gates"), tr("What must be reported as passed before the version gets traffic"));
    m_gates->setToolTip(tr("What must be reported as passed before the version gets traffic"));
    row(tr("Gates"), m_gates);
    for (PlainLabel** label : {&m_freeze, &m_comparison}) {
        *label = new PlainLabel(body);
        (*label)->setWordWrap(true);
    }
    row(tr("Freeze windows"), m_freeze);
    row(tr("Shadow comparison"), m_comparison);
    connect(m_whenRunning, &QComboBox::currentIndexChanged, this, &PlanDetails::changed);
    connect(m_gates, &QLineEdit::textChanged, this, &PlanDetails::changed);
    return body;
}

QWidget* PlanDetails::makeConversations(QWidget* parent) {
    auto* line = new QWidget(parent);
    auto* row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::s);
    m_conversations = new QComboBox(line);
    m_conversations->addItems(
        {tr("move to stable at once"), tr("finish where they began"), tr("have time to finish:")});
    describe(m_conversations, tr("Conversations at a roll back"));
    m_drain = new QDoubleSpinBox(line);
    m_drain->setRange(0, 366.0 * 24 * 60);
    m_drain->setDecimals(1);
    m_drain->setSuffix(tr(" min"));
    describe(m_drain, tr("Time that conversations have to finish"));
    row->addWidget(m_conversations);
    row->addWidget(m_drain);
    row->addStretch(1);
    connect(m_conversations, &QComboBox::currentIndexChanged, this, &PlanDetails::changed);
    connect(m_drain, &QDoubleSpinBox::valueChanged, this, &PlanDetails::changed);
    return line;
}

void PlanDetails::setPlan(const release::Plan& plan) {
    m_plan = plan;
    m_whenRunning->setCurrentIndex(static_cast<int>(plan.whenRunning));
    m_conversations->setCurrentIndex(static_cast<int>(plan.conversations));
    m_drain->setValue(static_cast<double>(plan.drainTime.count()) / millisecondsPerMinute);
    m_gates->setText(joined(plan.gates));
    m_gates->setReadOnly(!canBeTyped(plan.gates));
    QStringList windows;
    for (const release::FreezeWindow& window : plan.freeze.windows)
        windows << windowText(window);
    m_freeze->setText(
        windows.isEmpty()
            ? tr("none")
            : tr("%1\n(%2; set in release.yaml)").arg(windows.join(u'\n'), plainLine(plan.freeze.zone, 60)));
    m_comparison->setText(comparisonText(plan.comparison));
    showState();
}

void PlanDetails::applyTo(release::Plan& plan) const {
    plan.whenRunning = static_cast<release::WhenRunning>(m_whenRunning->currentIndex());
    plan.conversations = static_cast<release::ConversationPolicy>(m_conversations->currentIndex());
    // The field shows tenths of minutes; what was not touched stays as exact as it was.
    const auto shown = [](double minutes) { return std::llround(minutes * 10); };
    if (shown(m_drain->value()) != shown(static_cast<double>(m_plan.drainTime.count()) / millisecondsPerMinute))
        plan.drainTime = std::chrono::milliseconds(std::llround(m_drain->value() * millisecondsPerMinute));
    if (!m_gates->isReadOnly() && m_gates->text() != joined(m_plan.gates))
        plan.gates = gatesIn(m_gates->text());
}

QString PlanDetails::problem() const {
    release::Plan plan = m_plan;
    applyTo(plan);
    for (std::size_t i = 0; i < plan.gates.size(); ++i) {
        if (plan.gates[i].size() > longestGate)
            return tr("The name of gate %1 is too long.").arg(i + 1);
        if (std::ranges::count(plan.gates, plan.gates[i]) > 1)
            return tr("Gate %1 is named twice.").arg(plainLine(plan.gates[i], longestGate));
    }
    return {};
}

void PlanDetails::setOpen(bool open) {
    m_fold->setChecked(open);
}

bool PlanDetails::isOpen() const {
    return m_fold->isChecked();
}

void PlanDetails::showState() {
    const bool open = m_fold->isChecked();
    m_body->setVisible(open);
    m_fold->setIcon(icon(open ? u"chevron-down"_s : u"chevron-right"_s, IconColor::Accent));
    m_drain->setVisible(m_conversations->currentIndex() == static_cast<int>(release::ConversationPolicy::Drain));
    release::Plan plan = m_plan;
    applyTo(plan);
    QStringList parts;
    if (plan.whenRunning != release::WhenRunning::Refuse)
        parts << (plan.whenRunning == release::WhenRunning::Queue ? tr("waits behind a running release")
                                                                  : tr("ends a running release"));
    if (plan.conversations != release::ConversationPolicy::Move)
        parts << (plan.conversations == release::ConversationPolicy::Finish
                      ? tr("conversations finish")
                      : tr("conversations have %1").arg(durationText(plan.drainTime)));
    if (!plan.gates.empty())
        parts << tr("gates: %1").arg(joined(plan.gates));
    if (!plan.freeze.windows.empty())
        parts << tr("freeze windows: %1").arg(plan.freeze.windows.size());
    m_summary->setText(parts.isEmpty() ? tr("gates, conversations, queue, freeze windows, comparison")
                                       : parts.join(u" · "_s));
    m_summary->setVisible(!open);
    describe(m_fold, tr("Advanced"), open ? tr("Is open") : m_summary->text());
}

} // namespace signalbox::ui::releases
