#include "core/audit/log.h"

#include <algorithm>
#include <format>

#include <QSqlError>
#include <QVariant>

#include "core/audit/entry.h"
#include "core/audit/files.h"
#include "core/audit/note.h"
#include "core/audit/statements.h"
#include "core/base/canonical_json.h"

namespace signalbox::audit {

using namespace Qt::StringLiterals;

namespace {

constexpr int largestPage = 10'000;

std::unexpected<Error> damaged(std::string message) {
    return failure(Errc::Corrupt, "audit_damaged", std::move(message),
                   "Verify the log, keep the file as evidence and move it away before a new log is begun.");
}

std::string bootIdentity() {
    std::string text = readSmallFile("/proc/sys/kernel/random/boot_id").value_or("unknown");
    std::erase(text, '\n');
    return text;
}

Result<std::vector<Entry>> readEntries(QSqlQuery& query) {
    if (auto done = execute(query); !done)
        return failure(std::move(done.error()));
    std::vector<Entry> entries;
    while (query.next()) {
        Entry entry;
        entry.sequence = static_cast<std::uint64_t>(query.value(0).toLongLong());
        entry.bytes = query.value(1).toByteArray().toStdString();
        auto value = parseJsonObject(entry.bytes);
        if (!value)
            return damaged(std::format("Entry {} cannot be read.", entry.sequence));
        entry.value = std::move(*value);
        entries.push_back(std::move(entry));
    }
    if (query.lastError().isValid())
        return sqlFailure(query.lastError());
    return entries;
}

} // namespace

class Log::Private {
public:
    Private(WriterLock writerLock, std::unique_ptr<Database> database, SigningKey signingKey, Statements prepared,
            Clock& time)
        : lock(std::move(writerLock)),
          db(std::move(database)),
          key(std::move(signingKey)),
          statements(std::move(prepared)),
          clock(time),
          boot(bootIdentity()) {}

    [[nodiscard]] Result<void> resume();
    [[nodiscard]] Result<void> checkNewest();
    [[nodiscard]] Result<void> write(std::uint64_t sequence, const std::string& bytes,
                                     const std::vector<std::pair<Node, Digest>>& nodes);
    void take(std::optional<Checkpoint> checkpoint);

    WriterLock lock;
    std::unique_ptr<Database> db; // outlives the statements below
    SigningKey key;
    mutable Statements statements;
    Clock& clock;
    std::string boot;
    std::string name;
    std::uint64_t epoch = 0;
    CompactRange range;
    std::string previous; // hex leaf hash of the newest entry
    std::optional<Checkpoint> newest;
    std::string newestHash; // hex SHA-256 of its text
    bool isDegraded = false;
};

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
            return damaged(std::format("The signing key {} is gone.", keyFile.string()));
        if (!key)
            return failure(std::move(key.error()));
        if (!std::ranges::equal(viewOf(recorded), key->publicKey(),
                                [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; }))
            return damaged(std::format("The signing key {} belongs to another log.", keyFile.string()));
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

Log::Log(std::unique_ptr<Private> priv) : d(std::move(priv)) {}

Log::~Log() = default;

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
            return damaged(std::format("Entry {} is not one that the log wrote.", *size));
        lastEpoch = fields.epoch;
        previous = leafHash(*bytes).hex();
    }
    if (auto done = checkNewest(); !done)
        return done;
    if (fields.isSigned && (!newest || newest->size != *size))
        return damaged(std::format("The checkpoint of entry {} is missing.", *size));
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
        return damaged(std::format("The log ends at entry {}, but a checkpoint says that it had {}.", range.size(),
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
        return damaged(std::format("The entries up to {} are not the ones that were signed.", read->head.size));
    take(Checkpoint{read->head.size, read->head.root, (*stored)->text});
    return {};
}

void Log::Private::take(std::optional<Checkpoint> checkpoint) {
    if (!checkpoint)
        return;
    newestHash = sha256(checkpoint->text).hex();
    newest = std::move(checkpoint);
}

Result<void> Log::Private::write(std::uint64_t sequence, const std::string& bytes,
                                 const std::vector<std::pair<Node, Digest>>& nodes) {
    if (auto done = statements.insertEntry(sequence, bytes); !done)
        return done;
    for (const auto& [node, hash] : nodes) {
        if (auto done = statements.insertNode(node, hash); !done)
            return done;
    }
    return {};
}

Result<std::uint64_t> Log::append(const EntryDraft& draft, Sign sign) {
    if (d->isDegraded)
        return failure(Errc::Io, "audit_degraded", "The audit log stopped after a write failed.",
                       "Free or repair the disk, then restart the backend; nothing can be recorded until then.");
    if (!d->lock.isHeld()) {
        d->isDegraded = true;
        return failure(Errc::Conflict, "superseded", "The lock of the audit log was taken away from this process.",
                       "See which other process serves this state directory, and end one of the two.");
    }
    const std::uint64_t sequence = d->range.size() + 1;
    const EntryFrame frame{
        sequence,
        d->epoch,
        d->previous,
        d->newestHash,
        sign == Sign::Now,
        d->clock.wall(),
        d->boot,
        std::chrono::floor<std::chrono::milliseconds>(d->clock.monotonic().time_since_epoch()).count()};
    const auto bytes = makeEntry(draft, frame);
    if (!bytes)
        return failure(bytes.error());
    CompactRange grown = d->range;
    std::vector<std::pair<Node, Digest>> nodes;
    const Digest leaf = leafHash(*bytes);
    grown.append(leaf, [&](const Node& node, const Digest& hash) {
        if (isStored(node.level))
            nodes.emplace_back(node, hash);
    });
    std::optional<Checkpoint> checkpoint;
    if (sign == Sign::Now) {
        const TreeHead head{sequence, grown.root()};
        auto text = writeCheckpoint(d->name, head, d->key);
        if (!text)
            return failure(std::move(text.error()));
        checkpoint = Checkpoint{head.size, head.root, std::move(*text)};
    }
    auto done = d->db->begin();
    if (done)
        done = d->write(sequence, *bytes, nodes);
    if (done && checkpoint)
        done = d->statements.insertCheckpoint({checkpoint->size, checkpoint->text});
    if (done)
        done = d->db->commit();
    if (!done) {
        // What a failed write or fsync left behind is unknown until the file is read again, so nothing is retried.
        d->db->rollback();
        d->isDegraded = true;
        return failure(std::move(done.error()));
    }
    d->range = std::move(grown);
    d->previous = leaf.hex();
    d->take(std::move(checkpoint));
    return sequence;
}

std::uint64_t Log::size() const {
    return d->range.size();
}

std::uint64_t Log::epoch() const {
    return d->epoch;
}

std::optional<Checkpoint> Log::checkpoint() const {
    return d->newest;
}

std::optional<Glimpse> Log::glimpse() const {
    if (!d->newest)
        return std::nullopt;
    return Glimpse{d->newest->text, publicKey()};
}

bool Log::isDegraded() const {
    return d->isDegraded;
}

Result<std::vector<Entry>> Log::read(std::uint64_t before, int limit, const std::string& agent) const {
    const QString filter = agent.empty() ? QString() : u" AND agent = CAST(? AS TEXT)"_s;
    auto query = d->db->prepare(u"SELECT sequence, bytes FROM entries WHERE sequence <= ?"_s + filter +
                                u" ORDER BY sequence DESC LIMIT ?"_s);
    if (!query)
        return failure(std::move(query.error()));
    int column = 0;
    query->bindValue(column++, static_cast<qint64>(before == 0 ? d->range.size() : std::min(before, d->range.size())));
    if (!agent.empty())
        query->bindValue(column++, QByteArray::fromStdString(agent));
    query->bindValue(column, std::clamp(limit, 0, largestPage));
    return readEntries(*query);
}

Result<std::vector<Entry>> Log::latestPerAgent() const {
    auto query = d->db->prepare(u"SELECT sequence, bytes FROM entries WHERE sequence IN "
                                "(SELECT max(sequence) FROM entries WHERE agent <> '' GROUP BY agent) "
                                "ORDER BY agent"_s);
    if (!query)
        return failure(std::move(query.error()));
    return readEntries(*query);
}

std::string Log::publicKey() const {
    const PublicKey key = d->key.publicKey();
    return toBase64({reinterpret_cast<const char*>(key.data()), key.size()});
}

Result<std::vector<Digest>> Log::consistencyProof(std::uint64_t from, std::uint64_t to) const {
    if (to > d->range.size())
        return failure(Errc::Invalid, "bad_range", std::format("The log has only {} entries.", d->range.size()));
    return audit::consistencyProof(from, to, [this](const Node& node) { return d->statements.node(node); });
}

} // namespace signalbox::audit
