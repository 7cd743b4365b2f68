// How a console finds the daemon of a workspace: endpoint.json in the daemon's state directory, readable by its owner
// only (0600). It names the file with the owner's token and never holds the token. Blocking file calls; any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/result.h"

namespace signalbox::protocol {

struct EndpointFile {
    std::string control;   // http://127.0.0.1:7081
    std::string gateway;   // http://127.0.0.1:7080
    std::string tokenFile; // absolute path
    std::int64_t pid = 0;

    bool operator==(const EndpointFile&) const = default;
};

// The JSON on one line; also what the daemon prints when it is ready.
[[nodiscard]] std::string endpointLine(const EndpointFile& endpoint);
[[nodiscard]] Result<EndpointFile> parseEndpoint(std::string_view json);

// Written whole or not at all.
[[nodiscard]] Result<void> writeEndpointFile(const std::filesystem::path& file, const EndpointFile& endpoint);
[[nodiscard]] Result<EndpointFile> readEndpointFile(const std::filesystem::path& file);

// A small file that must belong to this user and be closed to others. Errors: NotFound, Forbidden "not_private", Io.
[[nodiscard]] Result<std::string> readPrivateFile(const std::filesystem::path& file);
// Makes or replaces a 0600 file: written beside it, fsynced, renamed.
[[nodiscard]] Result<void> writePrivateFile(const std::filesystem::path& file, std::string_view content);

// $XDG_STATE_HOME/signalbox, or ~/.local/state/signalbox.
[[nodiscard]] std::filesystem::path userStateDirectory();
// Below it, one directory per workspace path.
[[nodiscard]] std::filesystem::path defaultStateDirectory(const std::filesystem::path& workspace);

} // namespace signalbox::protocol
