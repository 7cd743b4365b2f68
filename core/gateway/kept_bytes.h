// What the records that outlive a restart are made of: little-endian numbers, texts, and a digest behind all of it.
// Inside core/gateway only. Pure.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/digest.h"
#include "core/base/result.h"

namespace signalbox::gateway {

inline constexpr std::size_t mostAgents = 10'000;
inline constexpr std::size_t longestName = 1'000;

template <std::unsigned_integral T> void put(std::string& bytes, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i)
        bytes.push_back(static_cast<char>((value >> (8 * i)) & 0xFFU));
}

inline std::string_view viewOf(const auto& array) {
    return {reinterpret_cast<const char*>(array.data()), array.size()};
}

class Bytes {
public:
    explicit Bytes(std::string_view bytes) : m_rest(bytes) {}

    std::string_view take(std::size_t size) {
        if (size > m_rest.size()) {
            m_good = false;
            return {};
        }
        const std::string_view taken = m_rest.substr(0, size);
        m_rest.remove_prefix(size);
        return taken;
    }

    template <std::unsigned_integral T> T number() {
        T value = 0;
        const std::string_view taken = take(sizeof(T));
        for (std::size_t i = taken.size(); i > 0; --i)
            value = static_cast<T>((value << 8U) | static_cast<std::uint8_t>(taken[i - 1]));
        return value;
    }

    void into(auto& array) {
        const std::string_view taken = take(array.size());
        std::ranges::copy(taken, array.begin());
    }

    [[nodiscard]] bool isGood() const { return m_good; }

    [[nodiscard]] bool isAtEnd() const { return m_good && m_rest.empty(); }

private:
    std::string_view m_rest;
    bool m_good = true;
};

inline std::unexpected<Error> damaged() {
    return failure(Errc::Corrupt, "damaged_conversations", "The kept conversations are damaged.",
                   "They are begun anew by themselves.");
}

inline std::string sealed(std::string bytes) {
    bytes += viewOf(sha256(bytes).bytes);
    return bytes;
}

// What lies between the mark and the digest; nullopt: it was not written so.
inline std::optional<std::string_view> unsealed(std::string_view bytes, std::string_view mark) {
    constexpr std::size_t digestSize = 32;
    if (bytes.size() < mark.size() + digestSize || !bytes.starts_with(mark))
        return std::nullopt;
    const std::string_view content = bytes.substr(0, bytes.size() - digestSize);
    if (viewOf(sha256(content).bytes) != bytes.substr(content.size()))
        return std::nullopt;
    return content.substr(mark.size());
}

} // namespace signalbox::gateway
