#include "app/daemon/service_manager.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace signalbox::daemon {

void notifyServiceManager(std::string_view state) {
    const char* path = std::getenv("NOTIFY_SOCKET");
    sockaddr_un address{};
    if (path == nullptr || (*path != '/' && *path != '@') || std::strlen(path) >= sizeof(address.sun_path))
        return;
    const std::size_t length = std::strlen(path);
    address.sun_family = AF_UNIX;
    std::copy_n(path, length, address.sun_path);
    if (*path == '@')
        address.sun_path[0] = '\0'; // a name in the abstract space
    const int descriptor = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0)
        return;
    const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + length);
    static_cast<void>(::sendto(descriptor, state.data(), state.size(), MSG_NOSIGNAL,
                               reinterpret_cast<const sockaddr*>(&address), size));
    ::close(descriptor);
}

} // namespace signalbox::daemon
