#include "core/protocol/alert_message.h"

#include <algorithm>
#include <array>

#include "core/protocol/json_parts.h"
#include "core/protocol/reader.h"

namespace signalbox::protocol {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array<std::string_view, 4> deeds = {"notified", "paused", "stepped_back", "rolled_back"};

Alert read(Reader& from) {
    Alert alert{.id = from.count("id"_L1),
                .raised = from.time("raised"_L1),
                .agent = from.text("agent"_L1),
                .releaseId = from.textOr("release"_L1),
                .version = from.textOr("version"_L1),
                .baseline = from.textOr("baseline"_L1),
                .guard = from.text("guard"_L1),
                .sentence = from.textOr("sentence"_L1),
                .runbook = from.textOr("runbook"_L1)};
    const auto deed = std::ranges::find(deeds, from.text("deed"_L1));
    if (deed == deeds.end())
        from.refuse("deed"_L1, "must be notified, paused, stepped_back or rolled_back");
    else
        alert.deed = static_cast<AlertDeed>(deed - deeds.begin());
    if (from.has("acknowledged"_L1)) {
        Reader inside = from.inside("acknowledged"_L1);
        alert.acknowledged = Acknowledgement{
            .at = inside.time("at"_L1), .by = inside.text("by"_L1), .reason = inside.textOr("reason"_L1)};
    }
    return alert;
}

} // namespace

std::string_view toString(AlertDeed deed) {
    return deeds.at(static_cast<std::size_t>(deed));
}

QJsonObject encode(const Alert& alert) {
    QJsonObject object{{u"id"_s, number(alert.id)},           {u"raised"_s, isoText(alert.raised)},
                       {u"agent"_s, text(alert.agent)},       {u"release"_s, text(alert.releaseId)},
                       {u"version"_s, text(alert.version)},   {u"baseline"_s, text(alert.baseline)},
                       {u"guard"_s, text(alert.guard)},       {u"deed"_s, text(toString(alert.deed))},
                       {u"sentence"_s, text(alert.sentence)}, {u"runbook"_s, text(alert.runbook)}};
    if (alert.acknowledged)
        object.insert(u"acknowledged"_s, QJsonObject{{u"at"_s, isoText(alert.acknowledged->at)},
                                                     {u"by"_s, text(alert.acknowledged->by)},
                                                     {u"reason"_s, text(alert.acknowledged->reason)}});
    return object;
}

QJsonObject encode(const AlertList& list) {
    return {{u"alerts"_s, arrayOf(list.alerts, [](const Alert& alert) { return encode(alert); })}};
}

Result<Alert> alertFrom(const QJsonObject& object) {
    return readMessage(object, read);
}

Result<AlertList> alertsFrom(const QJsonObject& object) {
    return readMessage(object, [](Reader& from) { return AlertList{from.list("alerts"_L1, read)}; });
}

} // namespace signalbox::protocol
