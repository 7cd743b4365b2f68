// The strip under the release bar, on every page of an agent: why it fails, or what could be done first. It always has
// the same height, so that nothing moves when something is said. UI thread.
#pragma once

#include <QFrame>
#include <QPointer>

#include "ui/releases/strip_words.h"

class QPushButton;

namespace signalbox::ui {
class ElidedLabel;
class PlainLabel;
} // namespace signalbox::ui

namespace signalbox::ui::releases {

class StateStrip : public QFrame {
    Q_OBJECT

public:
    explicit StateStrip(QWidget* parent = nullptr);

    void setView(const StripView& view);

    [[nodiscard]] const StripView& view() const { return m_view; }

    [[nodiscard]] QPushButton* sampleButton() const { return m_sample; }

    [[nodiscard]] QPushButton* releaseButton() const { return m_release; }

    // The request that is shown now; null: none is.
    [[nodiscard]] QWidget* shownSample() const { return m_shown; }

Q_SIGNALS:
    void releaseRequested(const QString& version);

private:
    void draw();
    void showSample();

    StripView m_view;
    PlainLabel* m_sign;
    ElidedLabel* m_sentence;
    ElidedLabel* m_details;
    QPushButton* m_sample;
    QPushButton* m_runbook;
    QPushButton* m_release;
    QPointer<QWidget> m_shown;
};

} // namespace signalbox::ui::releases
