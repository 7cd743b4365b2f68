// Semantic Versioning 2.0.0: values, parsing, precedence. Pure; any thread.
// Equality is identity of the whole text, build metadata included; precedence() ignores build metadata as clause 10
// asks. operator<=> orders by precedence, then by build metadata, so that sorting is total.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace signalbox::agents {

enum class Bump { Patch, Minor, Major };

struct SemVer {
    std::uint64_t major = 0;
    std::uint64_t minor = 0;
    std::uint64_t patch = 0;
    std::vector<std::string> preRelease = {};
    std::string build = {};

    // Errors: Invalid "bad_version"; a leading "v" is not part of a version.
    [[nodiscard]] static Result<SemVer> parse(std::string_view text);
    [[nodiscard]] std::string toString() const;

    [[nodiscard]] bool isPreRelease() const { return !preRelease.empty(); }

    [[nodiscard]] SemVer bumped(Bump bump) const;

    bool operator==(const SemVer&) const = default;
    std::strong_ordering operator<=>(const SemVer& other) const;
};

[[nodiscard]] std::strong_ordering precedence(const SemVer& a, const SemVer& b);

} // namespace signalbox::agents
