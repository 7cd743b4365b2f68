// What became of a shadow, on one strip: copies sent, compared and dropped (why), agreement beside the noise floor,
// what people said, and the verdict as a sentence. UI thread.
#pragma once

#include <QFrame>

#include "core/protocol/pair_message.h"

namespace signalbox::ui {
class ElidedLabel;
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::shadow {

class AgreementBar;

class SummaryStrip : public QFrame {
    Q_OBJECT

public:
    explicit SummaryStrip(QWidget* parent = nullptr);

    void setSummary(const protocol::PairSummary& summary);

private:
    struct Number {
        PlainLabel* value = nullptr;
        ElidedLabel* detail = nullptr;
    };

    Number addNumber(int column, const QString& title);

    ElidedLabel* m_head;
    Number m_sent;
    Number m_compared;
    Number m_dropped;
    Number m_agreement;
    Number m_noise;
    Number m_people;
    AgreementBar* m_bar;
    PlainLabel* m_sentence;
    PlainLabel* m_asking;
    PlainLabel* m_exhausted;
};

} // namespace signalbox::ui::shadow
