// What a verification found wrong. Private to core/audit.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>

#include "core/base/result.h"

namespace signalbox::audit {

struct Finding {
    std::optional<std::uint64_t> firstBad; // entry; none: nobody can say which
    std::string message;
};

using Check = std::expected<void, Finding>;

[[nodiscard]] std::unexpected<Finding> finding(std::optional<std::uint64_t> firstBad, std::string message);
[[nodiscard]] std::unexpected<Finding> finding(const Error& error);

} // namespace signalbox::audit
