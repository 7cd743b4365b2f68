// The SQLite side of an audit log: opening with the settings that durability and distrust need, the exact schema, and
// statements whose failures are values. Private to core/audit. A Database belongs to the thread that opened it.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QString>

#include "core/base/digest.h"
#include "core/base/result.h"

class QSqlError;

namespace signalbox::audit {

enum class Access { Write, Read };

class Database {
public:
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    // Write makes the file (0600) and the schema when they do not exist. Errors: NotFound, Io, Corrupt "bad_schema".
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::filesystem::path& file, Access access);

    // A prepared statement; forward only.
    [[nodiscard]] Result<QSqlQuery> prepare(const QString& sql) const;
    [[nodiscard]] Result<QSqlQuery> run(const QString& sql) const;
    [[nodiscard]] Result<void> begin() const;
    [[nodiscard]] Result<void> commit() const;
    void rollback() const;
    // Moves the write-ahead log into the file and empties it. Errors: Io; Unavailable "log_in_use" while others read.
    [[nodiscard]] Result<void> settle() const;
    // Corrupt unless tables, indexes, views and triggers are exactly the ones that create() makes.
    [[nodiscard]] Result<void> checkSchema() const;

private:
    explicit Database(QString name) : m_name(std::move(name)) {}

    [[nodiscard]] QSqlDatabase handle() const;
    [[nodiscard]] Result<void> configure(Access access) const;
    [[nodiscard]] Result<void> create() const;

    QString m_name; // of the connection, unique in the process
};

[[nodiscard]] Result<void> execute(QSqlQuery& query);
[[nodiscard]] std::unexpected<Error> sqlFailure(const QSqlError& error);

[[nodiscard]] QByteArray toBlob(const Digest& digest);
[[nodiscard]] std::string_view viewOf(const QByteArray& bytes);

} // namespace signalbox::audit
