#include "core/traffic/siphash.h"

#include <bit>

namespace signalbox::traffic {

namespace {

std::uint64_t littleEndian(const std::uint8_t* bytes, std::size_t count) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value |= static_cast<std::uint64_t>(bytes[i]) << (8U * i);
    return value;
}

struct State {
    std::uint64_t v0;
    std::uint64_t v1;
    std::uint64_t v2;
    std::uint64_t v3;

    void round() {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }

    void absorb(std::uint64_t word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

} // namespace

std::uint64_t sipHash24(const std::array<std::uint8_t, 16>& key, std::string_view bytes) {
    const std::uint64_t k0 = littleEndian(key.data(), 8);
    const std::uint64_t k1 = littleEndian(key.data() + 8, 8);
    State state{.v0 = k0 ^ 0x736f6d6570736575U,
                .v1 = k1 ^ 0x646f72616e646f6dU,
                .v2 = k0 ^ 0x6c7967656e657261U,
                .v3 = k1 ^ 0x7465646279746573U};
    const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const std::size_t whole = bytes.size() & ~std::size_t{7};
    for (std::size_t at = 0; at < whole; at += 8)
        state.absorb(littleEndian(data + at, 8));
    const std::uint64_t length = static_cast<std::uint64_t>(bytes.size()) << 56U;
    state.absorb(length | littleEndian(data + whole, bytes.size() - whole));
    state.v2 ^= 0xffU;
    for (int i = 0; i < 4; ++i)
        state.round();
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

} // namespace signalbox::traffic
