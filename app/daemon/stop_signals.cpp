#include "app/daemon/stop_signals.h"

#include <csignal>
#include <sys/signalfd.h>
#include <unistd.h>

namespace signalbox::daemon {

StopSignals::StopSignals(Hangup hangup) {
    sigset_t stopping;
    sigemptyset(&stopping);
    sigaddset(&stopping, SIGTERM);
    sigaddset(&stopping, SIGINT);
    if (hangup == Hangup::Stops)
        sigaddset(&stopping, SIGHUP);
    else
        std::signal(SIGHUP, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN); // a reader of our output that goes away must not end the service
    ::pthread_sigmask(SIG_BLOCK, &stopping, nullptr);
    m_descriptor = ::signalfd(-1, &stopping, SFD_CLOEXEC | SFD_NONBLOCK);
}

StopSignals::~StopSignals() {
    m_notifier.setEnabled(false);
    ::close(m_descriptor);
}

void StopSignals::onStop(std::function<void()> callback) {
    m_notifier.setSocket(m_descriptor);
    QObject::connect(&m_notifier, &QSocketNotifier::activated, &m_notifier, [this, callback = std::move(callback)] {
        signalfd_siginfo signal{};
        if (::read(m_descriptor, &signal, sizeof(signal)) == sizeof(signal))
            callback();
    });
    m_notifier.setEnabled(true);
}

} // namespace signalbox::daemon
