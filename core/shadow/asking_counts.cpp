#include "core/shadow/asking_counts.h"

#include <algorithm>

namespace signalbox::shadow {

using namespace Qt::StringLiterals;

namespace {

struct Count {
    QLatin1StringView key;
    std::uint64_t AskingCounts::* value;
};

constexpr Count countMembers[] = {{"embedded"_L1, &AskingCounts::embedded},
                                  {"alike"_L1, &AskingCounts::alike},
                                  {"judged"_L1, &AskingCounts::judged},
                                  {"stable"_L1, &AskingCounts::stable},
                                  {"candidate"_L1, &AskingCounts::candidate},
                                  {"ties"_L1, &AskingCounts::ties},
                                  {"split"_L1, &AskingCounts::split},
                                  {"failed"_L1, &AskingCounts::failed},
                                  {"hour_requests"_L1, &AskingCounts::hourRequests}};

std::uint64_t countIn(const QJsonValue& value) {
    return static_cast<std::uint64_t>(std::max<qint64>(0, value.toInteger()));
}

} // namespace

QJsonObject toJson(const AskingCounts& counts) {
    QJsonObject object;
    for (const auto& [key, value] : countMembers)
        object.insert(key, static_cast<qint64>(counts.*value));
    QJsonObject skipped;
    for (const auto& [reason, count] : counts.skipped)
        skipped.insert(QString::fromStdString(reason), static_cast<qint64>(count));
    object.insert(u"skipped"_s, skipped);
    object.insert(u"spent"_s, static_cast<qint64>(counts.spent));
    object.insert(u"cost_unknown"_s, counts.costUnknown);
    object.insert(u"hour_at"_s, static_cast<qint64>(counts.hourAt.time_since_epoch().count()));
    object.insert(u"hour_spent"_s, static_cast<qint64>(counts.hourSpent));
    object.insert(u"exhausted"_s, QString::fromStdString(counts.exhausted));
    return object;
}

AskingCounts askingCountsFrom(const QJsonObject& object) {
    AskingCounts counts;
    for (const auto& [key, value] : countMembers)
        counts.*value = countIn(object.value(key));
    const QJsonObject skipped = object.value("skipped"_L1).toObject();
    for (auto entry = skipped.begin(); entry != skipped.end(); ++entry)
        counts.skipped[entry.key().toStdString()] = countIn(entry.value());
    counts.spent = std::max<qint64>(0, object.value("spent"_L1).toInteger());
    counts.costUnknown = object.value("cost_unknown"_L1).toBool();
    counts.hourAt = WallTime{std::chrono::milliseconds(object.value("hour_at"_L1).toInteger())};
    counts.hourSpent = std::max<qint64>(0, object.value("hour_spent"_L1).toInteger());
    counts.exhausted = object.value("exhausted"_L1).toString().toStdString();
    return counts;
}

protocol::AskingMessage messageOf(const AskingCounts& counts, WallTime now) {
    protocol::AskingMessage message{.embedded = counts.embedded,
                                    .alike = counts.alike,
                                    .judged = counts.judged,
                                    .stable = counts.stable,
                                    .candidate = counts.candidate,
                                    .ties = counts.ties,
                                    .split = counts.split,
                                    .failed = counts.failed,
                                    .skipped = counts.skipped,
                                    .spentUsd = static_cast<double>(counts.spent) / agents::picoPerUsd,
                                    .costUnknown = counts.costUnknown};
    const WallTime until = counts.hourAt + std::chrono::hours{1};
    if (!counts.exhausted.empty() && now >= counts.hourAt && now < until) {
        message.exhausted = counts.exhausted;
        message.exhaustedUntil = until;
    }
    return message;
}

} // namespace signalbox::shadow
