#include "ui/releases/release_bar.h"

#include <QHBoxLayout>
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
#include "ui/releases/verb_buttons.h"

namespace signalbox::ui::releases {

using namespace Qt::StringLiterals;

namespace {

const Clock& systemClock() {
    static const SystemClock clock;
    return clock;
}

} // namespace

ReleaseBar::ReleaseBar(QWidget* parent)
    : QFrame(parent),
      m_clock(&systemClock()),
      m_shares(new ShareRow(this)),
      m_step(new ElidedLabel(this)),
      m_story(new ElidedLabel(this)),
      m_mismatch(new Notice(this)),
      m_notice(new Notice(this)),
      m_caution(new CautionPanel(this)),
      m_buttons(new VerbButtons(this)) {
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
    layout->addWidget(m_buttons);
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
    connect(m_buttons, &VerbButtons::triggered, this, &ReleaseBar::request);
    connect(m_caution, &CautionPanel::triggered, this, &ReleaseBar::request);
    connect(m_caution, &CautionPanel::gateReported, this, &ReleaseBar::reportGate);
    connect(m_notice, &Notice::activated, this, &ReleaseBar::noticeActivated);
    connect(m_notice, &Notice::dismissed, this, [this] { m_deed.reset(); });
}

QPushButton* ReleaseBar::button(Verb verb) const {
    return m_buttons->button(verb);
}

QAction* ReleaseBar::action(Verb verb) const {
    return m_buttons->action(verb);
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
    m_heard = m_clock->monotonic();
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

void ReleaseBar::setClock(const Clock& clock) {
    m_clock = &clock;
    m_heard = clock.monotonic();
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
                          .sinceHeard = std::chrono::floor<std::chrono::milliseconds>(m_clock->monotonic() - m_heard),
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
    m_buttons->showView(m_view, m_pending);
    Q_EMIT offersChanged();
    showObstacle();
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
