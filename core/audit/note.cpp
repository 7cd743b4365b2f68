#include "core/audit/note.h"

#include <algorithm>
#include <charconv>
#include <format>

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <QByteArray>

#include "core/audit/files.h"

namespace signalbox::audit {

namespace {

constexpr std::string_view dash = "\xE2\x80\x94"; // EM DASH begins a signature line

EVP_PKEY* pointer(void* key) {
    return static_cast<EVP_PKEY*>(key);
}

std::string_view view(const PublicKey& key) {
    return {reinterpret_cast<const char*>(key.data()), key.size()};
}

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

// C2SP: SHA-256(name ‖ LF ‖ 0x01 ‖ key), four bytes.
std::string keyId(std::string_view name, const PublicKey& key) {
    const Digest digest = DigestBuilder().add(name).add("\n\x01").add(view(key)).finish();
    return {reinterpret_cast<const char*>(digest.bytes.data()), 4};
}

std::string bodyOf(std::string_view name, const TreeHead& head) {
    return std::format("{}\n{}\n{}\n", name, head.size,
                       toBase64({reinterpret_cast<const char*>(head.root.bytes.data()), head.root.bytes.size()}));
}

std::unexpected<Error> bad(std::string code, std::string message) {
    return failure(Errc::Corrupt, std::move(code), std::move(message), "Verify the log and keep the file as evidence.");
}

} // namespace

std::string toBase64(std::string_view text) {
    return QByteArray::fromRawData(text.data(), static_cast<qsizetype>(text.size())).toBase64().toStdString();
}

std::optional<PublicKey> publicKeyFrom(const std::string& base64) {
    const auto decoded =
        QByteArray::fromBase64Encoding(QByteArray::fromStdString(base64), QByteArray::AbortOnBase64DecodingErrors);
    PublicKey key{};
    if (!decoded || decoded.decoded.size() != static_cast<qsizetype>(key.size()))
        return std::nullopt;
    std::ranges::transform(decoded.decoded, key.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
    return key;
}

std::string noteName(std::string_view origin) {
    std::string name;
    for (const char c : origin.substr(0, 200)) {
        const bool bad = static_cast<unsigned char>(c) <= 0x20 || static_cast<unsigned char>(c) >= 0x7F || c == '+';
        name += bad ? '-' : c;
    }
    return name.empty() ? "signalbox" : name;
}

SigningKey::SigningKey(void* key) : m_key(key) {}

SigningKey::SigningKey(SigningKey&&) noexcept = default;
SigningKey& SigningKey::operator=(SigningKey&&) noexcept = default;
SigningKey::~SigningKey() = default;

void SigningKey::Free::operator()(void* key) const {
    EVP_PKEY_free(pointer(key));
}

Result<SigningKey> SigningKey::load(const std::filesystem::path& file) {
    const auto pem = readSmallFile(file);
    if (!pem)
        return failure(pem.error());
    const std::unique_ptr<BIO, decltype(&BIO_free)> input(BIO_new_mem_buf(pem->data(), static_cast<int>(pem->size())),
                                                          &BIO_free);
    SigningKey key(PEM_read_bio_PrivateKey(input.get(), nullptr, nullptr, nullptr));
    if (!key.m_key || EVP_PKEY_get_id(pointer(key.m_key.get())) != EVP_PKEY_ED25519)
        return failure(Errc::Corrupt, "bad_key", std::format("{} is not an Ed25519 private key.", file.string()),
                       "Restore the key from a backup, or move the log and its key away to begin a new one.");
    return key;
}

Result<SigningKey> SigningKey::create(const std::filesystem::path& file) {
    SigningKey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
    const std::unique_ptr<BIO, decltype(&BIO_free)> output(BIO_new(BIO_s_mem()), &BIO_free);
    char* data = nullptr;
    if (!key.m_key ||
        PEM_write_bio_PrivateKey(output.get(), pointer(key.m_key.get()), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        return failure(Errc::Internal, "no_key", "A signing key could not be made.");
    const long size = BIO_get_mem_data(output.get(), &data);
    if (auto done = writeNewFile(file, {data, static_cast<std::size_t>(size)}); !done)
        return failure(std::move(done.error()));
    return key;
}

PublicKey SigningKey::publicKey() const {
    PublicKey key{};
    std::size_t size = key.size();
    EVP_PKEY_get_raw_public_key(pointer(m_key.get()), key.data(), &size);
    return key;
}

Result<std::string> SigningKey::sign(std::string_view message) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    std::string signature(64, '\0');
    std::size_t size = signature.size();
    if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, pointer(m_key.get())) != 1 ||
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes(message),
                       message.size()) != 1 ||
        size != signature.size())
        return failure(Errc::Internal, "no_signature", "The checkpoint could not be signed.");
    return signature;
}

bool verifySignature(const PublicKey& key, std::string_view message, std::string_view signature) {
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> verifier(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()), &EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return verifier && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, verifier.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes(signature), signature.size(), bytes(message), message.size()) == 1;
}

Result<std::string> writeCheckpoint(const std::string& name, const TreeHead& head, const SigningKey& key) {
    const std::string body = bodyOf(name, head);
    const auto signature = key.sign(body);
    if (!signature)
        return failure(signature.error());
    return std::format("{}\n{} {} {}\n", body, dash, name, toBase64(keyId(name, key.publicKey()) + *signature));
}

Result<ReadCheckpoint> readCheckpoint(std::string_view text, const PublicKey& key) {
    const auto malformed = [] {
        return bad("bad_checkpoint", "A checkpoint does not have the form of a signed note.");
    };
    ReadCheckpoint read;
    const auto first = text.find('\n');
    const auto second = first == std::string_view::npos ? first : text.find('\n', first + 1);
    const auto third = second == std::string_view::npos ? second : text.find('\n', second + 1);
    if (third == std::string_view::npos)
        return malformed();
    read.name = text.substr(0, first);
    const std::string_view size = text.substr(first + 1, second - first - 1);
    const auto number = std::from_chars(size.data(), size.data() + size.size(), read.head.size);
    const std::string_view encoded = text.substr(second + 1, third - second - 1);
    const QByteArray root = QByteArray::fromBase64(QByteArray(encoded.data(), static_cast<qsizetype>(encoded.size())));
    if (number.ec != std::errc{} || root.size() != 32 || read.name != noteName(read.name))
        return malformed();
    std::copy(root.begin(), root.end(), read.head.root.bytes.begin());
    const std::string body = bodyOf(read.name, read.head);
    const std::string prefix = std::format("{}\n{} {} ", body, dash, read.name);
    // Writing the body again and comparing refuses every other spelling of the same numbers.
    if (!text.starts_with(prefix) || !text.ends_with('\n'))
        return malformed();
    const std::string_view rest = text.substr(prefix.size(), text.size() - prefix.size() - 1);
    const std::string signature =
        QByteArray::fromBase64(QByteArray(rest.data(), static_cast<qsizetype>(rest.size()))).toStdString();
    if (signature.size() != 68 || toBase64(signature) != rest)
        return malformed();
    if (signature.substr(0, 4) != keyId(read.name, key) || !verifySignature(key, body, signature.substr(4)))
        return bad("bad_signature", std::format("The checkpoint at {} does not carry this log's signature.", size));
    return read;
}

} // namespace signalbox::audit
