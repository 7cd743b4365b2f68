// How a log is opened: by whom it is signed, where its tree stands, and once more after a write has failed.
#include <algorithm>
#include <format>

#include <QSqlError>
#include <QVariant>

#include "core/audit/log_private.h"

namespace signalbox::audit {

using namespace Qt::StringLiterals;

std::unexpected<Error> damagedLog(std::string message) {
    return failure(Errc::Corrupt, "audit_damaged", std::move(message),
                   "Verify the log, keep the file as evidence and move it away before a new log is begun.");
}

std::string Log::Private::bootIdentity() {
    std::string text = readSmallFile("/proc/sys/kernel/random/boot_id").value_or("unknown");
    std::erase(text, '\n');
    return text;
}

namespace {

// The key and the row that names the log; both are made when the log is new.
Result<std::pair<SigningKey, std::string>> identify(const Database& database, const std::filesystem::path& file,
                                                    const std::string& origin) {
    const std::filesystem::path keyFile = file.string() + ".key";
    auto row = database.run(u"SELECT origin, public_key FROM log"_s);
    if (!row)
        return failure(std::move(row.error()));
    auto key = SigningKey::load(keyFile);
    if (row->next()) {
        const std::string name = row->value(0).toString().toStdString();
        const QByteArray recorded = row->value(1).toByteArray();
        if (!key && key.error().kind == Errc::NotFound)
            return damagedLog(std::format("The signing key {} is gone.", keyFile.string()));
        if (!key)
            return failure(std::move(key.error()));
        if (!std::ranges::equal(viewOf(recorded), key->publicKey(),
                                [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }))
            return damagedLog(std::format("The signing key {} belongs to another log.", keyFile.string()));
        return std::pair(std::move(*key), name);
    }
    row->finish();
    if (!key && key.error().kind == Errc::NotFound)
        key = SigningKey::create(keyFile);
    if (!key)
        return failure(std::move(key.error()));
    auto insert = database.prepare(u"INSERT INTO log(origin, public_key) VALUES(?, ?)"_s);
    if (!insert)
        return failure(std::move(insert.error()));
    const PublicKey publicKey = key->publicKey();
    insert->bindValue(0, QString::fromStdString(noteName(origin)));
    insert->bindValue(1, QByteArray(reinterpret_cast<const char*>(publicKey.data()), 32));
    if (auto done = execute(*insert); !done)
        return failure(std::move(done.error()));
    return std::pair(std::move(*key), noteName(origin));
}

} // namespace

Result<std::unique_ptr<Log>> Log::open(const std::filesystem::path& file, std::string origin, Clock& clock) {
    auto lock = WriterLock::take(file.string() + ".lock");
    if (!lock)
        return failure(std::move(lock.error()));
    auto database = Database::open(file, Access::Write);
    if (!database)
        return failure(std::move(database.error()));
    if (auto done = (*database)->checkSchema(); !done)
        return failure(std::move(done.error()));
    auto identity = identify(**database, file, origin);
    if (!identity)
        return failure(std::move(identity.error()));
    auto statements = Statements::make(**database);
    if (!statements)
        return failure(std::move(statements.error()));
    auto d = std::make_unique<Private>(std::move(*lock), std::move(*database), std::move(identity->first),
                                       std::move(*statements), clock);
    d->name = identity->second;
    d->file = file;
    if (auto done = d->resume(); !done)
        return failure(std::move(done.error()));
    return std::unique_ptr<Log>(new Log(std::move(d)));
}

Result<void> Log::Private::resume() {
    const auto size = statements.size();
    if (!size)
        return failure(size.error());
    std::vector<Digest> hashes;
    for (const Node& node : cover(*size)) {
        const auto hash = statements.node(node);
        if (!hash)
            return failure(hash.error());
        hashes.push_back(*hash);
    }
    range = CompactRange(*size, std::move(hashes));
    std::uint64_t lastEpoch = 0;
    EntryFields fields;
    if (*size > 0) {
        const auto bytes = statements.entryBytes(*size);
        if (!bytes)
            return failure(bytes.error());
        if (!deriveFields(*bytes, fields) || fields.sequence != *size)
            return damagedLog(std::format("Entry {} is not one that the log wrote.", *size));
        lastEpoch = fields.epoch;
        previous = leafHash(*bytes).hex();
    }
    if (auto done = checkNewest(); !done)
        return done;
    if (fields.isSigned && (!newest || newest->size != *size))
        return damagedLog(std::format("The checkpoint of entry {} is missing.", *size));
    epoch = std::max(lock.lastEpoch(), lastEpoch) + 1;
    return lock.note(epoch);
}

Result<void> Log::Private::checkNewest() {
    auto stored = statements.newestCheckpoint();
    if (!stored)
        return failure(std::move(stored.error()));
    if (!*stored)
        return {};
    const auto read = readCheckpoint((*stored)->text, key.publicKey());
    if (!read)
        return failure(read.error());
    if (read->head.size > range.size())
        return damagedLog(std::format("The log ends at entry {}, but a checkpoint says that it had {}.", range.size(),
                                      read->head.size));
    std::vector<Digest> hashes;
    for (const Node& node : cover(read->head.size)) {
        const auto hash = statements.node(node);
        if (!hash)
            return failure(hash.error());
        hashes.push_back(*hash);
    }
    if (read->name != name || read->head.size != (*stored)->size ||
        CompactRange(read->head.size, std::move(hashes)).root() != read->head.root)
        return damagedLog(std::format("The entries up to {} are not the ones that were signed.", read->head.size));
    take(Checkpoint{read->head.size, read->head.root, (*stored)->text});
    return {};
}

std::unexpected<Error> Log::Private::superseded() {
    isDegraded = true;
    return failure(Errc::Conflict, "superseded", "The lock of the audit log was taken away from this process.",
                   "See which other process serves this state directory, and end one of the two.");
}

// By a second connection, which must find what the first one wrote. Moving the log's end from the write-ahead log into
// the file makes durable what is seen there, and leaves nothing of the transaction that failed.
Result<void> Log::reopen() {
    if (!d->lock.isHeld())
        return d->superseded();
    auto database = Database::open(d->file, Access::Write);
    if (!database)
        return failure(std::move(database.error()));
    if (auto done = (*database)->checkSchema(); !done)
        return done;
    if (auto done = (*database)->settle(); !done)
        return done;
    auto statements = Statements::make(**database);
    if (!statements)
        return failure(std::move(statements.error()));
    const auto size = statements->size();
    if (!size)
        return failure(size.error());
    if (*size < d->range.size())
        return damagedLog(
            std::format("The log has {} entries; it had {} before a write failed.", *size, d->range.size()));
    d->statements = std::move(*statements); // before the connection that the former ones use
    d->db = std::move(*database);
    if (auto done = d->resume(); !done)
        return done;
    d->isDegraded = false;
    return {};
}

} // namespace signalbox::audit
