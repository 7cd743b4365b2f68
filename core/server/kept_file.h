// A private file that follows what is to be kept. Any one thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace signalbox::server {

class KeptFile {
public:
    // Replaces the file by `bytes`; empty: removes it; nullopt: nothing is new. What could not be written is tried
    // again with the next call, unless that brings something newer.
    void write(const std::filesystem::path& path, std::optional<std::string> bytes);

private:
    std::optional<std::string> m_unwritten;
};

} // namespace signalbox::server
