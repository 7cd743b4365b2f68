// A version that was rolled back and may not be released again yet: since when and why, and a button that asks to lift
// that, in every place where it is shown. Sends nothing itself. UI thread.
#pragma once

#include <QFrame>

#include "core/client/backend_mirror.h"

class QPushButton;

namespace signalbox::ui {

class PlainLabel;

class QuarantineLine : public QFrame {
    Q_OBJECT

public:
    explicit QuarantineLine(QWidget* parent = nullptr);

    // Null: hidden. `whyNot`: why it cannot be lifted from here; empty: it can.
    void setQuarantined(const release::Quarantined* held, const QString& whyNot);

    [[nodiscard]] QPushButton& button() const { return *m_lift; }

Q_SIGNALS:
    void liftRequested(const QString& version);

private:
    QString m_version;
    PlainLabel* m_text;
    PlainLabel* m_whyNot;
    QPushButton* m_lift;
};

// "2.2.0 is quarantined since 2026-03-01 14:02:11: errors at 3 %"; at most `limit` characters of the reason.
[[nodiscard]] QString quarantinedText(const release::Quarantined& held, int limit = 200);
// Null: it is not.
[[nodiscard]] const release::Quarantined* quarantineOf(const release::AgentState& state,
                                                       const agents::VersionRef& version);
// Why nobody can lift one from this console now; empty: it can be.
[[nodiscard]] QString unquarantineObstacle(const client::BackendMirror& mirror);

} // namespace signalbox::ui
