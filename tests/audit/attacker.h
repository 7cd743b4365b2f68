// What somebody with write access to an audit log's file can do to it, and a reader that shows what it says. For tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QStringList>

namespace signalbox::audit {

using namespace Qt::StringLiterals;

// Runs statements on a file of its own connection. False: SQLite refused one of them.
inline bool change(const std::filesystem::path& file, const QStringList& statements) {
    bool done = true;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"attacker"_s);
        database.setDatabaseName(QString::fromStdString(file.string()));
        database.open();
        QSqlQuery query(database);
        for (const QString& statement : statements)
            done = query.exec(statement) && done;
    }
    QSqlDatabase::removeDatabase(u"attacker"_s);
    return done;
}

// Everything that a reader of the file can see, tables and schema, in the order of the rows.
inline QStringList contents(const std::filesystem::path& file) {
    QStringList lines;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"reader"_s);
        database.setDatabaseName(QString::fromStdString(file.string()));
        database.open();
        QSqlQuery query(database);
        const QStringList queries{
            u"SELECT type, name, sql FROM sqlite_schema ORDER BY rowid"_s,
            u"PRAGMA user_version"_s,
            u"PRAGMA application_id"_s,
            u"SELECT origin, hex(public_key) FROM log"_s,
            u"SELECT sequence, hex(bytes), agent, action, time FROM entries ORDER BY sequence"_s,
            u"SELECT agent, sequence FROM entries INDEXED BY entries_by_agent ORDER BY agent, sequence"_s,
            u"SELECT level, position, hex(hash) FROM nodes ORDER BY level, position"_s,
            u"SELECT size, text FROM checkpoints ORDER BY size"_s,
            u"PRAGMA quick_check(1)"_s};
        for (const QString& sql : queries) {
            if (!query.exec(sql))
                lines << query.lastError().text();
            while (query.next()) {
                QString line;
                for (int column = 0; !query.value(column).isNull() && column < 5; ++column)
                    line += query.value(column).toString() + u'\x1f';
                lines << line;
            }
            if (query.lastError().isValid())
                lines << query.lastError().text();
        }
    }
    QSqlDatabase::removeDatabase(u"reader"_s);
    return lines;
}

inline std::string readBytes(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void writeBytes(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

} // namespace signalbox::audit
