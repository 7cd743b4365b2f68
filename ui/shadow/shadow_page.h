// The Shadow page of the main window: what the shadow of an agent's release answered beside stable. Owned by the
// window; UI thread. Reads the first pairs again every few seconds while it is looked at; hidden it reads nothing.
#pragma once

#include <QTimer>

#include "ui/base/page.h"
#include "ui/shadow/shadow_view.h"

namespace signalbox::ui::shadow {

class ShadowPage : public Page {
    Q_OBJECT

public:
    explicit ShadowPage(client::BackendMirror& mirror, QWidget* parent = nullptr);

    void setActive(bool active) override;
    void refresh() override;

    [[nodiscard]] ShadowView& view() const { return *m_view; }

protected:
    void agentChanged() override;

private:
    void fetch();
    void fetchMore();
    void fetchPair(quint64 id);
    void take(Result<protocol::PairPage> page);
    void judge(const std::string& verdict);
    void takeVerdict(Result<protocol::PairVerdictResult> result);
    void showAccess();
    void showLink();
    [[nodiscard]] NoShadow whyNothing() const;

    ShadowView* m_view;
    QTimer m_timer;
    std::string m_release; // of the pairs that are listed
    std::string m_next;    // cursor behind them
    std::uint64_t m_request = 0;
    bool m_active = false;
    bool m_waiting = false;
};

} // namespace signalbox::ui::shadow
