#include "core/audit/database.h"

#include <array>
#include <atomic>
#include <format>
#include <optional>

#include <QSqlError>
#include <QVariant>

#include "core/audit/files.h"

namespace signalbox::audit {

using namespace Qt::StringLiterals;

namespace {

struct Part {
    QLatin1StringView type;
    QLatin1StringView name;
    QLatin1StringView sql;
};

// The bytes of an entry are what is hashed; every other column and table can be derived from them and is checked.
// nodes: complete subtrees of 16, 256, … entries, so that proofs and opening need few reads.
constexpr std::array parts{
    Part{"table"_L1, "log"_L1, "CREATE TABLE log(origin TEXT NOT NULL, public_key BLOB NOT NULL) STRICT"_L1},
    Part{"table"_L1, "entries"_L1,
         "CREATE TABLE entries(sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL, agent TEXT NOT NULL, "
         "action TEXT NOT NULL, time TEXT NOT NULL) STRICT"_L1},
    Part{"index"_L1, "entries_by_agent"_L1, "CREATE INDEX entries_by_agent ON entries(agent, sequence)"_L1},
    Part{"table"_L1, "nodes"_L1,
         "CREATE TABLE nodes(level INTEGER NOT NULL, position INTEGER NOT NULL, hash BLOB NOT NULL, "
         "PRIMARY KEY(level, position)) STRICT, WITHOUT ROWID"_L1},
    Part{"table"_L1, "checkpoints"_L1,
         "CREATE TABLE checkpoints(size INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT"_L1}};

constexpr int applicationId = 0x53424C47; // "SBLG"
constexpr int schemaVersion = 1;

QString nextName() {
    static std::atomic<unsigned> counter{0};
    return u"signalbox-audit-"_s + QString::number(++counter);
}

std::unexpected<Error> badSchema(const std::string& what) {
    return failure(Errc::Corrupt, "bad_schema", std::format("The audit log's file is not as it was made: {}.", what),
                   "Keep the file as evidence and move it away before a new log is begun.");
}

} // namespace

Database::~Database() {
    {
        QSqlDatabase database = QSqlDatabase::database(m_name, false);
        database.close();
    }
    QSqlDatabase::removeDatabase(m_name);
}

QSqlDatabase Database::handle() const {
    return QSqlDatabase::database(m_name, false);
}

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file, Access access) {
    const bool isNew = !std::filesystem::exists(std::filesystem::symlink_status(file));
    if (isNew && access == Access::Read)
        return failure(Errc::NotFound, "no_log", std::format("There is no audit log at {}.", file.string()));
    if (isNew) {
        if (auto made = writeNewFile(file, {}); !made)
            return failure(std::move(made.error()));
    }
    if (!std::filesystem::is_regular_file(std::filesystem::symlink_status(file)))
        return failure(Errc::Io, "not_a_file", std::format("{} is not a regular file.", file.string()),
                       "An audit log is never reached through a link.");
    std::unique_ptr<Database> made(new Database(nextName()));
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, made->m_name);
    database.setDatabaseName(QString::fromStdString(file.string()));
    database.setConnectOptions(access == Access::Read ? u"QSQLITE_BUSY_TIMEOUT=2000;QSQLITE_OPEN_READONLY"_s
                                                      : u"QSQLITE_BUSY_TIMEOUT=2000"_s);
    if (!database.open())
        return sqlFailure(database.lastError());
    if (auto done = made->configure(access); !done)
        return failure(std::move(done.error()));
    if (access == Access::Write) {
        if (auto done = made->create(); !done)
            return failure(std::move(done.error()));
    }
    return made;
}

Result<void> Database::configure(Access access) const {
    std::vector<QString> settings{u"PRAGMA trusted_schema=OFF"_s, u"PRAGMA cell_size_check=ON"_s,
                                  u"PRAGMA mmap_size=0"_s, u"PRAGMA temp_store=MEMORY"_s};
    if (access == Access::Write)
        // A writer that appends needs the edge of its trees; a larger cache only fills slowly.
        settings.insert(settings.end(),
                        {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=FULL"_s, u"PRAGMA cache_size=-512"_s});
    for (const QString& setting : settings) {
        if (auto done = run(setting); !done)
            return failure(std::move(done.error()));
    }
    return {};
}

Result<void> Database::create() const {
    auto count = run(u"SELECT count(*) FROM sqlite_schema"_s);
    if (!count)
        return failure(std::move(count.error()));
    if (!count->next() || count->value(0).toInt() != 0)
        return {};
    count->finish();
    if (auto done = begin(); !done)
        return done;
    std::vector<QString> statements{u"PRAGMA application_id="_s + QString::number(applicationId),
                                    u"PRAGMA user_version="_s + QString::number(schemaVersion)};
    for (const Part& part : parts)
        statements.emplace_back(part.sql);
    for (const QString& statement : statements) {
        if (auto done = run(statement); !done) {
            rollback();
            return failure(std::move(done.error()));
        }
    }
    return commit();
}

// Waits for nobody: who reads is gone soon, and meanwhile the control thread has other things to do.
Result<void> Database::settle() const {
    if (auto done = run(u"PRAGMA busy_timeout=0"_s); !done)
        return failure(std::move(done.error()));
    bool busy = true;
    auto moved = run(u"PRAGMA wal_checkpoint(TRUNCATE)"_s);
    if (moved && moved->next())
        busy = moved->value(0).toInt() != 0;
    const std::optional<Error> failed = moved ? std::nullopt : std::optional(moved.error());
    if (moved)
        moved->finish();
    if (auto done = run(u"PRAGMA busy_timeout=2000"_s); !done)
        return failure(std::move(done.error()));
    if (failed)
        return failure(*failed);
    if (busy)
        return failure(Errc::Unavailable, "log_in_use", "Somebody reads the audit log's file.", "It is tried again.");
    return {};
}

Result<void> Database::checkSchema() const {
    for (const auto& [pragma, expected] :
         {std::pair{u"PRAGMA application_id"_s, applicationId}, std::pair{u"PRAGMA user_version"_s, schemaVersion}}) {
        auto value = run(pragma);
        if (!value)
            return failure(std::move(value.error()));
        if (!value->next() || value->value(0).toInt() != expected)
            return badSchema("its mark is missing");
    }
    auto rows = run(u"SELECT type, name, sql FROM sqlite_schema ORDER BY rowid"_s);
    if (!rows)
        return failure(std::move(rows.error()));
    std::size_t found = 0;
    for (; rows->next(); ++found) {
        const bool expected = found < parts.size() && rows->value(0).toString() == parts[found].type &&
                              rows->value(1).toString() == parts[found].name &&
                              rows->value(2).toString() == parts[found].sql;
        if (!expected)
            return badSchema(std::format("{} \"{}\" was added or changed", rows->value(0).toString().toStdString(),
                                         rows->value(1).toString().toStdString()));
    }
    if (rows->lastError().isValid())
        return sqlFailure(rows->lastError());
    return found == parts.size() ? Result<void>() : badSchema("a table or an index is missing");
}

Result<QSqlQuery> Database::prepare(const QString& sql) const {
    QSqlQuery query(handle());
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return sqlFailure(query.lastError());
    return query;
}

Result<QSqlQuery> Database::run(const QString& sql) const {
    QSqlQuery query(handle());
    query.setForwardOnly(true);
    if (!query.exec(sql))
        return sqlFailure(query.lastError());
    return query;
}

Result<void> Database::begin() const {
    auto done = run(u"BEGIN"_s);
    return done ? Result<void>() : failure(std::move(done.error()));
}

Result<void> Database::commit() const {
    auto done = run(u"COMMIT"_s);
    return done ? Result<void>() : failure(std::move(done.error()));
}

void Database::rollback() const {
    static_cast<void>(run(u"ROLLBACK"_s));
}

Result<void> execute(QSqlQuery& query) {
    if (!query.exec())
        return sqlFailure(query.lastError());
    return {};
}

std::unexpected<Error> sqlFailure(const QSqlError& error) {
    const int code = error.nativeErrorCode().toInt() & 0xFF;
    const bool damaged = code == 11 || code == 26; // SQLITE_CORRUPT, SQLITE_NOTADB
    return failure(damaged ? Errc::Corrupt : Errc::Io, damaged ? "damaged_file" : "database_failed",
                   std::format("The audit log's file could not be used: {}.", error.text().trimmed().toStdString()),
                   damaged ? "Keep the file as evidence and restore the log from a backup."
                           : "Check the disk's free space and health.");
}

QByteArray toBlob(const Digest& digest) {
    return {reinterpret_cast<const char*>(digest.bytes.data()), static_cast<qsizetype>(digest.bytes.size())};
}

std::string_view viewOf(const QByteArray& bytes) {
    return {bytes.data(), static_cast<std::size_t>(bytes.size())};
}

} // namespace signalbox::audit
