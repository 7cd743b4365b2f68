// What the release bar asks before a verb that needs a reason, and what it does with the answer.
#include <QVBoxLayout>

#include "ui/base/notice.h"
#include "ui/base/plain_text.h"
#include "ui/releases/outcome_text.h"
#include "ui/releases/release_bar.h"

namespace signalbox::ui::releases {

std::optional<Question> ReleaseBar::questionBefore(Verb verb) const {
    switch (verb) {
    case Verb::BreakGlass:
        return breakGlassQuestion(*m_status);
    case Verb::Freeze:
        return freezeQuestion(*m_status);
    case Verb::Unfreeze:
        return unfreezeQuestion(*m_status);
    case Verb::Unquarantine:
        if (!m_status->state.quarantine.empty())
            return unquarantineQuestion(m_status->state.quarantine.back());
        break;
    case Verb::Advance:
    case Verb::Promote:
    case Verb::Resume:
    case Verb::StartQueued:
        break;
    default:
        return std::nullopt;
    }
    const QString window = openWindow(*m_status);
    if (window.isEmpty())
        return std::nullopt;
    Question question =
        reasonQuestion(m_view.offer(verb), tr("%1. A person may go on all the same, and says why.").arg(window));
    if (verb == Verb::Promote && promoteNeedsConfirmation(*m_status))
        question.effects << promoteWarning(*m_status);
    return question;
}

void ReleaseBar::ask(Question question) {
    if (m_question)
        m_question->close();
    m_question = new ReasonPanel(std::move(question), this);
    static_cast<QVBoxLayout*>(layout())->insertWidget(m_below, m_question);
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    m_questionRevision = m_status->state.revision;
    connect(m_question, &ReasonPanel::answered, this,
            [this, asked = m_question->question()](Verb verb, const QString& reason) { answer(asked, verb, reason); });
    showObstacle();
    m_question->open();
}

// The answer is about the state that was asked about; the backend refuses it when that has changed.
void ReleaseBar::answer(const Question& question, Verb verb, const QString& reason) {
    if (!m_status)
        return;
    protocol::CommandMessage message;
    message.reason = reason.toStdString();
    message.breakGlass = question.breakGlass;
    message.gate = question.gate;
    message.version = question.version;
    send(verb, std::move(message));
}

void ReleaseBar::askToUnquarantine(const QString& version) {
    if (!m_status || !m_view.offer(Verb::Unquarantine).enabled)
        return;
    for (const release::Quarantined& held : m_status->state.quarantine)
        if (QString::fromStdString(held.version.name()) == version)
            return ask(unquarantineQuestion(held));
}

void ReleaseBar::reportGate(const std::string& gate, bool passed) {
    if (!m_status)
        return;
    if (!passed)
        return ask(failedGateQuestion(*m_status, gate));
    protocol::CommandMessage message;
    message.gate = gate;
    message.passed = true;
    send(Verb::Gate, std::move(message));
}

void ReleaseBar::showObstacle() {
    if (!m_question || !m_status)
        return;
    const Offer& offer = m_view.offer(m_question->question().verb);
    if (m_status->state.revision != m_questionRevision)
        m_question->setObstacle(tr("Something has changed meanwhile. Close this and look again."));
    else
        m_question->setObstacle(offer.visible && offer.enabled ? QString() : offer.reason);
}

void ReleaseBar::confirmPromote() {
    m_noticeTime.stop();
    m_deed = Deed{.verb = Verb::Promote, .asked = true};
    const QString candidate = plainLine(m_status->state.release ? m_status->state.release->candidate.name() : "", 60);
    const bool observing = release::phaseOf(m_status->state) == release::Phase::Observing;
    m_notice->say(Tone::Warning,
                  observing ? tr("End observing %1 now?").arg(candidate)
                            : tr("Give %1 all requests now?").arg(candidate),
                  promoteWarning(*m_status),
                  observing ? tr("Complete with %1").arg(candidate) : tr("Promote %1 to 100 %").arg(candidate));
    m_notice->setDismissText(observing ? tr("Keep observing") : tr("Keep ramping"));
}

// A guardrail's roll back rests on evidence; a person's was one click, and so is its undoing.
void ReleaseBar::confirmUndo() {
    m_noticeTime.stop();
    m_deed = Deed{.verb = Verb::Undo, .asked = true};
    const QString candidate = plainLine(m_status->state.ended->candidate.name(), 60);
    m_notice->say(Tone::Warning, tr("Give %1 its traffic back?").arg(candidate), undoWarning(m_status->state),
                  tr("Undo the roll back"));
    m_notice->setDismissText(tr("Leave it rolled back"));
}

} // namespace signalbox::ui::releases
