#include <algorithm>
#include <format>
#include <future>

#include <QVariant>

#include "core/audit/log.h"
#include "core/audit/verifier.h"

namespace signalbox::audit {

using namespace Qt::StringLiterals;

namespace {

// The key beside the log; the one recorded inside serves a copy that was taken without its key.
Result<PublicKey> keyFor(const Database& database, const std::filesystem::path& file) {
    const auto key = SigningKey::load(file.string() + ".key");
    if (key)
        return key->publicKey();
    if (key.error().kind != Errc::NotFound)
        return failure(key.error());
    auto row = database.run(u"SELECT public_key FROM log"_s);
    if (!row)
        return failure(std::move(row.error()));
    PublicKey recorded{};
    const QByteArray bytes = row->next() ? row->value(0).toByteArray() : QByteArray();
    if (bytes.size() != static_cast<qsizetype>(recorded.size()))
        return failure(Errc::Corrupt, "bad_key", "The log holds no public key.");
    std::ranges::transform(bytes, recorded.begin(), [](char c) { return static_cast<std::uint8_t>(c); });
    return recorded;
}

// Order of rows within the file's pages, and that every value is of its column's type.
Check checkPages(const Database& database) {
    auto rows = database.run(u"PRAGMA quick_check(1)"_s);
    if (!rows)
        return finding(rows.error());
    const std::string answer = rows->next() ? rows->value(0).toString().toStdString() : "no answer";
    return answer == "ok" ? Check() : finding(std::nullopt, std::format("The file is damaged: {}.", answer));
}

std::string praise(const Verifier& verifier) {
    const std::uint64_t size = verifier.size();
    if (size == 0)
        return "The log is empty.";
    std::string text = std::format("All {} entries are as they were written", size);
    if (verifier.signedSize() == size)
        text += ", and signed";
    else
        text += std::format("; {} of them are not signed yet", size - verifier.signedSize());
    const KnownHead* anchored = verifier.anchored();
    if (anchored == nullptr)
        return text + ". Nothing outside the log vouches for its end.";
    if (anchored->size == size)
        return text + std::format("; {} vouches for all of them.", anchored->place);
    return text + std::format("; {} vouches for the first {}, and nothing outside the log for what comes after.",
                              anchored->place, anchored->size);
}

// What a verification reads beside the entries themselves.
struct Rest {
    Check pages;
    std::expected<IndexList, Finding> index;
};

// Through a connection of its own, so that it can go on beside the walk over the entries.
Rest readRest(const std::filesystem::path& file) {
    const auto database = Database::open(file, Access::Read);
    if (!database)
        return {finding(database.error()), finding(database.error())};
    if (auto begun = (*database)->begin(); !begun)
        return {finding(begun.error()), finding(begun.error())};
    return {checkPages(**database), readIndex(**database)};
}

// A writer may have gone on between the two connections' first reads; then the list is read again as the walk saw it.
Check checkIndex(const Verifier& verifier, const Database& database, std::expected<IndexList, Finding> list) {
    if (!list || list->agentOf.size() != verifier.size())
        list = readIndex(database);
    return list ? verifier.checkIndex(*list) : Check(std::unexpected(std::move(list.error())));
}

} // namespace

Verification verify(const std::filesystem::path& file, std::span<const Anchor> anchors) {
    const auto bad = [](std::uint64_t size, Finding found) {
        return Verification{false, size, found.firstBad, std::move(found.message), 0, {}};
    };
    const auto database = Database::open(file, Access::Read);
    if (!database)
        return bad(0, finding(database.error()).error());
    // One transaction: a writer that goes on working does not change what is read here.
    if (auto begun = (*database)->begin(); !begun)
        return bad(0, finding(begun.error()).error());
    const auto key = keyFor(**database, file);
    if (!key)
        return bad(0, finding(key.error()).error());
    auto reading = std::async(std::launch::async, readRest, std::cref(file));
    Verifier verifier(**database, *key, anchors);
    auto check = verifier.run();
    Rest rest = reading.get();
    if (check)
        check = checkIndex(verifier, **database, std::move(rest.index));
    if (check)
        check = rest.pages;
    if (!check)
        return bad(verifier.size(), std::move(check.error()));
    const KnownHead* anchored = verifier.anchored();
    return {true,
            verifier.size(),
            std::nullopt,
            praise(verifier),
            anchored == nullptr ? 0 : anchored->size,
            fingerprint(toBase64({reinterpret_cast<const char*>(key->data()), key->size()}))};
}

} // namespace signalbox::audit
