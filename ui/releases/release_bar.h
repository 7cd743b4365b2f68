// The bar above every page of an agent: which version answers which share, the step in words, and the verbs. Rolling
// back is one click and never asks. It shows only confirmed values and sends nothing itself: it emits what a person
// asked for, and the window tells it what became of that. UI thread.
#pragma once

#include <QFrame>
#include <QPointer>
#include <QTimer>

#include "core/base/time.h"
#include "ui/releases/reason_panel.h"
#include "ui/releases/release_view.h"

class QAction;
class QPushButton;

namespace signalbox::ui {
class ElidedLabel;
class Notice;
} // namespace signalbox::ui

namespace signalbox::ui::releases {

class CautionPanel;
class ShareRow;
class VerbButtons;

class ReleaseBar : public QFrame {
    Q_OBJECT

public:
    explicit ReleaseBar(QWidget* parent = nullptr);

    // Confirmed state of the agent, just heard.
    void setStatus(const protocol::AgentStatus& status);
    void setLink(bool fresh, const QString& staleReason);
    void setAccess(std::optional<protocol::AccessRole> role);
    // A command is on its way (nullopt: no longer); weights stay as they are until the backend has confirmed.
    void setPending(std::optional<Verb> verb);
    void showResult(Verb verb, const protocol::CommandResult& result);
    void showFailure(Verb verb, const Error& error);
    // Time went on.
    void tick();
    // Outlives the bar; the system's when none is set.
    void setClock(const Clock& clock);

    [[nodiscard]] const ReleaseView& view() const { return m_view; }

    [[nodiscard]] const std::optional<protocol::AgentStatus>& status() const { return m_status; }

    [[nodiscard]] QPushButton* button(Verb verb) const; // null for what is in the menu
    [[nodiscard]] QAction* action(Verb verb) const;     // null for what is a button

    [[nodiscard]] Notice* notice() const { return m_notice; }

    [[nodiscard]] CautionPanel& caution() const { return *m_caution; }

    // That asks for a reason now; null: none does.
    [[nodiscard]] ReasonPanel* question() const { return m_question; }

    // As if the verb's button had been clicked: does nothing when it is disabled.
    void trigger(Verb verb);
    // Of this version, when it is quarantined.
    void askToUnquarantine(const QString& version);

Q_SIGNALS:
    // Everything but `start`, complete with revision and target.
    void commandRequested(const std::string& agent, signalbox::ui::releases::Verb verb,
                          const signalbox::protocol::CommandMessage& message);
    void startRequested();
    void offersChanged();

private:
    struct Deed {
        Verb verb;
        bool asked = false; // the notice is the question whether to do it
    };

    void rebuild();
    void showUndo();
    void request(Verb verb);
    void send(Verb verb, protocol::CommandMessage message);
    // release_questions.cpp
    [[nodiscard]] std::optional<Question> questionBefore(Verb verb) const;
    void ask(Question question);
    void answer(const Question& question, Verb verb, const QString& reason);
    void reportGate(const std::string& gate, bool passed);
    void showObstacle();
    void confirmPromote();
    void confirmUndo();

    [[nodiscard]] bool isAsked(Verb verb) const { return m_deed && m_deed->verb == verb && m_deed->asked; }

    void noticeActivated();

    std::optional<protocol::AgentStatus> m_status;
    const Clock* m_clock;
    Monotonic m_heard{}; // when the status came
    std::optional<protocol::AccessRole> m_access;
    bool m_fresh = true;
    QString m_staleReason;
    std::optional<Verb> m_pending;
    ReleaseView m_view;
    std::optional<Verb> m_unanswered;   // was sent, and nothing came back in time
    std::optional<Deed> m_deed;         // what the notice's button does
    QTimer m_noticeTime;                // plain good news goes by itself
    std::uint64_t m_noticeRevision = 0; // the undo point that the notice speaks of, or that was dismissed
    ShareRow* m_shares;
    ElidedLabel* m_step;
    ElidedLabel* m_story;
    Notice* m_mismatch;
    Notice* m_notice;
    CautionPanel* m_caution;
    VerbButtons* m_buttons;
    int m_below = 0; // place of the question in the layout
    QPointer<ReasonPanel> m_question;
    std::uint64_t m_questionRevision = 0; // of the state that it was asked about
};

} // namespace signalbox::ui::releases
