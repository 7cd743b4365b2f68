#include "core/evidence/mean_watch.h"

namespace signalbox::evidence {

using namespace Qt::StringLiterals;

QJsonObject MeanWatch::toJson() const {
    QJsonArray open;
    for (const std::uint64_t unit : m_order) {
        const Conversation& each = m_open.at(unit);
        open.append(QJsonArray{QString::number(unit, 16), each.arm == Arm::Canary, timeOf(each.began),
                               numberOf(each.sum), countOf(each.requests)});
    }
    QJsonObject object{{u"seen"_s, m_seen.toJson()},
                       {u"open"_s, open},
                       {u"sums"_s, momentsToJson(m_sums)},
                       {u"logs"_s, momentsToJson(m_logs)},
                       {u"requests"_s, momentsToJson(m_requests)},
                       {u"alone"_s, m_alone},
                       {u"trace"_s, m_trace.toJson()},
                       {u"early_sign"_s, m_earlySign},
                       {u"limit_passed"_s, m_limitPassed},
                       {u"limit_passed_by_both"_s, m_limitPassedByBoth}};
    if (m_excess)
        object.insert(u"excess"_s, numberOf(*m_excess));
    if (m_room)
        object.insert(u"room"_s, numberOf(*m_room));
    return object;
}

void MeanWatch::fromJson(FieldReader reader) {
    if (!m_seen.fromJson(reader.object("seen"_L1)))
        reader.spoil();
    m_open.clear();
    m_order.clear();
    for (const QJsonValue& value : reader.array("open"_L1)) {
        const QJsonArray row = value.toArray();
        bool isUnit = false;
        const std::uint64_t unit = row.at(0).toString().toULongLong(&isUnit, 16);
        const auto began = readCount(row.at(2));
        const auto sum = readNumber(row.at(3));
        const auto requests = readCount(row.at(4));
        if (!isUnit || !row.at(1).isBool() || !began || !sum || requests.value_or(0) == 0)
            return reader.spoil();
        const std::chrono::milliseconds at(static_cast<std::chrono::milliseconds::rep>(*began));
        if (!m_open.try_emplace(unit, row.at(1).toBool() ? Arm::Canary : Arm::Stable, at, *sum, *requests).second)
            return reader.spoil();
        m_order.push_back(unit);
    }
    m_sums = reader.moments("sums"_L1);
    m_logs = reader.moments("logs"_L1);
    m_requests = reader.moments("requests"_L1);
    m_alone = reader.flag("alone"_L1);
    m_trace.fromJson(reader.inside(reader.object("trace"_L1)));
    m_earlySign = reader.flag("early_sign"_L1);
    m_limitPassed = reader.flag("limit_passed"_L1);
    m_limitPassedByBoth = reader.flag("limit_passed_by_both"_L1);
    m_excess = reader.numberOr("excess"_L1);
    m_room = reader.numberOr("room"_L1);
}

} // namespace signalbox::evidence
