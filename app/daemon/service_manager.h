// Tells systemd (or whoever set NOTIFY_SOCKET) how the daemon is doing; nothing when nobody asked.
#pragma once

#include <string_view>

namespace signalbox::daemon {

// "READY=1", "STOPPING=1"
void notifyServiceManager(std::string_view state);

} // namespace signalbox::daemon
