// Keeps a StateStrip true: asks the backend every two seconds why the shown agent fails, while the strip can be seen,
// and takes over what the mirror hears. What cannot be read leaves the strip without that part. UI thread; the mirror
// and the strip outlive it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <QObject>
#include <QTimer>

#include "core/client/backend_mirror.h"
#include "core/protocol/failure_message.h"

namespace signalbox::ui::releases {

class StateStrip;

class StripFeed : public QObject {
    Q_OBJECT

public:
    StripFeed(client::BackendMirror& mirror, StateStrip& strip, QObject* parent = nullptr);

    void setAgent(const std::string& agent);
    void setVersions(const std::vector<QString>& versions); // newest first

private:
    void ask();
    void show();

    client::BackendMirror& m_mirror;
    StateStrip& m_strip;
    std::string m_agent;
    std::vector<QString> m_versions;
    std::optional<protocol::FailureMessage> m_failures;
    bool m_asking = false;
    QTimer m_timer;
};

} // namespace signalbox::ui::releases
