// The versions of an agent as candidates of a release: what cannot be started is listed too and says why, and is never
// chosen by itself. Part of the start panel; UI thread.
#pragma once

#include <vector>

#include <QComboBox>

#include "core/protocol/messages.h"

namespace signalbox::ui::releases {

class CandidateBox : public QComboBox {
    Q_OBJECT

public:
    explicit CandidateBox(QWidget* parent = nullptr);

    void setVersions(const std::vector<agents::Version>& versions); // newest first
    void setState(const release::AgentState& state);
    // As soon as it is known, if it is; what a person asks for is shown even when it cannot be started.
    void choose(const QString& version);

    [[nodiscard]] const agents::Version* chosen() const; // null: none
    // Why this version cannot be started, in few words; empty: it can.
    [[nodiscard]] QString whyNot(const agents::Version& version) const;
    // Why nothing is chosen, in a sentence.
    [[nodiscard]] QString whyNone() const;

private:
    void list();

    std::vector<agents::Version> m_versions;
    bool m_known = false;
    release::AgentState m_state;
    QString m_wanted; // that a person chose or asked for
};

} // namespace signalbox::ui::releases
