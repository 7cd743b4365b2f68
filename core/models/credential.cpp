#include "core/models/credential.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

namespace signalbox::models {

namespace {

constexpr std::string_view inFile = "file:";
constexpr std::string_view inEnvironment = "env:";

long long nanoseconds(const timespec& time) {
    return static_cast<long long>(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

} // namespace

bool isHeaderText(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7f; });
}

bool isReference(std::string_view text) {
    return (text.starts_with(inFile) && text.size() > inFile.size()) ||
           (text.starts_with(inEnvironment) && text.size() > inEnvironment.size());
}

Credential::Credential(std::string reference) : m_reference(std::move(reference)) {
    if (m_reference.starts_with(inFile))
        m_stamp = stampOf(m_reference.substr(inFile.size()));
    m_secret = read();
}

Credential::Stamp Credential::stampOf(const std::string& path) {
    struct stat found{};
    if (::stat(path.c_str(), &found) != 0)
        return {};
    return {.size = static_cast<long long>(found.st_size),
            .changed = nanoseconds(found.st_ctim),
            .written = nanoseconds(found.st_mtim),
            .place = static_cast<unsigned long long>(found.st_ino)};
}

Result<std::string> Credential::read() const {
    std::string secret;
    if (m_reference.empty())
        return secret;
    if (m_reference.starts_with(inEnvironment)) {
        const char* value = std::getenv(m_reference.c_str() + inEnvironment.size());
        secret = value == nullptr ? "" : value;
    } else if (m_reference.starts_with(inFile)) {
        std::ifstream file(m_reference.substr(inFile.size()), std::ios::binary);
        secret.assign(std::istreambuf_iterator<char>(file), {});
    }
    while (!secret.empty() && (secret.back() == '\n' || secret.back() == '\r' || secret.back() == ' '))
        secret.pop_back();
    if (secret.empty())
        return failure(Errc::NotFound, "credential_missing", "The credential " + m_reference + " is not set.",
                       m_reference.starts_with(inFile) ? "Write the file; it is read within a second."
                                                       : "Set the variable, then restart the backend.");
    if (!isHeaderText(secret))
        return failure(Errc::Invalid, "bad_credential", "The credential holds a character that no header may have.",
                       "A credential is one line.");
    return secret;
}

Result<std::string> Credential::secret() const {
    const std::scoped_lock lock(m_mutex);
    return m_secret;
}

std::uint64_t Credential::generation() const {
    const std::scoped_lock lock(m_mutex);
    return m_generation;
}

bool Credential::refresh() {
    Stamp stamp;
    if (m_reference.starts_with(inFile)) {
        stamp = stampOf(m_reference.substr(inFile.size()));
        const std::scoped_lock lock(m_mutex);
        if (stamp == m_stamp)
            return false;
    } else if (m_reference.empty()) {
        return false;
    }
    Result<std::string> now = read();
    const std::scoped_lock lock(m_mutex);
    m_stamp = stamp;
    const bool isOther = now != m_secret;
    m_secret = std::move(now);
    m_generation += isOther ? 1 : 0;
    return isOther;
}

} // namespace signalbox::models
