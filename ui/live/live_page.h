// The Live page of the main window: stable beside canary, metric by metric, for one agent. Owned by the window; UI
// thread. While hidden it neither fetches nor draws. Counts of the last seconds come from the mirror, exact quantiles
// and everything older from the metrics call.
#pragma once

#include <QTimer>

#include "ui/base/page.h"
#include "ui/live/picture.h"

namespace signalbox::ui::live {

class LiveView;

class LivePage : public Page {
    Q_OBJECT

public:
    explicit LivePage(client::BackendMirror& mirror, QWidget* parent = nullptr);

    void setActive(bool active) override;
    // What this guardrail of the agent's newest release has seen.
    void showEvidence(const std::string& guard);

protected:
    void agentChanged() override;

private:
    void fetch();
    void fetchEnded();
    void take(Result<protocol::MetricsMessage> answer, const TimeSpan& span);
    void show();
    void showLater();

    LiveView* m_view;
    std::optional<Fetched> m_fetched;
    std::uint64_t m_request = 0;                      // answers to older questions are dropped
    std::optional<protocol::EvidenceMessage> m_ended; // of the newest release that ended
    std::string m_endedAsked;                         // its id
    bool m_waiting = false;
    bool m_active = false;
    QTimer m_fetchTimer;
};

} // namespace signalbox::ui::live
