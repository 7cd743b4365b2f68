#include "core/server/kept_file.h"

#include "core/protocol/endpoint_file.h"

namespace signalbox::server {

void KeptFile::write(const std::filesystem::path& path, std::optional<std::string> bytes) {
    if (bytes)
        m_unwritten = std::move(bytes);
    if (!m_unwritten)
        return;
    std::error_code failed;
    if (m_unwritten->empty())
        std::filesystem::remove(path, failed);
    else if (!protocol::writePrivateFile(path, *m_unwritten))
        return;
    if (!failed)
        m_unwritten.reset();
}

} // namespace signalbox::server
