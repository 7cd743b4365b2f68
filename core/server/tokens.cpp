#include "core/server/tokens.h"

#include <algorithm>
#include <format>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include "core/base/canonical_json.h"
#include "core/base/id.h"
#include "core/protocol/access.h"
#include "core/protocol/endpoint_file.h"

namespace signalbox::server {

using namespace Qt::StringLiterals;

namespace {

constexpr std::string_view ownerName = "owner";

QString qt(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

bool isName(std::string_view name) {
    return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == '_' || c == '@';
    });
}

std::unexpected<Error> broken(const std::filesystem::path& file) {
    return failure(Errc::Corrupt, "bad_tokens", std::format("{} cannot be understood.", file.string()),
                   "Restore it, or remove it together with owner.token to begin with a new owner's token.",
                   file.string());
}

} // namespace

Tokens::Tokens(std::filesystem::path directory) : m_directory(std::move(directory)) {}

Digest Tokens::hashOf(std::string_view token) const {
    Digest hash;
    unsigned length = 0;
    HMAC(EVP_sha256(), m_key.data(), static_cast<int>(m_key.size()),
         reinterpret_cast<const unsigned char*>(token.data()), token.size(), hash.bytes.data(), &length);
    return hash;
}

Result<void> Tokens::load() {
    const std::lock_guard lock(m_mutex);
    auto known = read();
    if (known || known.error().kind != Errc::NotFound)
        return known;
    m_key = newSecret();
    m_entries.clear();
    const auto token = addLocked(std::string(ownerName), protocol::AccessRole::Admin);
    if (!token)
        return failure(token.error());
    return protocol::writePrivateFile(ownerFile(), *token + "\n");
}

Result<void> Tokens::read() {
    std::error_code ignored;
    const auto changed = std::filesystem::last_write_time(file(), ignored);
    const auto content = protocol::readPrivateFile(file());
    if (!content)
        return failure(content.error());
    const auto object = parseJsonObject(*content);
    if (!object || !object->value("key"_L1).isString())
        return broken(file());
    std::vector<Entry> entries;
    for (const QJsonValue item : object->value("tokens"_L1).toArray()) {
        const auto text = [&](QLatin1StringView key) { return item.toObject().value(key).toString().toStdString(); };
        const auto role = protocol::accessRoleFrom(text("role"_L1));
        const auto hash = Digest::parse(text("hash"_L1));
        if (!role || !hash || !isName(text("name"_L1)))
            return broken(file());
        entries.push_back({{text("name"_L1), *role}, *hash});
    }
    m_key = object->value("key"_L1).toString().toStdString();
    m_entries = std::move(entries);
    m_readAt = changed;
    return {};
}

void Tokens::refresh() {
    const std::lock_guard lock(m_mutex);
    std::error_code error;
    const auto changed = std::filesystem::last_write_time(file(), error);
    if (!error && changed != m_readAt)
        static_cast<void>(read());
}

std::optional<Caller> Tokens::find(std::string_view token) const {
    const std::lock_guard lock(m_mutex);
    const Digest hash = hashOf(token);
    std::optional<Caller> found;
    for (const Entry& entry : m_entries) { // all of them, so that the time does not tell which one it was
        if (CRYPTO_memcmp(entry.hash.bytes.data(), hash.bytes.data(), hash.bytes.size()) == 0)
            found = entry.caller;
    }
    return found;
}

Result<std::string> Tokens::add(const std::string& name, protocol::AccessRole role) {
    const std::lock_guard lock(m_mutex);
    return addLocked(name, role);
}

Result<std::string> Tokens::addLocked(const std::string& name, protocol::AccessRole role) {
    if (!isName(name))
        return failure(Errc::Invalid, "bad_name", "The name of a token holds letters, digits, dots and dashes only.",
                       "Use the name that the audit log shall show, such as the person's login.", "name");
    if (std::ranges::any_of(m_entries, [&](const Entry& entry) { return entry.caller.name == name; }))
        return failure(Errc::Conflict, "name_taken", std::format("There is a token named {} already.", name),
                       "Remove it first, or take another name.", "name");
    std::string token = "sb_" + newSecret();
    m_entries.push_back({{name, role}, hashOf(token)});
    if (auto written = write(); !written) {
        m_entries.pop_back();
        return failure(std::move(written.error()));
    }
    return token;
}

Result<void> Tokens::remove(const std::string& name) {
    const std::lock_guard lock(m_mutex);
    const auto gone = std::erase_if(m_entries, [&](const Entry& entry) { return entry.caller.name == name; });
    if (gone == 0)
        return failure(Errc::NotFound, "no_token", std::format("There is no token named {}.", name),
                       "List them with signalboxd token list.");
    return write();
}

std::vector<Caller> Tokens::list() const {
    const std::lock_guard lock(m_mutex);
    std::vector<Caller> callers;
    for (const Entry& entry : m_entries)
        callers.push_back(entry.caller);
    return callers;
}

Result<void> Tokens::write() const {
    QJsonArray tokens;
    for (const Entry& entry : m_entries)
        tokens.append(QJsonObject{{u"name"_s, qt(entry.caller.name)},
                                  {u"role"_s, qt(protocol::toString(entry.caller.role))},
                                  {u"hash"_s, qt(entry.hash.toString())}});
    const QJsonObject object{{u"key"_s, qt(m_key)}, {u"tokens"_s, tokens}};
    return protocol::writePrivateFile(file(), QJsonDocument(object).toJson().toStdString());
}

} // namespace signalbox::server
