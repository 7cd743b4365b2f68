#include "core/audit/log.h"

#include <algorithm>
#include <format>

#include <QSqlError>
#include <QVariant>

#include "core/audit/entry.h"
#include "core/audit/log_private.h"
#include "core/audit/note.h"
#include "core/base/canonical_json.h"

namespace signalbox::audit {

using namespace Qt::StringLiterals;

namespace {

constexpr int largestPage = 10'000;

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
            return damagedLog(std::format("Entry {} cannot be read.", entry.sequence));
        entry.value = std::move(*value);
        entries.push_back(std::move(entry));
    }
    if (query.lastError().isValid())
        return sqlFailure(query.lastError());
    return entries;
}

} // namespace

Log::Log(std::unique_ptr<Private> priv) : d(std::move(priv)) {}

Log::~Log() = default;

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
                       "Free or repair the disk; recording then goes on by itself.");
    if (!d->lock.isHeld())
        return d->superseded();
    const std::uint64_t sequence = d->range.size() + 1;
    const EntryFrame frame{
        sequence,
        d->epoch,
        d->previous,
        d->newestHash,
        sign == Sign::Now,
        draft.happened.value_or(d->clock.wall()),
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
