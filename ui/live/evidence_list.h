// All evidence of the running release: what keeps it from moving on, and one card for each guardrail, the worst first.
// Owned by LiveView; UI thread.
#pragma once

#include <QScrollArea>
#include <QStackedWidget>

#include "core/release/state.h"
#include "ui/base/empty_state.h"
#include "ui/base/notice.h"
#include "ui/live/guard_card.h"

namespace signalbox::ui::live {

// "This step has seen 412 of the 1,900 conversations that it waits for." and the like. Pure.
[[nodiscard]] QString stepSentence(const protocol::EvidenceMessage& evidence);
// "2.2.0 was rolled back by the guardrail on errors on …." Pure.
[[nodiscard]] QString endSentence(const release::Ended& ended);

class EvidenceList : public QWidget {
    Q_OBJECT

public:
    explicit EvidenceList(QWidget* parent = nullptr);

    // `ended`: the release is over, and this is what had been seen.
    void setEvidence(const std::optional<protocol::EvidenceMessage>& evidence,
                     const std::optional<release::Ended>& ended = {});
    // Brings the card of the guard on this metric into view, opens what is behind its "Why?", and gives it the focus.
    void showGuard(const std::string& metric);

    [[nodiscard]] const std::vector<GuardCardView*>& cards() const { return m_cards; } // hidden ones included

private:
    void showHolds(const protocol::EvidenceMessage& evidence);
    void showCards(const protocol::EvidenceMessage& evidence);

    QStackedWidget* m_stack;
    QScrollArea* m_scroll;
    QWidget* m_content;
    EmptyState* m_empty;
    Notice* m_holds;
    PlainLabel* m_step;
    std::vector<GuardCardView*> m_cards;
    std::string m_wanted;             // metric whose card comes into view as soon as there is one
    std::vector<std::string> m_names; // of the guards on the cards
};

} // namespace signalbox::ui::live
