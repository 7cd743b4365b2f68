// history.sqlite: what the daemon keeps beside the audit log. Everything in it can be derived again or be lost without
// harm, so synchronous=NORMAL is enough and a damaged file is set aside and begun anew. pairs.sqlite is another such
// file. Only the thread that opened it uses and destroys it; needs a QCoreApplication (QtSql). Errors: Io.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include <QSqlQuery>
#include <QString>

#include "core/base/result.h"

namespace signalbox::storage {

class HistoryFile {
public:
    using Tables = std::span<const QLatin1StringView>; // statements that make what is missing

    [[nodiscard]] static Result<std::unique_ptr<HistoryFile>> open(const std::filesystem::path& file,
                                                                   Tables tables = usualTables());
    [[nodiscard]] static Tables usualTables(); // of history.sqlite
    HistoryFile(const HistoryFile&) = delete;
    HistoryFile& operator=(const HistoryFile&) = delete;
    ~HistoryFile();

    // True when a damaged file, or one of another form, was set aside as FILE.damaged.
    [[nodiscard]] bool wasReset() const { return m_wasReset; }

    [[nodiscard]] Result<QSqlQuery> prepare(const QString& sql) const; // forward only
    [[nodiscard]] Result<void> run(const QString& sql) const;
    // All or nothing.
    [[nodiscard]] Result<void> inTransaction(const std::function<Result<void>()>& work) const;

private:
    explicit HistoryFile(QString name) : m_name(std::move(name)) {}

    [[nodiscard]] static Result<std::unique_ptr<HistoryFile>> openOnce(const std::filesystem::path& file,
                                                                       Tables tables);
    [[nodiscard]] Result<void> prepareTables(Tables tables) const;

    QString m_name; // of the connection, unique in the process
    bool m_wasReset = false;
};

[[nodiscard]] Result<void> execute(QSqlQuery& query);

// Between the database's text and the domain's.
[[nodiscard]] QString toText(const std::string& value);
[[nodiscard]] std::string fromText(const QSqlQuery& query, int column);

} // namespace signalbox::storage
