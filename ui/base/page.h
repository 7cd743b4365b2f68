// A page of the main window about one agent of one backend. Owned by the window; UI thread. The mirror outlives it.
// A page shows only what the mirror or the session has confirmed, and says so where there is nothing to show.
#pragma once

#include <QWidget>

#include "core/client/backend_mirror.h"

namespace signalbox::ui {

class Page : public QWidget {
    Q_OBJECT

public:
    explicit Page(client::BackendMirror& mirror, QWidget* parent = nullptr);

    [[nodiscard]] client::BackendMirror& mirror() const { return m_mirror; }

    [[nodiscard]] const std::string& agent() const { return m_agent; }

    // Called when another agent is chosen; the page then shows it.
    void setAgent(const std::string& agent);
    // The page became visible or hidden in the window; hidden pages need not follow changes.
    virtual void setActive(bool active);

    // F5: read again what the page fetched itself.
    virtual void refresh() {}

Q_SIGNALS:
    // Asks the window to open Compare on two versions of the agent (older first).
    void compareRequested(const QString& left, const QString& right);
    // Asks the window to choose this agent, if it is another one, and to show what this guardrail has seen.
    void evidenceRequested(const std::string& agent, const std::string& guard);
    // Asks the window to open the start of a release for this candidate.
    void releaseRequested(const QString& version);
    // Asks the window to lift the quarantine of this version; it asks for a reason first.
    void unquarantineRequested(const QString& version);

protected:
    virtual void agentChanged() = 0;

private:
    client::BackendMirror& m_mirror;
    std::string m_agent;
};

} // namespace signalbox::ui
