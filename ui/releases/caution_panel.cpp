#include "ui/releases/caution_panel.h"

#include <algorithm>

#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/theme.h"
#include "ui/releases/caution_row.h"
#include "ui/releases/caution_words.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

constexpr int fewGates = 3; // more are scrolled

Tone toneOf(GateState::Answer answer) {
    return answer == GateState::Answer::Passed   ? Tone::Good
           : answer == GateState::Answer::Failed ? Tone::Bad
                                                 : Tone::Warning;
}

QString signOf(GateState::Answer answer) {
    return answer == GateState::Answer::Passed   ? u"check"_s
           : answer == GateState::Answer::Failed ? u"close"_s
                                                 : u"lock"_s;
}

} // namespace

CautionPanel::CautionPanel(QWidget* parent)
    : QWidget(parent),
      m_frozen(new CautionRow(u"freeze"_s, this)),
      m_queue(new CautionRow(u"queue"_s, this)),
      m_leaving(new CautionRow(u"user"_s, this)),
      m_gateScroll(new QScrollArea(this)) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    m_gateScroll->setWidgetResizable(true);
    m_gateScroll->setFocusPolicy(Qt::NoFocus);
    m_gateScroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_gateScroll->setFrameShape(QFrame::NoFrame);
    column->addWidget(m_frozen);
    column->addWidget(m_gateScroll);
    column->addWidget(m_queue);
    column->addWidget(m_leaving);
    addButton(m_frozen, Verb::Unfreeze);
    addButton(m_queue, Verb::StartQueued);
    addButton(m_queue, Verb::Unqueue);
    addButton(m_leaving, Verb::MoveLeaving);
    m_gateScroll->hide();
    hide();
}

QPushButton* CautionPanel::addButton(CautionRow* row, Verb verb) {
    QPushButton* button = row->addButton(QString::fromUtf8(wireName(verb)));
    connect(button, &QPushButton::clicked, this, [this, verb] { Q_EMIT triggered(verb); });
    m_buttons.emplace_back(verb, button);
    return button;
}

QPushButton* CautionPanel::button(Verb verb) const {
    const auto found = std::ranges::find(m_buttons, verb, &std::pair<Verb, QPushButton*>::first);
    return found == m_buttons.end() ? nullptr : found->second;
}

void CautionPanel::showStatus(const protocol::AgentStatus& status, const ReleaseView& view) {
    m_frozen->say(Tone::Bad, frozenText(status),
                  status.state.freeze
                      ? tr("Automation does nothing here, and guardrails only tell. Rolling back works.")
                      : QString());
    const bool held = status.state.queued && !status.state.queued->held.empty();
    m_queue->say(held ? Tone::Warning : Tone::Neutral, queuedText(status), queuedHint(status));
    m_leaving->say(Tone::Neutral, leavingText(status, view.sinceHeard));
    for (const auto& [verb, button] : m_buttons)
        CautionRow::show(button, view.offer(verb));
    showGates(status, view.offer(Verb::Gate));
    setVisible(status.state.freeze || status.state.queued || status.state.leaving || !m_gates.empty());
}

void CautionPanel::makeGates(const std::vector<std::string>& names) {
    m_gateNames = names;
    m_gates.clear();
    delete m_gateBody;
    m_gateBody = new QWidget(m_gateScroll);
    auto* column = new QVBoxLayout(m_gateBody);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::xs);
    for (const std::string& name : names) {
        auto* row = new CautionRow(u"lock"_s, m_gateBody);
        auto* passed = row->addButton(u"gate-passed"_s);
        auto* failed = row->addButton(u"gate-failed"_s);
        connect(passed, &QPushButton::clicked, this, [this, name] { Q_EMIT gateReported(name, true); });
        connect(failed, &QPushButton::clicked, this, [this, name] { Q_EMIT gateReported(name, false); });
        column->addWidget(row);
        m_gates.push_back({name, row, passed, failed});
    }
    m_gateScroll->setWidget(m_gateBody);
    m_gateScroll->setVisible(!names.empty());
}

void CautionPanel::showGates(const protocol::AgentStatus& status, const Offer& offer) {
    const std::vector<GateState> states = gatesOf(status);
    const std::vector<std::string> names =
        states.empty() ? std::vector<std::string>() : status.state.release->plan.gates;
    if (names != m_gateNames)
        makeGates(names);
    int height = 0;
    for (std::size_t i = 0; i < m_gates.size(); ++i) {
        const GateState& state = states[i];
        const GateRow& gate = m_gates[i];
        gate.row->setSign(signOf(state.answer));
        gate.row->say(toneOf(state.answer), tr("Gate %1 · %2").arg(state.name, state.said));
        Offer passed = offer;
        Offer failed = offer;
        passed.visible = state.answer != GateState::Answer::Passed;
        failed.visible = state.answer != GateState::Answer::Failed;
        CautionRow::show(gate.passed, passed, tr("Passed"));
        CautionRow::show(gate.failed, failed, tr("Failed…"));
        describe(gate.passed, tr("Gate %1 passed").arg(state.name), offer.reason);
        describe(gate.failed, tr("Gate %1 failed").arg(state.name), offer.reason);
        if (i < fewGates)
            height += gate.row->sizeHint().height() + (i == 0 ? 0 : space::xs);
    }
    if (!m_gates.empty())
        m_gateScroll->setFixedHeight(height);
}

} // namespace signalbox::ui::releases
