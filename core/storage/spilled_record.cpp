#include "core/storage/spilled_record.h"

#include "core/base/canonical_json.h"

namespace signalbox::storage {

using namespace Qt::StringLiterals;

namespace {

QString textOf(const std::string& value) {
    return QString::fromStdString(value);
}

std::string textIn(const QJsonObject& object, QLatin1StringView key) {
    return object.value(key).toString().toStdString();
}

} // namespace

Result<std::string> spillBytes(const release::Record& record) {
    QJsonObject object{{u"agent"_s, textOf(record.agent)},          {u"action"_s, textOf(record.action)},
                       {u"actor"_s, textOf(record.actor)},          {u"reason"_s, textOf(record.reason)},
                       {u"request_id"_s, textOf(record.requestId)}, {u"after"_s, release::stateToJson(record.after)}};
    if (record.before)
        object.insert(u"before"_s, release::stateToJson(*record.before));
    if (record.effectiveAfter)
        object.insert(u"effective_after_us"_s, static_cast<qint64>(record.effectiveAfter->count()));
    if (record.happened)
        object.insert(u"happened"_s, textOf(toIso(*record.happened)));
    return canonicalJson(object);
}

Result<release::Record> recordFromSpill(std::string_view bytes) {
    const auto object = parseJsonObject(bytes);
    if (!object)
        return failure(Errc::Corrupt, "bad_spill", "What was kept beside the audit log cannot be read.");
    auto after = release::stateFromJson(object->value("after"_L1).toObject());
    if (!after)
        return failure(Errc::Corrupt, "bad_spill", "What was kept beside the audit log holds no state.");
    release::Record record{.agent = textIn(*object, "agent"_L1),
                           .action = textIn(*object, "action"_L1),
                           .actor = textIn(*object, "actor"_L1),
                           .reason = textIn(*object, "reason"_L1),
                           .requestId = textIn(*object, "request_id"_L1),
                           .before = {},
                           .after = std::move(*after),
                           .effectiveAfter = {},
                           .happened = {}};
    if (const QJsonObject before = object->value("before"_L1).toObject(); !before.isEmpty())
        if (auto state = release::stateFromJson(before))
            record.before = std::move(*state);
    if (const QJsonValue effective = object->value("effective_after_us"_L1); effective.isDouble())
        record.effectiveAfter = std::chrono::microseconds(effective.toInteger());
    record.happened = fromIso(textIn(*object, "happened"_L1)).value_or(record.after.lastChange.at);
    if (record.agent.empty() || record.agent != record.after.agent)
        return failure(Errc::Corrupt, "bad_spill", "What was kept beside the audit log names no agent.");
    return record;
}

} // namespace signalbox::storage
