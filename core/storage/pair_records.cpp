#include "core/storage/pair_records.h"

#include <array>
#include <format>

#include <QJsonDocument>
#include <QVariant>

#include "core/storage/evidence_records.h"

namespace signalbox::storage {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array pairTables{
    "CREATE TABLE IF NOT EXISTS pairs(id INTEGER PRIMARY KEY AUTOINCREMENT, agent TEXT NOT NULL, release TEXT NOT "
    "NULL, "
    "noise INTEGER NOT NULL, at INTEGER NOT NULL, request TEXT NOT NULL, agree INTEGER NOT NULL, layer TEXT NOT NULL, "
    "better TEXT NOT NULL, likeness REAL NOT NULL, verdict TEXT NOT NULL DEFAULT '', verdict_by TEXT NOT NULL DEFAULT "
    "'', verdict_at INTEGER NOT NULL DEFAULT 0, facts BLOB NOT NULL, content BLOB) STRICT"_L1,
    "CREATE INDEX IF NOT EXISTS pairs_listed ON pairs(release, noise, agree, id)"_L1,
    "CREATE INDEX IF NOT EXISTS pairs_aged ON pairs(agent, noise, id)"_L1,
    "CREATE TABLE IF NOT EXISTS shadows(release TEXT PRIMARY KEY, agent TEXT NOT NULL, at INTEGER NOT NULL, "
    "value BLOB NOT NULL) STRICT, WITHOUT ROWID"_L1};

const QString columns = u"id, agent, release, noise, at, request, agree, layer, better, likeness, verdict, verdict_by, "
                        "verdict_at, facts"_s;

QByteArray packed(const QJsonObject& object) {
    return qCompress(QJsonDocument(object).toJson(QJsonDocument::Compact), 1);
}

QJsonObject unpacked(const QByteArray& bytes) {
    return QJsonDocument::fromJson(qUncompress(bytes)).object();
}

qint64 millisecondsOf(WallTime time) {
    return static_cast<qint64>(time.time_since_epoch().count());
}

WallTime timeIn(const QSqlQuery& query, int column) {
    return WallTime{std::chrono::milliseconds(query.value(column).toLongLong())};
}

PairRecord pairIn(const QSqlQuery& query) {
    PairRecord pair;
    pair.id = query.value(0).toLongLong();
    pair.agent = fromText(query, 1);
    pair.release = fromText(query, 2);
    pair.kind = query.value(3).toBool() ? metrics::PairKind::Noise : metrics::PairKind::Candidate;
    pair.at = timeIn(query, 4);
    pair.requestId = fromText(query, 5);
    pair.agree = query.value(6).toBool();
    pair.layer = evidence::pairLayerFrom(fromText(query, 7)).value_or(evidence::PairLayer::Success);
    pair.better = evidence::betterFrom(fromText(query, 8)).value_or(evidence::Better::Undecided);
    pair.likeness = query.value(9).toDouble();
    pair.verdict = fromText(query, 10);
    pair.verdictBy = fromText(query, 11);
    pair.verdictAt = timeIn(query, 12);
    pair.facts = unpacked(query.value(13).toByteArray());
    return pair;
}

QString conditionOf(PairFilter filter) {
    switch (filter) {
    case PairFilter::All:
        return u"noise = 0"_s;
    case PairFilter::Disagreeing:
        return u"noise = 0 AND agree = 0"_s;
    case PairFilter::Agreeing:
        return u"noise = 0 AND agree = 1"_s;
    case PairFilter::Unjudged:
        return u"noise = 0 AND agree = 0 AND verdict = ''"_s;
    case PairFilter::Judged:
        return u"noise = 0 AND verdict <> ''"_s;
    case PairFilter::Noise:
        return u"noise = 1"_s;
    }
    std::unreachable();
}

} // namespace

Result<std::unique_ptr<PairRecords>> PairRecords::open(const std::filesystem::path& file, PairBounds bounds) {
    auto opened = HistoryFile::open(file, pairTables);
    if (!opened)
        return failure(std::move(opened.error()));
    return std::unique_ptr<PairRecords>(new PairRecords(std::move(*opened), bounds));
}

Result<void> PairRecords::insert(const PairRecord& pair) {
    auto query = m_file->prepare(u"INSERT INTO pairs(agent, release, noise, at, request, agree, layer, better, "
                                 "likeness, facts, content) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(toText(pair.agent));
    query->addBindValue(toText(pair.release));
    query->addBindValue(pair.kind == metrics::PairKind::Noise ? 1 : 0);
    query->addBindValue(millisecondsOf(pair.at));
    query->addBindValue(toText(pair.requestId));
    query->addBindValue(pair.agree ? 1 : 0);
    query->addBindValue(toText(std::string(toString(pair.layer))));
    query->addBindValue(toText(std::string(toString(pair.better))));
    query->addBindValue(pair.likeness);
    query->addBindValue(packed(pair.facts));
    query->addBindValue(pair.content ? QVariant(packed(*pair.content)) : QVariant(QMetaType::fromType<QByteArray>()));
    return execute(*query);
}

Result<void> PairRecords::save(const ShadowRecord& shadow) {
    auto query = m_file->prepare(u"INSERT OR REPLACE INTO shadows(release, agent, at, value) VALUES(?, ?, ?, ?)"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(toText(shadow.release));
    query->addBindValue(toText(shadow.agent));
    query->addBindValue(millisecondsOf(shadow.at));
    query->addBindValue(packed(shadow.value));
    return execute(*query);
}

Result<std::int64_t> PairRecords::add(const PairRecord& pair, const ShadowRecord& shadow) {
    std::int64_t id = 0;
    auto done = m_file->inTransaction([&]() -> Result<void> {
        if (auto inserted = insert(pair); !inserted)
            return inserted;
        auto last = m_file->prepare(u"SELECT last_insert_rowid()"_s);
        if (!last)
            return failure(std::move(last.error()));
        if (auto read = execute(*last); !read)
            return read;
        id = last->next() ? last->value(0).toLongLong() : 0;
        last->finish();
        return save(shadow);
    });
    if (!done)
        return failure(std::move(done.error()));
    return id;
}

Result<void> PairRecords::setVerdict(std::int64_t id, const std::string& verdict, const std::string& by, WallTime at,
                                     const ShadowRecord& shadow) {
    return m_file->inTransaction([&]() -> Result<void> {
        auto query = m_file->prepare(u"UPDATE pairs SET verdict = ?, verdict_by = ?, verdict_at = ? WHERE id = ?"_s);
        if (!query)
            return failure(std::move(query.error()));
        query->addBindValue(toText(verdict));
        query->addBindValue(toText(by));
        query->addBindValue(millisecondsOf(at));
        query->addBindValue(static_cast<qint64>(id));
        if (auto done = execute(*query); !done)
            return done;
        return save(shadow);
    });
}

Result<void> PairRecords::setFindings(const PairRecord& pair, const ShadowRecord& shadow) {
    return m_file->inTransaction([&]() -> Result<void> {
        auto query = m_file->prepare(u"UPDATE pairs SET agree = ?, layer = ?, better = ?, likeness = ?, facts = ?, "
                                     "content = ? WHERE id = ?"_s);
        if (!query)
            return failure(std::move(query.error()));
        query->addBindValue(pair.agree ? 1 : 0);
        query->addBindValue(toText(std::string(toString(pair.layer))));
        query->addBindValue(toText(std::string(toString(pair.better))));
        query->addBindValue(pair.likeness);
        query->addBindValue(packed(pair.facts));
        query->addBindValue(pair.content ? QVariant(packed(*pair.content))
                                         : QVariant(QMetaType::fromType<QByteArray>()));
        query->addBindValue(static_cast<qint64>(pair.id));
        if (auto done = execute(*query); !done)
            return done;
        return save(shadow);
    });
}

Result<std::vector<PairRecord>> PairRecords::list(const PairQuery& wanted) const {
    const QString behind = wanted.after ? u" AND (agree > ? OR (agree = ? AND id < ?))"_s : QString();
    auto query = m_file->prepare(u"SELECT "_s + columns + u" FROM pairs WHERE release = ? AND agent = ? AND "_s +
                                 conditionOf(wanted.filter) + behind + u" ORDER BY agree, id DESC LIMIT ?"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(toText(wanted.release));
    query->addBindValue(toText(wanted.agent));
    if (wanted.after) {
        query->addBindValue(wanted.after->agree ? 1 : 0);
        query->addBindValue(wanted.after->agree ? 1 : 0);
        query->addBindValue(static_cast<qint64>(wanted.after->id));
    }
    query->addBindValue(wanted.limit);
    if (auto done = execute(*query); !done)
        return failure(std::move(done.error()));
    std::vector<PairRecord> pairs;
    while (query->next())
        pairs.push_back(pairIn(*query));
    return pairs;
}

Result<PairRecord> PairRecords::find(const std::string& agent, std::int64_t id) const {
    auto query =
        m_file->prepare(u"SELECT "_s + columns + u", content FROM pairs WHERE id = ? AND agent = ? AND id > 0"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(static_cast<qint64>(id));
    query->addBindValue(toText(agent));
    if (auto done = execute(*query); !done)
        return failure(std::move(done.error()));
    if (!query->next())
        return failure(Errc::NotFound, "no_pair", std::format("{} has no pair {}.", agent, id),
                       "Pairs are kept for a limited time; list them again.");
    PairRecord pair = pairIn(*query);
    if (!query->isNull(14))
        pair.content = unpacked(query->value(14).toByteArray());
    return pair;
}

Result<std::uint64_t> PairRecords::count(const std::string& release) const {
    auto query = m_file->prepare(u"SELECT count(*) FROM pairs WHERE release = ?"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(toText(release));
    if (auto done = execute(*query); !done)
        return failure(std::move(done.error()));
    return query->next() ? query->value(0).toULongLong() : 0;
}

Result<std::optional<ShadowRecord>> PairRecords::shadowBy(const QString& where, const std::string& value) const {
    auto query = m_file->prepare(u"SELECT release, agent, at, value FROM shadows WHERE "_s + where);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(toText(value));
    if (auto done = execute(*query); !done)
        return failure(std::move(done.error()));
    if (!query->next())
        return std::nullopt;
    return ShadowRecord{.release = fromText(*query, 0),
                        .agent = fromText(*query, 1),
                        .at = timeIn(*query, 2),
                        .value = unpacked(query->value(3).toByteArray())};
}

Result<std::optional<ShadowRecord>> PairRecords::shadow(const std::string& release) const {
    return shadowBy(u"release = ?"_s, release);
}

Result<std::optional<ShadowRecord>> PairRecords::newestShadow(const std::string& agent) const {
    return shadowBy(u"agent = ? ORDER BY at DESC LIMIT 1"_s, agent);
}

Result<void> PairRecords::prune(WallTime now) {
    return m_file->inTransaction([&]() -> Result<void> {
        for (const auto& [sql, before] :
             {std::pair{u"DELETE FROM pairs WHERE at < ?"_s, now - m_bounds.age},
              std::pair{u"DELETE FROM shadows WHERE at < ?"_s, now - EvidenceRecords::kept}}) {
            auto query = m_file->prepare(sql);
            if (!query)
                return failure(std::move(query.error()));
            query->addBindValue(millisecondsOf(before));
            if (auto done = execute(*query); !done)
                return done;
        }
        if (auto done = pruneCount(); !done)
            return done;
        return pruneContent();
    });
}

// Of too many the oldest go, but what people have judged after all others.
Result<void> PairRecords::pruneCount() {
    auto query = m_file->prepare(
        u"DELETE FROM pairs WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY agent, noise ORDER "
        "BY verdict <> '' DESC, id DESC) AS place FROM pairs) WHERE place > ?)"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(m_bounds.perAgent);
    return execute(*query);
}

Result<void> PairRecords::pruneContent() {
    auto query = m_file->prepare(u"DELETE FROM pairs WHERE id IN (SELECT id FROM (SELECT id, "
                                 u"sum(coalesce(length(content), 0) + length(facts)) OVER (ORDER BY "
                                 "id DESC) AS bytes FROM pairs) WHERE bytes > ?)"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(static_cast<qint64>(m_bounds.contentBytes));
    return execute(*query);
}

} // namespace signalbox::storage
