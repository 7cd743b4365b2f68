// SHA-256 digests: the names of contents. Values; any thread. Text form is "sha256:" and 64 lower-case hex digits.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace signalbox {

struct Digest {
    std::array<std::uint8_t, 32> bytes{};

    [[nodiscard]] std::string hex() const;
    [[nodiscard]] std::string toString() const; // "sha256:…"

    [[nodiscard]] bool isNull() const { return *this == Digest{}; }

    [[nodiscard]] static Result<Digest> parse(std::string_view text);

    auto operator<=>(const Digest&) const = default;
};

[[nodiscard]] Digest sha256(std::string_view bytes);

// A digest fed in pieces. One owner, one thread at a time.
class DigestBuilder {
public:
    DigestBuilder();
    DigestBuilder& add(std::string_view bytes);
    [[nodiscard]] Digest finish(); // resets, so the builder can be used again

private:
    struct Release {
        void operator()(void* context) const;
    };

    std::unique_ptr<void, Release> m_context;
};

[[nodiscard]] std::string toHex(std::string_view bytes);

} // namespace signalbox

template <> struct std::hash<signalbox::Digest> {
    std::size_t operator()(const signalbox::Digest& digest) const noexcept {
        std::size_t value = 0;
        for (std::size_t i = 0; i < sizeof(value); ++i)
            value = (value << 8U) | digest.bytes[i];
        return value;
    }
};
