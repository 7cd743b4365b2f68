#include "core/evidence/json_fields.h"

#include <cmath>
#include <limits>

namespace signalbox::evidence {

using namespace Qt::StringLiterals;

QString textOf(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}

QJsonValue numberOf(double value) {
    if (std::isinf(value))
        return value > 0 ? u"inf"_s : u"-inf"_s;
    if (std::isnan(value))
        return u"nan"_s;
    if (value == 0 && std::signbit(value))
        return u"-0"_s;
    return value;
}

QJsonValue countOf(std::uint64_t value) {
    return static_cast<qint64>(value);
}

QJsonValue timeOf(std::chrono::milliseconds time) {
    return static_cast<qint64>(time.count());
}

QJsonArray countsToJson(const std::vector<WeightCounts>& counts) {
    QJsonArray rows;
    for (const WeightCounts& row : counts)
        rows.append(QJsonArray{row.weight.thousandths(), countOf(row.canary), countOf(row.stable)});
    return rows;
}

QJsonArray momentsToJson(const Both<Moments>& arms) {
    QJsonArray both;
    for (const Moments& arm : {arms.stable, arms.canary})
        both.append(QJsonArray{countOf(arm.count), numberOf(arm.mean), numberOf(arm.squares)});
    return both;
}

QJsonArray pairToJson(const Both<std::uint64_t>& counts) {
    return {countOf(counts.stable), countOf(counts.canary)};
}

std::optional<double> readNumber(const QJsonValue& value) {
    if (value.isDouble())
        return value.toDouble();
    const QString text = value.toString();
    if (text == "inf"_L1)
        return std::numeric_limits<double>::infinity();
    if (text == "-inf"_L1)
        return -std::numeric_limits<double>::infinity();
    if (text == "nan"_L1)
        return std::numeric_limits<double>::quiet_NaN();
    if (text == "-0"_L1)
        return -0.0;
    return {};
}

std::optional<std::uint64_t> readCount(const QJsonValue& value) {
    const qint64 count = value.toInteger(-1);
    return count < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(count));
}

double FieldReader::number(Key key) {
    const auto value = readNumber(m_object.value(key));
    if (!value)
        spoil();
    return value.value_or(0);
}

std::optional<double> FieldReader::numberOr(Key key) {
    return has(key) ? std::optional(number(key)) : std::nullopt;
}

std::uint64_t FieldReader::count(Key key) {
    const auto value = readCount(m_object.value(key));
    if (!value)
        spoil();
    return value.value_or(0);
}

std::optional<std::uint64_t> FieldReader::countOr(Key key) {
    return has(key) ? std::optional(count(key)) : std::nullopt;
}

bool FieldReader::flag(Key key) {
    if (!m_object.value(key).isBool())
        spoil();
    return m_object.value(key).toBool();
}

std::string FieldReader::text(Key key) {
    if (!m_object.value(key).isString())
        spoil();
    return m_object.value(key).toString().toStdString();
}

std::chrono::milliseconds FieldReader::time(Key key) {
    return std::chrono::milliseconds(static_cast<std::chrono::milliseconds::rep>(count(key)));
}

std::optional<WallTime> FieldReader::wallOr(Key key) {
    if (!has(key))
        return {};
    const auto time = fromIso(text(key));
    if (!time)
        spoil();
    return time ? std::optional(*time) : std::nullopt;
}

std::vector<std::string> FieldReader::texts(Key key) {
    std::vector<std::string> values;
    for (const QJsonValue& value : array(key))
        values.push_back(value.toString().toStdString());
    return values;
}

std::vector<WeightCounts> FieldReader::counts(Key key) {
    std::vector<WeightCounts> rows;
    for (const QJsonValue& value : array(key)) {
        const QJsonArray row = value.toArray();
        const auto weight = readCount(row.at(0));
        const auto canary = readCount(row.at(1));
        const auto stable = readCount(row.at(2));
        const bool between = weight && *weight > 0 && *weight < traffic::Weight::whole;
        if (!between || !canary || !stable || (!rows.empty() && rows.back().weight.thousandths() >= *weight)) {
            spoil();
            return {};
        }
        rows.push_back({traffic::Weight::thousandths(static_cast<std::uint32_t>(*weight)), *canary, *stable});
    }
    return rows;
}

Both<Moments> FieldReader::moments(Key key) {
    const QJsonArray both = array(key);
    Both<Moments> arms;
    for (const Arm arm : {Arm::Stable, Arm::Canary}) {
        const QJsonArray values = both.at(arm == Arm::Canary ? 1 : 0).toArray();
        const auto count = readCount(values.at(0));
        const auto mean = readNumber(values.at(1));
        const auto squares = readNumber(values.at(2));
        if (!count || !mean || !squares)
            spoil();
        arms.of(arm) = {count.value_or(0), mean.value_or(0), squares.value_or(0)};
    }
    return arms;
}

Both<std::uint64_t> FieldReader::pair(Key key) {
    const QJsonArray both = array(key);
    const auto stable = readCount(both.at(0));
    const auto canary = readCount(both.at(1));
    if (!stable || !canary)
        spoil();
    return {stable.value_or(0), canary.value_or(0)};
}

FieldReader FieldReader::inside(const QJsonValue& value) {
    if (!value.isObject())
        spoil();
    return {value.toObject(), *m_sound};
}

QJsonObject FieldReader::object(Key key) {
    if (!m_object.value(key).isObject())
        spoil();
    return m_object.value(key).toObject();
}

QJsonArray FieldReader::array(Key key) {
    if (!m_object.value(key).isArray())
        spoil();
    return m_object.value(key).toArray();
}

} // namespace signalbox::evidence
