// The simulated world of the sample workspace: a signalbox-rehearsal model server and a traffic source, as children of
// the console. Order of use: startServer() → serverReady(url) → the backend is started with its provider `rehearsal` at
// that url → startTraffic(gateway). Everything that comes of it is labelled as simulated by the backend. Lives on the
// thread it was made in; both children end with this object.
#pragma once

#include <memory>

#include <QObject>
#include <QString>
#include <QUrl>

#include "core/base/result.h"

namespace signalbox::client {

struct RehearsalSettings {
    QString program;               // empty: signalbox-rehearsal beside this program, else on PATH
    QString agents;                // comma-separated names that get traffic; empty: the traffic source's own choice
    double requestsPerSecond = 30; // over all agents
    int customers = 20'000;        // different people, as a shop has them: most conversations are new ones
    quint64 seed = 1;
};

class SampleRehearsal : public QObject {
    Q_OBJECT

public:
    explicit SampleRehearsal(RehearsalSettings settings = {}, QObject* parent = nullptr);
    ~SampleRehearsal() override;

    void startServer();
    void startTraffic(const QUrl& gateway);
    void stopTraffic();
    void stopServer(); // an outage of the provider: what is asked meanwhile fails
    // Ends both; stopped() follows later, when they are gone.
    void stop();
    [[nodiscard]] QUrl serverUrl() const; // base of the provider, with /v1; empty until serverReady()
    [[nodiscard]] bool hasTraffic() const;

Q_SIGNALS:
    void serverReady(const QUrl& url);
    void trafficChanged(bool running);
    void failed(const signalbox::Error& error);
    void stopped();

private:
    void tellWhenStopped();

    class Private;
    std::unique_ptr<Private> d;
};

} // namespace signalbox::client
