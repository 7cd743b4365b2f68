#include "core/storage/roll_ups.h"

#include <algorithm>
#include <array>
#include <map>

#include <QJsonDocument>
#include <QJsonObject>
#include <QVariant>

namespace signalbox::storage {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array roles{traffic::Role::Stable, traffic::Role::Canary, traffic::Role::Shadow};

QByteArray blob(const std::string& bytes) {
    return bytes.empty() ? QByteArray("", 0) : QByteArray::fromStdString(bytes);
}

// Counts by name, as JSON. Before that they were numbers of eight bytes, low byte first, in a fixed order: those rows
// are read for the week that they are kept. Which form a row has is told by its size.
constexpr std::array<std::uint64_t metrics::Counts::*, 14> older{
    &metrics::Counts::requests,   &metrics::Counts::errors,         &metrics::Counts::cancelled,
    &metrics::Counts::toolCalls,  &metrics::Counts::inputTokens,    &metrics::Counts::outputTokens,
    &metrics::Counts::costKnown,  nullptr /* the cost */,           &metrics::Counts::refusalsKnown,
    &metrics::Counts::refusals,   &metrics::Counts::contractsKnown, &metrics::Counts::contractViolations,
    &metrics::Counts::toolsKnown, &metrics::Counts::toolFailures};
constexpr std::size_t olderBefore = 8; // before refusals, contracts and tools were counted

bool isOlder(const QByteArray& bytes) {
    const auto size = static_cast<std::size_t>(bytes.size());
    return size == older.size() * 8 || size == olderBefore * 8;
}

QLatin1StringView nameOf(const metrics::Counter& counter) {
    return {counter.name.data(), static_cast<qsizetype>(counter.name.size())};
}

QByteArray countsOf(const metrics::Point& point) {
    QJsonObject object{{u"cost"_s, static_cast<qint64>(point.bucket.cost)},
                       {u"length_ms"_s, static_cast<qint64>(point.length.count())}};
    for (const metrics::Counter& counter : metrics::counters)
        if (const std::uint64_t count = point.bucket.*counter.member; count > 0)
            object.insert(nameOf(counter), static_cast<qint64>(count));
    QByteArray bytes = QJsonDocument(object).toJson(QJsonDocument::Compact);
    if (isOlder(bytes))
        bytes.append(' ');
    return bytes;
}

void readOlder(const QByteArray& bytes, metrics::Bucket& bucket) {
    for (qsizetype i = 0; i < bytes.size(); i += 8) {
        std::uint64_t value = 0;
        for (qsizetype k = 0; k < 8; ++k)
            value |= std::uint64_t{static_cast<std::uint8_t>(bytes[i + k])} << (k * 8);
        if (const auto member = older.at(static_cast<std::size_t>(i / 8)))
            bucket.*member = value;
        else
            bucket.cost = static_cast<agents::PicoUsd>(value);
    }
    bucket.assumeAnswers();
}

bool readCounts(const QByteArray& bytes, metrics::Point& point) {
    if (isOlder(bytes)) {
        readOlder(bytes, point.bucket);
        return true;
    }
    const QJsonDocument document = QJsonDocument::fromJson(bytes);
    if (!document.isObject())
        return false;
    const QJsonObject object = document.object();
    for (const metrics::Counter& counter : metrics::counters)
        point.bucket.*counter.member =
            static_cast<std::uint64_t>(std::max<qint64>(object.value(nameOf(counter)).toInteger(), 0));
    point.bucket.cost = object.value("cost"_L1).toInteger();
    point.length = std::chrono::milliseconds(std::clamp<qint64>(object.value("length_ms"_L1).toInteger(), 1, 60'000));
    return true;
}

std::optional<metrics::Point> pointFrom(const QSqlQuery& query, int column) {
    metrics::Point point{.time = {}, .bucket = {}, .length = std::chrono::minutes(1)};
    auto latency = metrics::Histogram::fromBytes(query.value(column + 1).toByteArray().toStdString());
    auto firstToken = metrics::Histogram::fromBytes(query.value(column + 2).toByteArray().toStdString());
    if (!latency || !firstToken || !readCounts(query.value(column).toByteArray(), point))
        return std::nullopt;
    point.bucket.latency = std::move(*latency);
    point.bucket.firstToken = std::move(*firstToken);
    return point;
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
                query->bindValue(4, countsOf(point));
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
        auto point = pointFrom(*query, 4);
        if (role == roles.end() || !point)
            continue;
        const metrics::SeriesKey key{fromText(*query, 1), fromText(*query, 2), *role};
        metrics::Series& series = found[key];
        series.key = key;
        series.total.merge(point->bucket);
        point->time = WallTime{std::chrono::minutes(query->value(0).toLongLong())};
        series.points.push_back(std::move(*point));
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
