// SIGTERM and SIGINT (and SIGHUP unless the daemon shall outlive its terminal) as events of the program's loop. Made
// before any thread is started, so that no thread takes them.
#pragma once

#include <functional>

#include <QSocketNotifier>

namespace signalbox::daemon {

class StopSignals {
public:
    enum class Hangup { Stops, Ignored };

    explicit StopSignals(Hangup hangup);
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    void onStop(std::function<void()> callback);

private:
    int m_descriptor = -1;
    QSocketNotifier m_notifier{QSocketNotifier::Read};
};

} // namespace signalbox::daemon
