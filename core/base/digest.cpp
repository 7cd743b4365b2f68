#include "core/base/digest.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

namespace signalbox {

namespace {

EVP_MD_CTX* context(void* pointer) {
    return static_cast<EVP_MD_CTX*>(pointer);
}

int nibble(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

} // namespace

std::string toHex(std::string_view bytes) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text(bytes.size() * 2, '0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const auto byte = static_cast<unsigned char>(bytes[i]);
        text[2 * i] = digits[byte >> 4U];
        text[2 * i + 1] = digits[byte & 15U];
    }
    return text;
}

std::string Digest::hex() const {
    return toHex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string Digest::toString() const {
    return "sha256:" + hex();
}

Result<Digest> Digest::parse(std::string_view text) {
    constexpr std::string_view prefix = "sha256:";
    Digest digest;
    if (text.size() == prefix.size() + 64 && text.starts_with(prefix)) {
        text.remove_prefix(prefix.size());
        bool good = true;
        for (std::size_t i = 0; i < digest.bytes.size(); ++i) {
            const int high = nibble(text[2 * i]);
            const int low = nibble(text[2 * i + 1]);
            good = good && high >= 0 && low >= 0;
            digest.bytes[i] = static_cast<std::uint8_t>((high << 4) | low);
        }
        if (good)
            return digest;
    }
    return failure(Errc::Invalid, "bad_digest", "A digest is \"sha256:\" and 64 lower-case hexadecimal digits.");
}

Digest sha256(std::string_view bytes) {
    Digest digest;
    SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.bytes.data());
    return digest;
}

DigestBuilder::DigestBuilder() : m_context(EVP_MD_CTX_new()) {
    EVP_DigestInit_ex(context(m_context.get()), EVP_sha256(), nullptr);
}

void DigestBuilder::Release::operator()(void* pointer) const {
    EVP_MD_CTX_free(context(pointer));
}

DigestBuilder& DigestBuilder::add(std::string_view bytes) {
    EVP_DigestUpdate(context(m_context.get()), bytes.data(), bytes.size());
    return *this;
}

Digest DigestBuilder::finish() {
    Digest digest;
    EVP_DigestFinal_ex(context(m_context.get()), digest.bytes.data(), nullptr);
    EVP_DigestInit_ex(context(m_context.get()), EVP_sha256(), nullptr);
    return digest;
}

} // namespace signalbox
