#include "core/storage/drill_records.h"

#include <QJsonDocument>
#include <QVariant>

namespace signalbox::storage {

using namespace Qt::StringLiterals;

Result<void> DrillRecords::save(const DrillRecord& record) {
    auto query = m_file.prepare(u"INSERT OR REPLACE INTO drills(id, at, running, report) VALUES(?, ?, ?, ?)"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(toText(record.id));
    query->addBindValue(static_cast<qint64>(record.started.time_since_epoch().count()));
    query->addBindValue(record.state == DrillRecord::State::Running ? 1 : 0);
    query->addBindValue(QJsonDocument(record.report).toJson(QJsonDocument::Compact));
    if (auto done = execute(*query); !done)
        return done;
    return m_file.run(
        u"DELETE FROM drills WHERE id NOT IN (SELECT id FROM drills ORDER BY at DESC, id LIMIT %1)"_s.arg(kept));
}

Result<std::vector<DrillRecord>> DrillRecords::all() const {
    auto query = m_file.prepare(u"SELECT id, at, running, report FROM drills ORDER BY at DESC, id"_s);
    if (!query)
        return failure(std::move(query.error()));
    if (auto done = execute(*query); !done)
        return failure(std::move(done.error()));
    std::vector<DrillRecord> records;
    while (query->next()) {
        const auto document = QJsonDocument::fromJson(query->value(3).toByteArray());
        if (!document.isObject())
            continue;
        const auto state = query->value(2).toInt() != 0 ? DrillRecord::State::Running : DrillRecord::State::Ended;
        records.push_back({fromText(*query, 0), WallTime(std::chrono::milliseconds(query->value(1).toLongLong())),
                           state, document.object()});
    }
    return records;
}

} // namespace signalbox::storage
