#include "core/storage/evidence_records.h"

#include <QJsonDocument>
#include <QVariant>

namespace signalbox::storage {

using namespace Qt::StringLiterals;

Result<void> EvidenceRecords::save(const std::string& releaseId, WallTime at, const QJsonObject& evidence) {
    auto query = m_file.prepare(u"INSERT OR REPLACE INTO evidence(release, at, evidence) VALUES(?, ?, ?)"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(toText(releaseId));
    query->addBindValue(static_cast<qint64>(at.time_since_epoch().count()));
    query->addBindValue(qCompress(QJsonDocument(evidence).toJson(QJsonDocument::Compact), 1));
    return execute(*query);
}

Result<std::optional<QJsonObject>> EvidenceRecords::load(const std::string& releaseId) const {
    auto query = m_file.prepare(u"SELECT evidence FROM evidence WHERE release = ?"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(toText(releaseId));
    if (auto done = execute(*query); !done)
        return failure(std::move(done.error()));
    if (!query->next())
        return std::nullopt;
    const auto document = QJsonDocument::fromJson(qUncompress(query->value(0).toByteArray()));
    return document.isObject() ? std::optional(document.object()) : std::nullopt;
}

Result<void> EvidenceRecords::prune(WallTime now) {
    auto query = m_file.prepare(u"DELETE FROM evidence WHERE at < ?"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->addBindValue(static_cast<qint64>((now - kept).time_since_epoch().count()));
    return execute(*query);
}

} // namespace signalbox::storage
