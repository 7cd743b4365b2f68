#include "core/storage/roll_ups.h"

#include <array>
#include <map>

#include <QVariant>

namespace signalbox::storage {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array roles{traffic::Role::Stable, traffic::Role::Canary, traffic::Role::Shadow};

QByteArray blob(const std::string& bytes) {
    return bytes.empty() ? QByteArray("", 0) : QByteArray::fromStdString(bytes);
}

constexpr std::size_t counters = 14;
constexpr std::size_t countersBefore = 8; // before refusals, contracts and tools were counted

// Numbers of eight bytes, low byte first.
QByteArray countsOf(const metrics::Bucket& bucket) {
    QByteArray bytes;
    for (const std::uint64_t value :
         {bucket.requests, bucket.errors, bucket.cancelled, bucket.toolCalls, bucket.inputTokens, bucket.outputTokens,
          bucket.costKnown, static_cast<std::uint64_t>(bucket.cost), bucket.refusalsKnown, bucket.refusals,
          bucket.contractsKnown, bucket.contractViolations, bucket.toolsKnown, bucket.toolFailures}) {
        for (unsigned shift = 0; shift < 64; shift += 8)
            bytes.append(static_cast<char>(value >> shift));
    }
    return bytes;
}

bool readCounts(const QByteArray& bytes, metrics::Bucket& bucket) {
    std::array<std::uint64_t, counters> values{};
    const auto size = static_cast<std::size_t>(bytes.size());
    if (size != counters * 8 && size != countersBefore * 8)
        return false;
    for (std::size_t i = 0; i < size; ++i)
        values[i / 8] |= std::uint64_t{static_cast<std::uint8_t>(bytes[static_cast<qsizetype>(i)])} << (i % 8 * 8);
    bucket.requests = values[0];
    bucket.errors = values[1];
    bucket.cancelled = values[2];
    bucket.toolCalls = values[3];
    bucket.inputTokens = values[4];
    bucket.outputTokens = values[5];
    bucket.costKnown = values[6];
    bucket.cost = static_cast<agents::PicoUsd>(values[7]);
    bucket.refusalsKnown = values[8];
    bucket.refusals = values[9];
    bucket.contractsKnown = values[10];
    bucket.contractViolations = values[11];
    bucket.toolsKnown = values[12];
    bucket.toolFailures = values[13];
    return true;
}

std::optional<metrics::Bucket> bucketFrom(const QSqlQuery& query, int column) {
    metrics::Bucket bucket;
    auto latency = metrics::Histogram::fromBytes(query.value(column + 1).toByteArray().toStdString());
    auto firstToken = metrics::Histogram::fromBytes(query.value(column + 2).toByteArray().toStdString());
    if (!latency || !firstToken || !readCounts(query.value(column).toByteArray(), bucket))
        return std::nullopt;
    bucket.latency = std::move(*latency);
    bucket.firstToken = std::move(*firstToken);
    return bucket;
}

qint64 minuteOf(WallTime time) {
    return std::chrono::floor<std::chrono::minutes>(time).time_since_epoch().count();
}

} // namespace

Result<void> RollUps::save(const std::vector<metrics::Series>& series) {
    return m_file.inTransaction([&]() -> Result<void> {
        auto query = m_file.prepare(u"INSERT OR REPLACE INTO roll_ups(minute, agent, version, role, counts, latency, "
                                    "first_token) VALUES(?, ?, ?, ?, ?, ?, ?)"_s);
        if (!query)
            return failure(std::move(query.error()));
        for (const metrics::Series& one : series) {
            query->bindValue(1, toText(one.key.agent));
            query->bindValue(2, toText(one.key.version));
            query->bindValue(3, QString::fromLatin1(traffic::toString(one.key.role)));
            for (const metrics::Point& point : one.points) {
                query->bindValue(0, minuteOf(point.time));
                query->bindValue(4, countsOf(point.bucket));
                query->bindValue(5, blob(point.bucket.latency.toBytes()));
                query->bindValue(6, blob(point.bucket.firstToken.toBytes()));
                if (auto done = execute(*query); !done)
                    return done;
            }
        }
        return {};
    });
}

Result<std::vector<metrics::Series>> RollUps::load(WallTime from) const {
    auto query = m_file.prepare(u"SELECT minute, agent, version, role, counts, latency, first_token FROM roll_ups "
                                "WHERE minute >= ? ORDER BY minute"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->bindValue(0, minuteOf(from));
    if (auto done = execute(*query); !done)
        return failure(std::move(done.error()));
    std::map<metrics::SeriesKey, metrics::Series> found;
    while (query->next()) {
        const std::string word = fromText(*query, 3);
        const auto role =
            std::ranges::find_if(roles, [&](traffic::Role one) { return traffic::toString(one) == word; });
        auto bucket = bucketFrom(*query, 4);
        if (role == roles.end() || !bucket)
            continue;
        const metrics::SeriesKey key{fromText(*query, 1), fromText(*query, 2), *role};
        metrics::Series& series = found[key];
        series.key = key;
        series.total.merge(*bucket);
        series.points.push_back(
            {.time = WallTime{std::chrono::minutes(query->value(0).toLongLong())}, .bucket = std::move(*bucket)});
    }
    std::vector<metrics::Series> all;
    for (auto& [key, series] : found)
        all.push_back(std::move(series));
    return all;
}

Result<void> RollUps::prune(WallTime now) {
    auto query = m_file.prepare(u"DELETE FROM roll_ups WHERE minute < ?"_s);
    if (!query)
        return failure(std::move(query.error()));
    query->bindValue(0, minuteOf(now - kept));
    return execute(*query);
}

} // namespace signalbox::storage
