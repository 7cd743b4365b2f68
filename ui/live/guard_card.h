// One guardrail's evidence as a card: verdict, both arms' numbers, the sentence, what happened; and behind "Why?" how
// far the proof of harm has come and by which test. Owned by EvidenceList; UI thread. Keeps its widgets when the
// numbers change.
#pragma once

#include <QFrame>
#include <QGridLayout>
#include <QToolButton>

#include "ui/live/guard_facts.h"
#include "ui/live/role_number.h"

namespace signalbox::ui::live {

// A thin bar that fills towards "worse"; full means that the proof is there. Says nothing by colour alone: the text
// beside it has the numbers.
class ProofBar : public QWidget {
    Q_OBJECT

public:
    explicit ProofBar(QWidget* parent = nullptr);

    void setProgress(double progress); // 0 … 1

    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    double m_progress = 0;
};

// Names and values below each other; keeps its labels when the values change.
class FactGrid : public QWidget {
    Q_OBJECT

public:
    explicit FactGrid(QWidget* parent = nullptr);

    void setFacts(const std::vector<Fact>& facts);

private:
    QGridLayout* m_grid;
    std::vector<std::pair<PlainLabel*, PlainLabel*>> m_rows;
};

class GuardCardView : public QFrame {
    Q_OBJECT

public:
    explicit GuardCardView(QWidget* parent = nullptr);

    void setFacts(GuardFacts facts);
    void showWhy(); // as if "Why?" had been pressed; stays open

    [[nodiscard]] const GuardFacts& facts() const { return m_facts; }

private:
    QLayout* makeHead();
    QLayout* makeNumbers();
    QWidget* makeWhy();
    void showFacts();
    void showTone();

    GuardFacts m_facts;
    PlainLabel* m_title;
    PlainLabel* m_action;
    PlainLabel* m_verdict;
    RoleNumber* m_canary;
    RoleNumber* m_stable;
    ProofBar* m_proof;
    PlainLabel* m_proofText;
    PlainLabel* m_sentence;
    FactGrid* m_grid;
    QToolButton* m_why;
    FactGrid* m_whyGrid;
};

} // namespace signalbox::ui::live
