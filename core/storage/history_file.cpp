#include "core/storage/history_file.h"

#include <array>
#include <atomic>
#include <format>

#include <QSqlDatabase>
#include <QSqlError>
#include <QVariant>

namespace signalbox::storage {

using namespace Qt::StringLiterals;

namespace {

constexpr int formVersion = 1;

constexpr std::array historyTables{
    "CREATE TABLE IF NOT EXISTS deployments(id INTEGER PRIMARY KEY, agent TEXT NOT NULL, version TEXT NOT NULL, "
    "role TEXT NOT NULL, weight INTEGER NOT NULL, since INTEGER NOT NULL, until INTEGER, actor TEXT NOT NULL, "
    "reason TEXT NOT NULL, action TEXT NOT NULL, sequence INTEGER NOT NULL) STRICT"_L1,
    "CREATE INDEX IF NOT EXISTS deployments_by_agent ON deployments(agent, id)"_L1,
    "CREATE TABLE IF NOT EXISTS progress(agent TEXT PRIMARY KEY, release TEXT NOT NULL, in_step_ms INTEGER NOT NULL) "
    "STRICT, WITHOUT ROWID"_L1,
    "CREATE TABLE IF NOT EXISTS roll_ups(minute INTEGER NOT NULL, agent TEXT NOT NULL, version TEXT NOT NULL, "
    "role TEXT NOT NULL, counts BLOB NOT NULL, latency BLOB NOT NULL, first_token BLOB NOT NULL, "
    "PRIMARY KEY(minute, agent, version, role)) STRICT, WITHOUT ROWID"_L1,
    "CREATE TABLE IF NOT EXISTS evidence(release TEXT PRIMARY KEY, at INTEGER NOT NULL, evidence BLOB NOT NULL) "
    "STRICT, "
    "WITHOUT ROWID"_L1,
    "CREATE TABLE IF NOT EXISTS drills(id TEXT PRIMARY KEY, at INTEGER NOT NULL, running INTEGER NOT NULL, "
    "report BLOB NOT NULL) STRICT, WITHOUT ROWID"_L1,
    "CREATE TABLE IF NOT EXISTS marks(name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID"_L1};

std::unexpected<Error> sqlFailure(const QSqlError& error) {
    return failure(Errc::Io, "database_failed",
                   std::format("The history could not be used: {}.", error.text().trimmed().toStdString()),
                   "Check the disk's free space and health.");
}

QString nextName() {
    static std::atomic<unsigned> counter{0};
    return u"signalbox-history-"_s + QString::number(++counter);
}

} // namespace

HistoryFile::Tables HistoryFile::usualTables() {
    return historyTables;
}

HistoryFile::~HistoryFile() {
    {
        QSqlDatabase database = QSqlDatabase::database(m_name, false);
        database.close();
    }
    QSqlDatabase::removeDatabase(m_name);
}

Result<std::unique_ptr<HistoryFile>> HistoryFile::open(const std::filesystem::path& file, Tables wanted) {
    auto opened = openOnce(file, wanted);
    std::error_code ignored;
    if (opened || !std::filesystem::is_regular_file(file, ignored))
        return opened;
    // Unreadable: keep it for whoever wants to look, and go on without it.
    for (const char* suffix : {"-wal", "-shm"})
        std::filesystem::remove(file.string() + suffix, ignored);
    std::error_code moved;
    std::filesystem::rename(file, file.string() + ".damaged", moved);
    if (moved)
        return opened;
    opened = openOnce(file, wanted);
    if (opened)
        (*opened)->m_wasReset = true;
    return opened;
}

Result<std::unique_ptr<HistoryFile>> HistoryFile::openOnce(const std::filesystem::path& file, Tables wanted) {
    std::unique_ptr<HistoryFile> made(new HistoryFile(nextName()));
    QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, made->m_name);
    database.setDatabaseName(QString::fromStdString(file.string()));
    database.setConnectOptions(u"QSQLITE_BUSY_TIMEOUT=2000"_s);
    if (!database.open())
        return sqlFailure(database.lastError());
    if (auto done = made->prepareTables(wanted); !done)
        return failure(std::move(done.error()));
    return made;
}

Result<void> HistoryFile::prepareTables(Tables wanted) const {
    for (const auto& setting : {u"PRAGMA journal_mode=WAL"_s, u"PRAGMA synchronous=NORMAL"_s,
                                u"PRAGMA trusted_schema=OFF"_s, u"PRAGMA cell_size_check=ON"_s}) {
        if (auto done = run(setting); !done)
            return done;
    }
    auto version = prepare(u"PRAGMA user_version"_s);
    if (!version)
        return failure(std::move(version.error()));
    if (auto done = execute(*version); !done)
        return done;
    const int found = version->next() ? version->value(0).toInt() : -1;
    version->finish();
    if (found != 0 && found != formVersion)
        return failure(Errc::Corrupt, "other_form", "The history has a form that this version does not know.");
    auto check = prepare(u"PRAGMA quick_check(1)"_s);
    if (!check)
        return failure(std::move(check.error()));
    if (auto done = execute(*check); !done)
        return done;
    if (!check->next() || check->value(0).toString() != u"ok"_s)
        return failure(Errc::Corrupt, "damaged_file", "The history is damaged.");
    check->finish();
    return inTransaction([this, wanted] {
        for (const auto table : wanted) {
            if (auto done = run(table); !done)
                return done;
        }
        return run(u"PRAGMA user_version="_s + QString::number(formVersion));
    });
}

Result<QSqlQuery> HistoryFile::prepare(const QString& sql) const {
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    query.setForwardOnly(true);
    if (!query.prepare(sql))
        return sqlFailure(query.lastError());
    return query;
}

Result<void> HistoryFile::run(const QString& sql) const {
    QSqlQuery query(QSqlDatabase::database(m_name, false));
    if (!query.exec(sql))
        return sqlFailure(query.lastError());
    return {};
}

Result<void> HistoryFile::inTransaction(const std::function<Result<void>()>& work) const {
    if (auto begun = run(u"BEGIN IMMEDIATE"_s); !begun)
        return begun;
    auto done = work();
    if (done)
        done = run(u"COMMIT"_s);
    if (!done)
        static_cast<void>(run(u"ROLLBACK"_s));
    return done;
}

Result<void> execute(QSqlQuery& query) {
    if (!query.exec())
        return sqlFailure(query.lastError());
    return {};
}

QString toText(const std::string& value) {
    return value.empty() ? u""_s : QString::fromStdString(value); // a null string would become NULL
}

std::string fromText(const QSqlQuery& query, int column) {
    return query.value(column).toString().toStdString();
}

} // namespace signalbox::storage
