// One pair: what was asked, both answers side by side, what each took, and the buttons for a person's verdict. UI
// thread; the difference is made on the thread pool, older ones dropped.
#pragma once

#include <array>
#include <optional>

#include <QWidget>

#include "core/protocol/pair_message.h"
#include "ui/base/latest_job.h"

class QPlainTextEdit;
class QPushButton;
class QStackedWidget;

namespace signalbox::ui {
class BusyOverlay;
class ElidedLabel;
class EmptyState;
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::compare {
class DiffPanel;
}

namespace signalbox::ui::shadow {

class PairFacts;

class PairDetails : public QWidget {
    Q_OBJECT

public:
    explicit PairDetails(QWidget* parent = nullptr);
    ~PairDetails() override;

    void setPair(const std::optional<protocol::PairMessage>& pair); // from a list: what it lacks is still to come
    void setContent(const protocol::PairMessage& pair);             // as fetched on its own
    void setProblem(const Error& error);
    void setNoise(const QString& words); // the noise floor, shown beside what comparators said
    // Empty: this person may judge.
    void setRefusal(const QString& why);
    void setJudging(bool judging); // a verdict is on its way

    [[nodiscard]] const std::optional<protocol::PairMessage>& pair() const { return m_pair; }

    // As the buttons and their keys do: the same verdict again takes it back.
    void judge(const std::string& verdict);

Q_SIGNALS:
    void judged(const std::string& verdict);

private:
    QWidget* makeVerdicts();
    QWidget* makeRequest();
    void showVerdict();
    void showSaid();
    void showDifference();
    void sayNoContent();

    std::optional<protocol::PairMessage> m_pair;
    QString m_refusal;
    bool m_judging = false;
    ElidedLabel* m_reason;
    PlainLabel* m_said;
    QString m_noise;
    std::array<QPushButton*, 3> m_buttons{};
    PlainLabel* m_verdict = nullptr;
    QPlainTextEdit* m_request = nullptr;
    PairFacts* m_facts;
    QStackedWidget* m_stack;
    compare::DiffPanel* m_panel;
    EmptyState* m_empty;
    BusyOverlay* m_busy = nullptr;
    LatestJob m_job;
};

} // namespace signalbox::ui::shadow
