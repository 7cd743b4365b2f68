#include "ui/releases/release_bar.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/base/accessible.h"
#include "ui/base/elided_label.h"
#include "ui/base/formatting.h"
#include "ui/base/icons.h"
#include "ui/base/notice.h"
#include "ui/base/plain_text.h"
#include "ui/base/theme.h"
#include "ui/releases/caution_panel.h"
#include "ui/releases/outcome_text.h"
#include "ui/releases/share_row.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

ReleaseBar::ReleaseBar(QWidget* parent)
    : QFrame(parent),
      m_shares(new ShareRow(this)),
      m_step(new ElidedLabel(this)),
      m_story(new ElidedLabel(this)),
      m_mismatch(new Notice(this)),
      m_notice(new Notice(this)),
      m_caution(new CautionPanel(this)),
      m_more(new QToolButton(this)) {
    setObjectName(u"releaseBar"_s);
    describe(this, tr("Release"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::l, space::m, space::l, space::m);
    layout->setSpacing(space::s);
    layout->addWidget(m_shares);
    auto* words = new QHBoxLayout;
    words->setSpacing(space::l);
    words->addWidget(m_step);
    words->addWidget(m_story, 1);
    layout->addLayout(words);
    // The buttons stay where they are when something is said: the notices come below.
    layout->addLayout(makeButtons());
    m_below = layout->count(); // where questions are asked
    layout->addWidget(m_caution);
    layout->addWidget(m_mismatch);
    layout->addWidget(m_notice);
    m_story->setForegroundRole(QPalette::PlaceholderText);
    m_step->setFont(scaledFont(font(), 1.0, QFont::Medium));
    m_noticeTime.setSingleShot(true);
    m_noticeTime.setInterval(std::chrono::seconds(8));
    connect(&m_noticeTime, &QTimer::timeout, m_notice, &Notice::clear);
    connect(themeNotifier(), &ThemeNotifier::changed, this, &ReleaseBar::rebuild);
    connect(m_caution, &CautionPanel::triggered, this, &ReleaseBar::request);
    connect(m_caution, &CautionPanel::gateReported, this, &ReleaseBar::reportGate);
    connect(m_notice, &Notice::activated, this, &ReleaseBar::noticeActivated);
    connect(m_notice, &Notice::dismissed, this, [this] { m_deed.reset(); });
}

QLayout* ReleaseBar::makeButtons() {
    auto* row = new QHBoxLayout;
    row->setSpacing(space::s);
    const auto add = [&](Verb verb, const QString& kind) {
        auto* button = new QPushButton(this);
        button->setProperty("kind", kind);
        button->setObjectName(QString::fromUtf8(wireName(verb)));
        button->setIcon(icon(iconOf(verb), kind == "danger"_L1    ? IconColor::BadFillText
                                           : kind == "primary"_L1 ? IconColor::AccentText
                                                                  : IconColor::Text));
        connect(button, &QPushButton::clicked, this, [this, verb] { request(verb); });
        m_buttons.emplace(verb, button);
        row->addWidget(button);
    };
    add(Verb::RollBack, u"danger"_s);
    row->addStretch(1);
    for (const Verb verb : {Verb::Pause, Verb::Resume, Verb::Approve, Verb::Advance, Verb::Promote})
        add(verb, {});
    add(Verb::Start, u"primary"_s);
    auto* menu = new QMenu(this);
    menu->setToolTipsVisible(true);
    for (const Verb verb : {Verb::StepBack, Verb::BreakGlass, Verb::Queue, Verb::Freeze, Verb::Abort}) {
        QAction* action = menu->addAction(icon(iconOf(verb)), QString());
        connect(action, &QAction::triggered, this, [this, verb] { request(verb); });
        m_actions.emplace(verb, action);
    }
    m_more->setMenu(menu);
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setIcon(icon(u"more"_s));
    m_more->setToolTip(tr("More about this release"));
    m_more->setFocusPolicy(Qt::StrongFocus);
    describe(m_more, tr("More about this release"));
    row->addWidget(m_more);
    return row;
}

QPushButton* ReleaseBar::button(Verb verb) const {
    const auto found = m_buttons.find(verb);
    return found == m_buttons.end() ? nullptr : found->second;
}

QAction* ReleaseBar::action(Verb verb) const {
    const auto found = m_actions.find(verb);
    return found == m_actions.end() ? nullptr : found->second;
}

void ReleaseBar::setStatus(const protocol::AgentStatus& status) {
    if (!m_status || m_status->agent != status.agent) {
        m_notice->clear();
        m_deed.reset();
        m_noticeRevision = 0;
        if (m_question)
            m_question->close(); // it was about another agent
    } else if (m_deed && m_deed->asked && status.state.revision != m_status->state.revision) {
        // What was asked about is no longer what would happen.
        m_notice->clear();
        m_deed.reset();
    }
    m_status = status;
    m_heard.start();
    rebuild();
    showUndo();
}

void ReleaseBar::setLink(bool fresh, const QString& staleReason) {
    m_fresh = fresh;
    m_staleReason = staleReason;
    rebuild();
}

void ReleaseBar::setAccess(std::optional<protocol::AccessRole> role) {
    m_access = role;
    rebuild();
}

void ReleaseBar::setPending(std::optional<Verb> verb) {
    m_pending = verb;
    rebuild();
}

void ReleaseBar::tick() {
    rebuild();
}

void ReleaseBar::rebuild() {
    if (!m_status)
        return;
    m_view = releaseView({.status = &*m_status,
                          .role = m_access,
                          .fresh = m_fresh,
                          .staleReason = m_staleReason,
                          .sinceHeard = std::chrono::milliseconds(m_heard.elapsed()),
                          .pending = m_pending});
    m_shares->showView(m_view);
    m_step->setText(m_view.step);
    m_step->setColor(m_view.tone == Tone::Warning ? theme().warning : QColor());
    m_story->setText(m_view.story);
    if (m_view.mismatch.isEmpty())
        m_mismatch->clear();
    else if (m_mismatch->text() != m_view.mismatch)
        m_mismatch->say(Tone::Bad, m_view.mismatch,
                        tr("The weights above are those that the data path uses. Roll back if they harm."));
    m_caution->showStatus(*m_status, m_view);
    showOffers();
    showObstacle();
}

// As much of what it does as the bar has room for; all of it is in the tool tip.
void ReleaseBar::fitRollBack() {
    QPushButton* const rollBack = m_buttons.at(Verb::RollBack);
    const Offer& offer = m_view.offer(Verb::RollBack);
    if (m_pending == Verb::RollBack)
        return rollBack->setText(progressOf(Verb::RollBack));
    rollBack->setMinimumWidth(0);
    rollBack->setText(offer.text);
    if (offer.detail.isEmpty() || !offer.enabled)
        return;
    const int least = rollBack->sizeHint().width();
    int others = m_more->isVisibleTo(this) ? m_more->sizeHint().width() : 0;
    for (const auto& [verb, button] : m_buttons)
        others += verb != Verb::RollBack && button->isVisibleTo(this) ? button->sizeHint().width() + space::s : 0;
    rollBack->setText(offer.text + u" · "_s + offer.detail);
    if (rollBack->sizeHint().width() + others + space::xl > contentsRect().width() - 2 * space::l)
        rollBack->setText(offer.text);
    rollBack->setMinimumWidth(least); // the window may become narrower than what is said now
}

void ReleaseBar::resizeEvent(QResizeEvent* event) {
    QFrame::resizeEvent(event);
    if (m_status)
        fitRollBack();
}

void ReleaseBar::showOffers() {
    for (const auto& [verb, button] : m_buttons) {
        const Offer& offer = m_view.offer(verb);
        const bool busy = m_pending == verb;
        if (verb != Verb::RollBack)
            button->setText(busy ? progressOf(verb) : offer.text);
        button->setVisible(offer.visible || busy);
        button->setEnabled(offer.enabled);
        button->setToolTip(plainToolTip(offer.reason));
        describe(button, offer.detail.isEmpty() ? offer.text : QString(offer.text % u", "_s % offer.detail),
                 offer.reason);
    }
    bool any = false;
    for (const auto& [verb, action] : m_actions) {
        const Offer& offer = m_view.offer(verb);
        action->setText(offer.text);
        action->setVisible(offer.visible);
        action->setEnabled(offer.enabled);
        action->setToolTip(plainToolTip(offer.reason));
        any = any || offer.visible;
    }
    m_more->setVisible(any);
    fitRollBack();
    Q_EMIT offersChanged();
}

void ReleaseBar::showUndo() {
    const auto& undo = m_status->state.undo;
    const std::uint64_t revision = m_status->state.revision;
    if (!undo) {
        if (m_deed && m_deed->verb == Verb::Undo) {
            m_notice->clear();
            m_deed.reset();
        }
        return;
    }
    const bool awaited = m_unanswered == Verb::RollBack; // it has happened, the answer was lost
    if (m_noticeRevision == revision || m_deed || (!awaited && !m_notice->text().isEmpty()))
        return;
    m_unanswered.reset();
    // Another console or a guardrail rolled back.
    m_noticeRevision = revision;
    m_deed = Deed{.verb = Verb::Undo};
    const release::AgentState& state = m_status->state;
    if (isByGuardrail(state))
        m_notice->say(Tone::Warning, rolledBackText(state),
                      tr("%1 What it rests on is on the Live page behind Evidence; the alert has the runbook.")
                          .arg(plainLine(state.ended->reason, 300)),
                      tr("Undo"));
    else
        m_notice->say(Tone::Good, rolledBackText(state), {}, tr("Undo"));
    m_notice->setDismissText(tr("Dismiss"));
}

void ReleaseBar::showResult(Verb verb, const protocol::CommandResult& result) {
    m_noticeTime.stop();
    m_unanswered.reset();
    setPending(std::nullopt);
    const bool canUndo = verb == Verb::RollBack && result.after.undo.has_value();
    m_deed = canUndo ? std::optional(Deed{.verb = Verb::Undo}) : std::nullopt;
    m_noticeRevision = result.revision;
    const QString hint = result.warning ? plainLine(result.warning->message) : QString();
    m_notice->say(result.warning ? Tone::Warning : Tone::Good, outcomeText(verb, result), hint,
                  canUndo ? tr("Undo") : QString());
    m_notice->setDismissText(tr("Dismiss"));
    if (!canUndo && !result.warning)
        m_noticeTime.start();
}

void ReleaseBar::showFailure(Verb verb, const Error& error) {
    m_noticeTime.stop();
    setPending(std::nullopt);
    m_deed.reset();
    if (error.code == "reason_needed" && m_status) // the backend knows a freeze window that was not shown yet
        return ask(reasonQuestion(m_view.offer(verb), plainLine(error.message)));
    if (error.kind == Errc::Timeout) {
        m_unanswered = verb;
        m_notice->say(
            Tone::Warning, tr("No answer yet. %1").arg(plainLine(error.message, 300)),
            tr("It may have been done: what the bar says is what the backend reports. Doing it again is safe."));
        m_notice->setDismissText(tr("Dismiss"));
        return;
    }
    const QString what = failureText(verb);
    m_notice->sayError({error.kind, error.code, what.toStdString() + ' ' + error.message, error.hint, error.field});
    m_notice->setDismissText(tr("Dismiss"));
}

void ReleaseBar::trigger(Verb verb) {
    if (m_status && m_view.offer(verb).visible && m_view.offer(verb).enabled)
        request(verb);
}

void ReleaseBar::request(Verb verb) {
    if (!m_status || verb == Verb::Gate) // a gate has a name: reportGate()
        return;
    if (verb == Verb::Start || verb == Verb::Queue) {
        Q_EMIT startRequested();
        return;
    }
    if (auto question = questionBefore(verb))
        return ask(std::move(*question));
    if (verb == Verb::Promote && promoteNeedsConfirmation(*m_status) && !isAsked(verb))
        return confirmPromote();
    if (verb == Verb::Undo && isByGuardrail(m_status->state) && !isAsked(verb))
        return confirmUndo();
    protocol::CommandMessage message;
    if (verb == Verb::RollBack && m_status->rollBackTarget)
        message.version = m_status->rollBackTarget->name();
    if (verb == Verb::MoveLeaving)
        message.conversations = release::ConversationPolicy::Move;
    send(verb, std::move(message));
}

void ReleaseBar::send(Verb verb, protocol::CommandMessage message) {
    m_notice->clear();
    m_deed.reset();
    m_unanswered.reset();
    if (m_question && verb == Verb::RollBack)
        m_question->close(); // it was about what is over now
    // No revision: going back is never refused because somebody else did something.
    if (verb != Verb::RollBack && verb != Verb::MoveLeaving)
        message.revision = m_status->state.revision;
    Q_EMIT commandRequested(m_status->agent, verb, message);
}

void ReleaseBar::noticeActivated() {
    if (const auto deed = m_deed)
        request(deed->verb);
}

} // namespace signalbox::ui::releases
