// What is randomised: the key that keeps one user or conversation on one version. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace signalbox::traffic {

struct Unit {
    std::string_view key; // never empty; its bytes are the request's
    // Which of the workspace's places named it; nullopt: none did, and the request is a unit of its own that never
    // comes again.
    std::optional<std::uint8_t> field = {};

    [[nodiscard]] bool isSticky() const { return field.has_value(); }
};

// A key without the white space around it. Absent and empty are the same: an empty user would tie strangers together.
[[nodiscard]] std::string_view keyIn(std::string_view text);

} // namespace signalbox::traffic
