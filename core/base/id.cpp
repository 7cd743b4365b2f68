#include "core/base/id.h"

#include <array>
#include <cstdlib>

#include <openssl/rand.h>

#include "core/base/digest.h"

namespace signalbox {

namespace {

template <std::size_t Size> std::string randomHex() {
    std::array<unsigned char, Size> bytes{};
    // Without randomness no token is safe; there is nothing sensible to go on with.
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        std::abort();
    return toHex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

} // namespace

std::string newId() {
    return randomHex<16>();
}

std::string newSecret() {
    return randomHex<32>();
}

} // namespace signalbox
