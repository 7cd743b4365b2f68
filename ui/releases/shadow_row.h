// Whether a release begins with a shadow: for how long, which share of requests is copied, and a warning where the
// candidate's tools may act. Part of the release dialog; UI thread.
#pragma once

#include <QPointer>
#include <QWidget>

#include "core/client/backend_session.h"
#include "core/release/plan.h"

class QCheckBox;
class QDoubleSpinBox;

namespace signalbox::ui {
class PlainLabel;
}

namespace signalbox::ui::releases {

class ShadowRow : public QWidget {
    Q_OBJECT

public:
    explicit ShadowRow(QWidget* parent = nullptr);

    // Without one nothing is known about tools.
    void setSession(client::BackendSession& session, const std::string& agent);
    void setPlan(const release::Plan& plan);
    void setCandidate(const std::string& version);
    void applyTo(release::Plan& plan) const;
    void setActingTools(const std::vector<std::string>& tools);

    [[nodiscard]] QString warning() const;

Q_SIGNALS:
    void changed();

private:
    void fetchTools();
    void showState();

    QPointer<client::BackendSession> m_session;
    std::string m_agent;
    std::string m_candidate;
    std::string m_toolsOf; // the version whose tools are known
    std::vector<std::string> m_tools;
    QCheckBox* m_wanted;
    QDoubleSpinBox* m_minutes;
    QDoubleSpinBox* m_share;
    PlainLabel* m_words;
    PlainLabel* m_warning;
};

} // namespace signalbox::ui::releases
